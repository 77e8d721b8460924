package org.scopeside.deploy.service;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.scopeside.deploy.Logging;
import org.scopeside.deploy.UntilInterrupted;
import org.scopeside.deploy.broker.BrokerSettings;
import org.scopeside.deploy.broker.EmbeddedBroker;
import org.scopeside.deploy.broker.TopicSettings;
import org.scopeside.deploy.broker.TopicSetup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The embedded broker alone, for services started one by one. */
@Command(
    name = "broker",
    header = "Run the embedded Kafka broker alone, with the topics made.",
    description =
        "A real Kafka broker in one process, for a laptop or one microscope. It prints its address"
            + " and runs until told to stop; its data stay.",
    footer = {
      "@|bold Example|@",
      "  @|yellow scopeside broker --data /var/lib/scopeside --kafka-port 9092|@"
    })
public final class BrokerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Directory of its data (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of(".scopeside", "broker");

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      description = "TCP port, 0 for a free one (default: ${DEFAULT-VALUE}).")
  private int port = 9092;

  @Option(
      names = "--kafka-host",
      paramLabel = "HOST",
      description =
          "Address to listen on and to tell clients; that of a network card opens the broker to"
              + " others, without a password (default: ${DEFAULT-VALUE}).")
  private String host = "127.0.0.1";

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description = "Prefix of the topics' names (default: ${DEFAULT-VALUE}).")
  private String prefix = "scopeside.";

  @Override
  public Integer call() throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(new BrokerSettings(data, host, port));
    try (broker) {
      Logging.toFile(data);
      TopicSetup.ensure(
          Map.of("bootstrap.servers", broker.bootstrapServers()), TopicSettings.embedded(prefix));
      PrintWriter out = spec.commandLine().getOut();
      out.println(broker.bootstrapServers());
      out.flush();
      UntilInterrupted.hold(broker);
    }
    return 0;
  }
}
