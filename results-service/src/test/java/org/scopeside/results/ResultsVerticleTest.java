package org.scopeside.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.runtime.HealthProbe;

/** What can go wrong at the start; the service at work is tested end to end, with a broker. */
@ExtendWith(VertxExtension.class)
class ResultsVerticleTest {
  /** Nothing listens on port 1, and the client gives up soon. */
  private static final Map<String, String> NO_BROKER =
      Map.of(
          "bootstrap.servers", "127.0.0.1:1",
          "request.timeout.ms", "400",
          "default.api.timeout.ms", "500");

  @TempDir Path stateDir;

  private ResultsVerticle verticle(int port) {
    ResultsSettings defaults = ResultsSettings.defaults();
    return new ResultsVerticle(
        new ResultsSettings(
            port,
            "127.0.0.1",
            defaults.topicPrefix(),
            stateDir,
            defaults.instanceId(),
            defaults.streamThreads(),
            defaults.commitInterval(),
            defaults.retainEnded(),
            defaults.retainSilent(),
            defaults.failuresKept(),
            defaults.liveClients(),
            NO_BROKER),
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
        List.of());
  }

  @Test
  void shouldSayWhichSettingHelpsWhenPortIsTaken(Vertx vertx) {
    HttpServer other =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.response().end())
            .listen(0, "127.0.0.1")
            .await();
    int port = other.actualPort();
    Exception failure =
        assertThrows(Exception.class, () -> vertx.deployVerticle(verticle(port)).await());
    assertTrue(
        String.valueOf(failure.getMessage()).contains("port " + port + " of 127.0.0.1 is in use"),
        failure.getMessage());
    assertTrue(String.valueOf(failure.getMessage()).contains("results.http-port"));
  }

  @Test
  void shouldSayThatKafkaDoesNotAnswerAndLeaveThePort(Vertx vertx) {
    ResultsVerticle verticle = verticle(0);
    Exception failure = assertThrows(Exception.class, () -> vertx.deployVerticle(verticle).await());
    assertTrue(
        String.valueOf(failure.getMessage()).contains("Kafka at 127.0.0.1:1"),
        failure.getMessage());

    HttpServer next =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.response().end())
            .listen(verticle.httpPort(), "127.0.0.1")
            .await();
    assertEquals(verticle.httpPort(), next.actualPort());
  }

  @Test
  void shouldNotBeReadyBeforeAggregationRuns() {
    List<HealthProbe> probes = verticle(0).probes();
    HealthProbe readiness = probes.get(0);
    assertEquals("aggregation is CREATED", readiness.problem().get());
    HealthProbe liveness = probes.get(1);
    assertTrue(liveness.liveness());
    assertEquals(null, liveness.problem().get());
  }
}
