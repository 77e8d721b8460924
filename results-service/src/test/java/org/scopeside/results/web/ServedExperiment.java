package org.scopeside.results.web;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.scopeside.results.aggregate.AggregationExperiment;

/** An experiment's live view behind a real HTTP server. */
final class ServedExperiment {
  private volatile @Nullable RuntimeException failure;
  private @Nullable HttpServer server;
  private @Nullable LiveUpdates updates;

  void start(Vertx vertx, AggregationExperiment experiment, int maxClients) {
    Router router = ResultsRouter.create(vertx);
    FrameLookup frames =
        (acquisition, well) -> {
          RuntimeException now = failure;
          if (now != null) {
            throw now;
          }
          return experiment.frames(acquisition, well);
        };
    new ResultsApi(experiment.live, frames, vertx.createSharedWorkerExecutor("api", 2))
        .mount(router);
    updates = new LiveUpdates(experiment.live, maxClients, new SimpleMeterRegistry());
    updates.mount(router);
    ResultsRouter.mountDashboard(router);
    server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHost("127.0.0.1")
                    .setPort(0)
                    .setCompressionSupported(true))
            .requestHandler(router)
            .listen()
            .await();
  }

  int port() {
    return Objects.requireNonNull(server).actualPort();
  }

  void endStreams() {
    Objects.requireNonNull(updates).close();
  }

  /** From now on frames cannot be looked up. */
  void unavailable(String facts) {
    failure = new FrameLookup.UnavailableException(facts, new IllegalStateException());
  }

  /** From now on looking up frames fails as nobody foresaw. */
  void broken() {
    failure = new IllegalArgumentException("secret");
  }
}
