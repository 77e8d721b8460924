package org.scopeside.deploy.engines;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.scopeside.segmenter.engine.Engine;
import org.scopeside.segmenter.engine.EngineReport;
import org.scopeside.segmenter.engine.Engines;
import org.scopeside.segmenter.engine.Precision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code scopeside engines}: what runs networks here, and why what does not does not. */
@Command(
    name = "engines",
    header = "List the inference engines, and why one cannot run on this machine.",
    description = {
      "",
      "The first that is available runs the networks, unless segmenter.engine names another. A GPU is"
          + " asked by a process of its own. The exit status is 0 whatever is found.",
      ""
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  @|yellow scopeside engines|@",
      "  @|yellow scopeside engines --json|@"
    })
public final class EnginesCommand implements Callable<Integer> {
  private static final long PATIENCE_MS = 1000;

  private final Supplier<List<EngineReport>> engines;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  /** Of this installation. */
  public EnginesCommand() {
    this(() -> Engines.all().stream().map(Engine::report).toList());
  }

  EnginesCommand(Supplier<List<EngineReport>> engines) {
    this.engines = engines;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    List<EngineReport> found = ask();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(text(found));
    } else {
      EngineText.lines(found).forEach(out::println);
    }
    out.flush();
    return 0;
  }

  /** Says what it waits for, where that takes longer than people expect. */
  private List<EngineReport> ask() {
    CompletableFuture<Boolean> answered = new CompletableFuture<>();
    PrintWriter err = spec.commandLine().getErr();
    CompletableFuture<Void> hint =
        CompletableFuture.runAsync(
            () -> {
              if (!answered.isDone()) {
                err.println("asking the GPU...");
                err.flush();
              }
            },
            CompletableFuture.delayedExecutor(PATIENCE_MS, TimeUnit.MILLISECONDS));
    try {
      return engines.get();
    } finally {
      answered.complete(true);
      hint.cancel(false);
    }
  }

  /** Keys are in camel case with units; what is not known is left out. */
  private static String text(List<EngineReport> engines) throws JsonProcessingException {
    List<Object> all = new ArrayList<>();
    for (EngineReport engine : engines) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", engine.name());
      one.put("available", engine.available());
      if (engine.unavailable() != null) {
        one.put("reason", engine.unavailable());
      }
      if (!engine.version().isEmpty()) {
        one.put("version", engine.version());
      }
      one.put("devices", engine.devices().stream().map(EnginesCommand::device).toList());
      one.put("precisions", engine.precisions().stream().map(Precision::word).toList());
      one.put("formats", engine.formats());
      all.add(one);
    }
    return new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValueAsString(Map.of("engines", all));
  }

  private static Map<String, Object> device(EngineReport.Device device) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("name", device.name());
    if (device.memoryBytes() > 0) {
      one.put("memoryBytes", device.memoryBytes());
    }
    if (device.freeBytes() > 0) {
      one.put("freeBytes", device.freeBytes());
    }
    return one;
  }
}
