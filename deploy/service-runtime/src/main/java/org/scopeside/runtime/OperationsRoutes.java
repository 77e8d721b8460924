package org.scopeside.runtime;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator asks a service over HTTP: {@code /health/live} (503 means restart the process),
 * {@code /health/ready} (503 means send it no work) and {@code /metrics} for Prometheus.
 *
 * <p>A health body is {@code {"status":"UP","checks":[{"name":"kafka","status":"UP"}]}}; a check
 * that is {@code DOWN} has its {@code problem}.
 */
public final class OperationsRoutes {
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private OperationsRoutes() {}

  /** Adds the three routes; readiness asks all probes, liveness only those marked so. */
  public static void mount(
      Router router, PrometheusMeterRegistry registry, List<HealthProbe> probes) {
    List<HealthProbe> ready = List.copyOf(probes);
    List<HealthProbe> live = ready.stream().filter(HealthProbe::liveness).toList();
    router.get("/health/live").handler(request -> answer(request, live));
    router.get("/health/ready").handler(request -> answer(request, ready));
    router.get("/metrics").handler(request -> scrape(request, registry));
  }

  /** On a worker: a gauge may take a lock that a busy thread holds. */
  private static void scrape(RoutingContext request, PrometheusMeterRegistry registry) {
    request
        .vertx()
        .executeBlocking(() -> registry.scrape(METRICS_TYPE), false)
        .compose(text -> request.response().putHeader("content-type", METRICS_TYPE).end(text))
        .onFailure(request::fail);
  }

  private static void answer(RoutingContext request, List<HealthProbe> probes) {
    JsonArray checks = new JsonArray();
    boolean up = true;
    for (HealthProbe probe : probes) {
      String problem = problem(probe);
      JsonObject check =
          new JsonObject().put("name", probe.name()).put("status", problem == null ? "UP" : "DOWN");
      checks.add(problem == null ? check : check.put("problem", problem));
      up &= problem == null;
    }
    request
        .response()
        .setStatusCode(up ? 200 : 503)
        .putHeader("content-type", "application/json")
        .putHeader("cache-control", "no-store")
        .end(new JsonObject().put("status", up ? "UP" : "DOWN").put("checks", checks).encode())
        .onFailure(request::fail);
  }

  private static @Nullable String problem(HealthProbe probe) {
    try {
      return probe.problem().get();
    } catch (RuntimeException e) {
      return "probe failed: " + e;
    }
  }
}
