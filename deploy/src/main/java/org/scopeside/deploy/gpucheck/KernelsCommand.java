package org.scopeside.deploy.gpucheck;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.segmenter.engine.cuda.KernelCompiler;
import org.scopeside.segmenter.engine.cuda.PtxCache;
import org.scopeside.segmenter.gpu.GpuKernels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code scopeside gpu-check kernels}: kernels compiled ahead, for machines without NVRTC. */
@Command(
    name = "kernels",
    hidden = true,
    header = "Compile the kernels with nvcc into a folder, for machines without NVRTC.")
final class KernelsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "Where they are put.")
  Path folder = Path.of("");

  @Option(names = "--nvcc", paramLabel = "FILE", description = "The compiler. Default: nvcc.")
  String nvcc = "nvcc";

  @Option(
      names = "--architectures",
      split = ",",
      description = "Compute capabilities times ten. Default: ${DEFAULT-VALUE}.")
  List<Integer> architectures = List.of(75, 80, 90);

  @Override
  public Integer call() throws Exception {
    Files.createDirectories(folder);
    for (int architecture : architectures) {
      for (boolean fastDoubles : List.of(true, false)) {
        compile(architecture, GpuKernels.definitions(fastDoubles));
      }
    }
    return 0;
  }

  private void compile(int architecture, SortedMap<String, String> definitions)
      throws IOException, InterruptedException, UserErrorException {
    Path source = Files.createTempFile("scopeside-kernels", ".cu");
    Path ptx = Files.createTempFile("scopeside-kernels", ".ptx");
    try {
      Files.writeString(source, GpuKernels.source());
      List<String> line = new ArrayList<>(List.of(nvcc, "-ptx", "-arch=compute_" + architecture));
      line.addAll(List.of("--fmad=false", "-std=c++17", "-o", ptx.toString(), source.toString()));
      definitions.forEach((macro, value) -> line.add("-D" + macro + "=" + value));
      Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new UserErrorException(ExitCode.FAILED, nvcc + " failed: " + said.strip());
      }
      new PtxCache(folder)
          .write(
              KernelCompiler.key(GpuKernels.NAME, GpuKernels.source(), architecture, definitions),
              Files.readAllBytes(ptx));
    } finally {
      Files.deleteIfExists(source);
      Files.deleteIfExists(ptx);
    }
  }
}
