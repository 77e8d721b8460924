package org.scopeside.deploy.serve;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.scopeside.deploy.UntilInterrupted;
import org.scopeside.deploy.allinone.AllInOne;
import org.scopeside.deploy.allinone.AllInOneSettings;
import org.scopeside.deploy.run.StackOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code scopeside serve}: everything a microscope needs, on this machine, until told to stop. */
@Command(
    name = "serve",
    header = "Run broker, segmenter and dashboard for a microscope, such as Micro-Manager's.",
    description = {
      "",
      "A real Kafka broker, one segmenter and the results service in one process. Sources, such as the"
          + " plugin of Micro-Manager, connect to the broker's address.",
      ""
    },
    footer = {
      "@|bold Example|@",
      "  @|yellow scopeside serve --model nuclei-star|@, then connect the plugin to 127.0.0.1:9092"
    })
public final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private StackOptions options = new StackOptions();

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      defaultValue = "9092",
      description = "Port of the Kafka broker; 0 for a free one. Default: ${DEFAULT-VALUE}.")
  private int kafkaPort;

  @Override
  public Integer call() throws Exception {
    AllInOne stack =
        AllInOne.start(
            new AllInOneSettings(
                options.data("serve"),
                options.host(),
                options.port(),
                kafkaPort,
                options.segmenter()));
    PrintWriter words = spec.commandLine().getErr();
    words.println("Kafka: " + stack.bootstrapServers());
    words.println("Dashboard: " + stack.url());
    words.println("Ctrl-C ends it; what it holds stays in " + options.data("serve") + ".");
    words.flush();
    UntilInterrupted.hold(stack);
    return 0;
  }
}
