package org.scopeside.results;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.scopeside.results.aggregate.AggregationMeters;
import org.scopeside.results.aggregate.AggregationTopology;
import org.scopeside.results.aggregate.RetentionPolicy;
import org.scopeside.results.live.LiveView;
import org.scopeside.results.web.LiveUpdates;
import org.scopeside.results.web.ResultsApi;
import org.scopeside.results.web.ResultsRouter;
import org.scopeside.runtime.HealthProbe;
import org.scopeside.runtime.OperationsRoutes;

/**
 * The results service: aggregation by Kafka Streams, and over HTTP the API, live updates, the
 * dashboard, health and metrics.
 *
 * <p>HTTP is up first, so that liveness answers while state is restored; ready is what aggregates.
 * One instance serves an installation: further ones would share the partitions, and each would show
 * its part.
 */
public final class ResultsVerticle extends VerticleBase {
  private static final int API_THREADS = 4;
  private static final long TICK_MS = 1000;

  private final ResultsSettings settings;
  private final PrometheusMeterRegistry registry;
  private final List<HealthProbe> others;
  private final LiveView live;
  private final LiveUpdates updates;
  private final AggregationStreams streams;
  private @Nullable WorkerExecutor apiWorkers;
  private @Nullable WorkerExecutor lifecycle;
  private volatile @Nullable HttpServer server;

  /**
   * A service that starts when it is deployed.
   *
   * @param others probes of whatever runs in the same process, shown by this service's health
   *     routes
   */
  public ResultsVerticle(
      ResultsSettings settings, PrometheusMeterRegistry registry, List<HealthProbe> others) {
    this.settings = settings;
    this.registry = registry;
    this.others = List.copyOf(others);
    Clock clock = Clock.systemUTC();
    live = new LiveView(clock, settings.failuresKept());
    updates = new LiveUpdates(live, settings.liveClients(), registry);
    streams =
        new AggregationStreams(
            settings,
            AggregationTopology.build(
                settings.topics(),
                new RetentionPolicy(settings.retainEnded(), settings.retainSilent()),
                live,
                new AggregationMeters(registry)),
            clock);
  }

  @Override
  public Future<?> start() {
    apiWorkers = vertx.createSharedWorkerExecutor("results-api", API_THREADS);
    lifecycle = vertx.createSharedWorkerExecutor("results-lifecycle", 1, 5, TimeUnit.MINUTES);
    vertx.setPeriodic(TICK_MS, id -> live.tick());
    return listen()
        .compose(listening -> startStreams())
        .recover(failure -> stop().transform(stopped -> Future.failedFuture(failure)));
  }

  private Future<?> listen() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(settings.httpHost())
            .setPort(settings.httpPort())
            .setCompressionSupported(true);
    return vertx
        .createHttpServer(options)
        .requestHandler(router())
        .listen()
        .recover(failure -> Future.failedFuture(explained(failure)))
        .onSuccess(listening -> server = listening);
  }

  private Throwable explained(Throwable failure) {
    return failure instanceof BindException
        ? new IllegalStateException(
            "port "
                + settings.httpPort()
                + " of "
                + settings.httpHost()
                + " is in use or not ours: choose another with results.http-port",
            failure)
        : failure;
  }

  private Router router() {
    Router router = ResultsRouter.create(vertx);
    OperationsRoutes.mount(
        router, registry, Stream.concat(probes().stream(), others.stream()).toList());
    new ResultsApi(live, streams, Objects.requireNonNull(apiWorkers)).mount(router);
    updates.mount(router);
    ResultsRouter.mountDashboard(router);
    return router;
  }

  private Future<?> startStreams() {
    return Objects.requireNonNull(lifecycle)
        .executeBlocking(
            () -> {
              streams.start();
              return true;
            });
  }

  @Override
  public Future<?> stop() {
    updates.close();
    HttpServer listening = server;
    Future<?> closed = listening == null ? Future.succeededFuture() : listening.close();
    WorkerExecutor workers = Objects.requireNonNull(lifecycle);
    return closed
        .transform(
            done ->
                workers.executeBlocking(
                    () -> {
                      streams.close();
                      return true;
                    }))
        .eventually(workers::close)
        .eventually(Objects.requireNonNull(apiWorkers)::close);
  }

  /** The port it listens on, which differs from the setting where that is 0; -1 before it does. */
  public int httpPort() {
    HttpServer listening = server;
    return listening == null ? -1 : listening.actualPort();
  }

  /** Ready when aggregation runs; dead when it has given up. */
  public List<HealthProbe> probes() {
    return List.of(
        new HealthProbe("results-aggregation", false, streams::notRunning),
        new HealthProbe("results-aggregation-alive", true, streams::dead));
  }

  /** What is live now, for programs in the same process. */
  public LiveView live() {
    return live;
  }
}
