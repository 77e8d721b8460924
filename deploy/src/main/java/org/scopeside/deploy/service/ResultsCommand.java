package org.scopeside.deploy.service;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.Callable;
import org.scopeside.deploy.TcpPort;
import org.scopeside.deploy.UntilInterrupted;
import org.scopeside.results.ResultsSettings;
import org.scopeside.results.ResultsVerticle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A results service alone against a Kafka cluster. */
@Command(
    name = "results",
    header = "Run the results service against a Kafka cluster.",
    description =
        "Counts per well, REST, live updates and the dashboard at results.http-port, until told to"
            + " stop.",
    footer = {
      "@|bold Example|@",
      "  @|yellow scopeside results --kafka-bootstrap broker1:9092,broker2:9092|@"
    })
public final class ResultsCommand implements Callable<Integer> {
  @Mixin private ServiceOptions options = new ServiceOptions();

  @Override
  public Integer call() throws Exception {
    ResultsSettings settings = options.reader().read("results", ResultsSettings.class);
    TcpPort.probe(settings.httpHost(), settings.httpPort(), "-Dresults.http-port");
    PrometheusMeterRegistry registry = ServiceVertx.registry();
    Vertx vertx = ServiceVertx.vertx(registry);
    UntilInterrupted.hold(
        RunningService.start(
            "results service", vertx, new ResultsVerticle(settings, registry, List.of())));
    return 0;
  }
}
