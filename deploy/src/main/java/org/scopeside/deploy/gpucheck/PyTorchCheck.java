package org.scopeside.deploy.gpucheck;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Times the same networks in PyTorch, fp16 on the same GPU, if Python has it with CUDA. */
final class PyTorchCheck {
  private static final double TIMES_FASTER = 2;

  private PyTorchCheck() {}

  /**
   * Adds PyTorch's figures, and how many times faster TensorRT is, to the table.
   *
   * @param program null where none was given
   */
  static void run(
      @Nullable Path program,
      boolean quick,
      List<BenchNetwork> networks,
      SpeedTable table,
      PrintWriter out)
      throws IOException, InterruptedException {
    if (program == null) {
      out.println("PyTorch is left out: no program for it was given.");
      return;
    }
    List<String> line = new ArrayList<>(List.of("python3", program.toString()));
    networks.forEach(network -> line.add(network.kind()));
    if (quick) {
      line.add("--quick");
    }
    String said;
    try {
      Process process =
          new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        out.println("PyTorch is left out: " + said);
        return;
      }
    } catch (IOException e) {
      out.println("PyTorch is left out: " + e.getMessage());
      return;
    }
    try {
      JsonNode measured = new ObjectMapper().readTree(said);
      networks.forEach(network -> add(network, measured.path(network.kind()), table));
    } catch (JsonProcessingException e) {
      out.println("PyTorch is left out: it said " + said);
    }
  }

  private static void add(BenchNetwork network, JsonNode rates, SpeedTable table) {
    double best = 0;
    for (String way : List.of("eager", "compiled")) {
      if (rates.has(way)) {
        double rate = rates.get(way).asDouble();
        best = Math.max(best, rate);
        table.figure(network.title() + ", planes/s of PyTorch fp16, " + way, rate);
      }
    }
    if (best > 0) {
      String bare = network.title() + ", planes/s of the bare network, same tiles";
      double ours =
          table.rows().stream()
              .filter(row -> row.name().equals(bare))
              .mapToDouble(SpeedTable.Row::measured)
              .findFirst()
              .orElse(0);
      table.atLeast(network.title() + ", TensorRT over PyTorch", ours / best, TIMES_FASTER);
    }
  }
}
