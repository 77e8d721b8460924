package org.scopeside.deploy.gpucheck;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.segmenter.engine.Engine;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineReport;
import org.scopeside.segmenter.engine.Engines;
import org.scopeside.segmenter.library.InstalledModels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code scopeside gpu-check}: what {@code deploy/gpu-check} runs on the machine with the GPU. */
@Command(
    name = "gpu-check",
    hidden = true,
    header = "Check the way of planes through a GPU against the CPU, then measure it.",
    description = {
      "",
      "First every model is run on simulated planes, on the engine under test and on ONNX Runtime, and"
          + " objects are matched at an intersection over union of 0.95. Then 2048² planes are sent"
          + " through, beside the bare network in the same run. Exit status 0 if the objects agree.",
      ""
    },
    subcommands = KernelsCommand.class,
    footer = {
      "",
      "@|bold Examples|@",
      "  @|yellow scopeside gpu-check --quick --json result.json|@"
    })
public final class GpuCheckCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      defaultValue = "tensorrt",
      description = "Engine under test. Default: ${DEFAULT-VALUE}.")
  String engine = "tensorrt";

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "Folder with model packages. Default: that of the installation.")
  @Nullable Path models;

  @Option(
      names = "--model",
      paramLabel = "ID",
      description = "Only these models; may be given several times. Default: those that ship.")
  List<String> names =
      List.of("nuclei-star", "nuclei-flow", "cells-flow", "nuclei-unet3", "nuclei-distance");

  @Option(
      names = "--size",
      paramLabel = "PX",
      description = "Side of the planes that are compared. Default: 512, 1000 and 2048.")
  List<Integer> sizes = List.of(512, 1000, 2048);

  @Option(
      names = "--cellpose-network",
      paramLabel = "FILE",
      description =
          "ONNX network of Cellpose's size, for timing; without it that part is left out.")
  @Nullable Path cellpose;

  @Option(names = "--quick", description = "200 planes instead of 10,000.")
  boolean quick;

  @Option(names = "--skip-benchmark", description = "Only compare.")
  boolean skipBenchmark;

  @Option(names = "--skip-pytorch", description = "Leave PyTorch out.")
  boolean skipPyTorch;

  @Option(
      names = "--pytorch",
      paramLabel = "FILE",
      description = "The program that times PyTorch; the script gives it.")
  @Nullable Path pyTorch;

  @Option(names = "--require-speed", description = "A missed target is a failure too.")
  boolean requireSpeed;

  @Option(names = "--json", paramLabel = "FILE", description = "Write a JSON document as well.")
  @Nullable Path json;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    EngineReport report = require();
    out.println(report.version());
    report.devices().forEach(device -> out.println(device.name()));
    out.println();
    out.flush();
    List<Agreement> agreements =
        new AgreementCheck(engine, InstalledModels.places(places()), out).run(names, sizes);
    boolean exchanged = weights(out);
    boolean agree = exchanged && agreements.stream().allMatch(Agreement::passed);
    SpeedTable table = new SpeedTable();
    try {
      if (!skipBenchmark) {
        measure(table, out);
      }
    } finally {
      write(report, agreements, table);
    }
    out.println(agree ? "All objects agree." : "It does not agree: see above.");
    out.flush();
    boolean passed = agree && (!requireSpeed || table.allMet());
    return (passed ? ExitCode.OK : ExitCode.FAILED).status();
  }

  private void write(EngineReport report, List<Agreement> agreements, SpeedTable table)
      throws IOException {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("engine", report.version());
    document.put("devices", report.devices().stream().map(EngineReport.Device::name).toList());
    document.put("agreements", agreements);
    document.put("speed", table.rows());
    if (json != null) {
      Files.writeString(
          json,
          new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(document));
    }
  }

  private boolean weights(PrintWriter out) throws IOException {
    Path copies = Files.createTempDirectory("scopeside-gpu-check");
    try {
      return new WeightsCheck(engine, InstalledModels.places(places()), out)
          .run(names.get(0), copies);
    } finally {
      delete(copies);
    }
  }

  private List<String> places() {
    return List.of(models == null ? InstalledModels.NAME : models.toString());
  }

  private EngineReport require() throws UserErrorException {
    try {
      Engines.require(engine);
    } catch (EngineException e) {
      throw new UserErrorException(ExitCode.REFUSED, String.valueOf(e.getMessage()), e);
    }
    return Engines.all().stream()
        .filter(each -> each.name().equals(engine))
        .map(Engine::report)
        .findFirst()
        .orElseThrow();
  }

  private void measure(SpeedTable table, PrintWriter out) throws Exception {
    Path folder = Files.createTempDirectory("scopeside-gpu-check");
    try {
      List<BenchNetwork> networks = new ArrayList<>(List.of(BenchNetwork.starDist(folder)));
      if (cellpose == null) {
        out.println("No network of Cellpose's size was given: its speed is not measured.");
      } else {
        networks.add(0, BenchNetwork.cellpose(folder, cellpose));
      }
      for (BenchNetwork network : networks) {
        new SpeedCheck(engine, quick, out).run(network, table);
      }
      if (!skipPyTorch) {
        PyTorchCheck.run(pyTorch, quick, networks, table, out);
      }
      out.println();
      table.lines().forEach(out::println);
      out.println();
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
