package org.scopeside.deploy.service;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.scopeside.deploy.broker.TopicSettings;
import org.scopeside.deploy.broker.TopicSetup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Creates and checks the topics on a cluster. */
@Command(
    name = "topics",
    header = "Create the topics on a Kafka cluster, and check those that are there.",
    description = "Existing topics are never altered; what they lack is said, with exit status 3.",
    footer = {
      "@|bold Example|@",
      "  @|yellow scopeside topics --kafka-bootstrap broker1:9092 --partitions 24 --replication 3|@"
    })
public final class TopicsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ServiceOptions options = new ServiceOptions();

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "Of every topic: at least as many as segmenters (default: ${DEFAULT-VALUE}).")
  private int partitions = 12;

  @Option(
      names = "--replication",
      paramLabel = "N",
      description = "Copies of every record (default: ${DEFAULT-VALUE}).")
  private int replication = 3;

  @Option(
      names = "--frames-gib",
      paramLabel = "N",
      description = "GiB of planes kept over all partitions (default: ${DEFAULT-VALUE}).")
  private long framesGib = 200;

  @Option(
      names = "--frames-hours",
      paramLabel = "N",
      description = "Hours that planes are kept (default: ${DEFAULT-VALUE}).")
  private long framesHours = 48;

  @Option(
      names = "--results-days",
      paramLabel = "N",
      description = "Days that results are kept (default: ${DEFAULT-VALUE}).")
  private long resultsDays = 30;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description = "Prefix of the topics' names (default: ${DEFAULT-VALUE}).")
  private String prefix = "scopeside.";

  @Override
  public Integer call() throws Exception {
    Map<String, String> client = new TreeMap<>(options.reader().kafka());
    client.putIfAbsent("bootstrap.servers", "127.0.0.1:9092");
    TopicSettings settings =
        new TopicSettings(
            prefix,
            partitions,
            replication,
            framesGib << 30,
            Duration.ofHours(framesHours),
            Duration.ofDays(resultsDays));
    TopicSetup.Report report = TopicSetup.ensure(client, settings);
    PrintWriter out = spec.commandLine().getOut();
    report.created().forEach(name -> out.println("created  " + name));
    report.present().forEach(name -> out.println("present  " + name));
    out.flush();
    return 0;
  }
}
