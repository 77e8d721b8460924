package org.scopeside.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OperationsRoutesTest {
  private final Vertx vertx = Vertx.vertx();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicReference<@Nullable String> consumer = new AtomicReference<>();
  private final AtomicReference<@Nullable String> broker = new AtomicReference<>();
  private int port;

  @BeforeEach
  void serve() throws Exception {
    Router router = Router.router(vertx);
    OperationsRoutes.mount(
        router,
        registry,
        List.of(
            new HealthProbe("consumer", true, consumer::get),
            new HealthProbe("broker", false, broker::get)));
    port =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .await(20, TimeUnit.SECONDS)
            .actualPort();
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void shouldBeLiveButNotReadyWhileTheBrokerIsAway() throws Exception {
    broker.set("no broker at localhost:9092");
    assertEquals(200, get("/health/live").statusCode());
    HttpResponse<String> ready = get("/health/ready");
    assertEquals(503, ready.statusCode());
    assertEquals(
        new JsonObject(
            """
            {"status":"DOWN","checks":[
              {"name":"consumer","status":"UP"},
              {"name":"broker","status":"DOWN","problem":"no broker at localhost:9092"}]}
            """),
        new JsonObject(ready.body()));
  }

  @Test
  void shouldAskForARestartWhenALivenessProbeFails() throws Exception {
    consumer.set("thread ended");
    assertEquals(503, get("/health/live").statusCode());
    assertTrue(get("/health/live").body().contains("thread ended"));
    assertEquals(503, get("/health/ready").statusCode());
  }

  @Test
  void shouldBeReadyWhenAllIsWell() throws Exception {
    assertEquals(200, get("/health/ready").statusCode());
  }

  @Test
  void shouldServeMetricsInPrometheusText() throws Exception {
    registry.counter("planes.analysed").increment(3);
    HttpResponse<String> metrics = get("/metrics");
    assertTrue(metrics.body().contains("planes_analysed_total 3.0"), metrics.body());
    assertTrue(metrics.headers().firstValue("content-type").orElse("").startsWith("text/plain"));
  }
}
