package org.scopeside.segmenter.engine.cuda;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;

/** Loaded kernels of a {@link HostCuda}, by handle. "PTX" is the source itself. Thread-safe. */
final class HostModules {
  private final Map<Long, HostKernels> modules = new ConcurrentHashMap<>();
  private final Map<Long, Loaded> kernels = new ConcurrentHashMap<>();
  private volatile int threads = 1;
  private volatile int mostBlocks = Integer.MAX_VALUE;

  private record Loaded(String name, long function) {}

  /** A launch, with its arguments copied. */
  record Launch(String name, HostStream.Work work) {}

  void shape(int threadsOfBlock, int blocks) {
    threads = threadsOfBlock;
    mostBlocks = blocks;
  }

  int threads() {
    return threads;
  }

  int mostBlocks() {
    return mostBlocks;
  }

  static byte[] compile(String source, List<String> options) {
    StringBuilder defined = new StringBuilder();
    for (String option : options) {
      if (option.startsWith("-D")) {
        defined.append("#define ").append(option.substring(2).replaceFirst("=", " ")).append('\n');
      }
    }
    return defined.append(source).toString().getBytes(StandardCharsets.UTF_8);
  }

  void load(long handle, byte[] ptx) {
    modules.put(handle, HostKernels.of(new String(ptx, StandardCharsets.UTF_8)));
  }

  void find(long handle, long module, String name) throws EngineException {
    long function = Objects.requireNonNull(modules.get(module)).function(name);
    if (function == 0) {
      throw new EngineException(
          Reason.UNAVAILABLE, "cuModuleGetFunction: no kernel " + name + " (CUDA_ERROR_NOT_FOUND)");
    }
    kernels.put(handle, new Loaded(name, function));
  }

  Launch launch(long kernel, int blocks, int threadsOfBlock, ByteBuffer arguments)
      throws EngineException {
    Loaded loaded = Objects.requireNonNull(kernels.get(kernel));
    if (blocks < 1 || threadsOfBlock < 1 || threadsOfBlock > 1024) {
      throw new EngineException(
          Reason.RUN_FAILED,
          "cuLaunchKernel %s: %d blocks of %d threads"
              .formatted(loaded.name, blocks, threadsOfBlock));
    }
    byte[] copy = new byte[arguments.limit()];
    arguments.duplicate().position(0).get(copy);
    int most = Math.min(blocks, mostBlocks);
    int width = Math.min(threads, threadsOfBlock);
    return new Launch(
        "launch " + loaded.name, () -> HostKernels.launch(loaded.function, most, width, copy));
  }
}
