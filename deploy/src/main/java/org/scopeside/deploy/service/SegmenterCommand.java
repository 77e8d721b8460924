package org.scopeside.deploy.service;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.concurrent.Callable;
import org.scopeside.deploy.TcpPort;
import org.scopeside.deploy.UntilInterrupted;
import org.scopeside.deploy.engines.EngineSetting;
import org.scopeside.runtime.OperationsRoutes;
import org.scopeside.segmenter.SegmenterSettings;
import org.scopeside.segmenter.SegmenterVerticle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A segmenter alone against a Kafka cluster; more of them share the planes. */
@Command(
    name = "segmenter",
    header = "Run one segmenter against a Kafka cluster.",
    description =
        "Segments planes until told to stop, then finishes those under way. Start more of them, each"
            + " with its own segmenter.instance, to go faster. Health and metrics are at"
            + " segmenter.http-port.",
    footer = {
      "@|bold Example|@",
      "  @|yellow scopeside segmenter --config segmenter.properties -Dsegmenter.instance=seg-2|@"
    })
public final class SegmenterCommand implements Callable<Integer> {
  @Mixin private ServiceOptions options = new ServiceOptions();

  @Override
  public Integer call() throws Exception {
    SegmenterSettings settings = options.reader().read("segmenter", SegmenterSettings.class);
    EngineSetting.require(settings);
    TcpPort.probe(settings.httpHost(), settings.httpPort(), "-Dsegmenter.http-port");
    PrometheusMeterRegistry registry = ServiceVertx.registry();
    Vertx vertx = ServiceVertx.vertx(registry);
    UntilInterrupted.hold(RunningService.start("segmenter", vertx, new Alone(settings, registry)));
    return 0;
  }

  /** The segmenter and its operations routes. */
  private static final class Alone extends VerticleBase {
    private final SegmenterSettings settings;
    private final PrometheusMeterRegistry registry;

    Alone(SegmenterSettings settings, PrometheusMeterRegistry registry) {
      this.settings = settings;
      this.registry = registry;
    }

    @Override
    public Future<?> start() {
      SegmenterVerticle segmenter = new SegmenterVerticle(settings, registry);
      Router router = Router.router(vertx);
      OperationsRoutes.mount(router, registry, segmenter.probes());
      return vertx
          .createHttpServer()
          .requestHandler(router)
          .listen(settings.httpPort(), settings.httpHost())
          .compose(server -> vertx.deployVerticle(segmenter));
    }
  }
}
