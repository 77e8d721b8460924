package org.scopeside.segmenter.gpu;

import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.cuda.Cuda;
import org.scopeside.segmenter.engine.cuda.KernelCompiler;
import org.scopeside.segmenter.engine.cuda.Kernels;
import org.scopeside.segmenter.engine.cuda.PtxCache;

/** All kernels of this package. */
public final class GpuKernels {
  /** System property with a folder of kernels that another machine compiled. */
  public static final String ELSEWHERE = "scopeside.kernels";

  /** Of the kernels in caches. */
  public static final String NAME = "planes";

  private GpuKernels() {}

  /** The source, whole. */
  public static String source() {
    return KernelSource.of("prepare.cu", "maps.cu", "flows.cu", "stars.cu");
  }

  /**
   * Macros that the source sees on a device: where doubles are slow, flows are followed in single
   * precision, and an outline may differ by a pixel.
   */
  public static SortedMap<String, String> definitions(boolean fastDoubles) {
    SortedMap<String, String> definitions = new TreeMap<>();
    if (!fastDoubles) {
      definitions.put("SCOPESIDE_SINGLE", "1");
    }
    return definitions;
  }

  /** The kernels of a device. */
  static Kernels of(Cuda cuda) throws EngineException {
    KernelCompiler compiler = new KernelCompiler(cuda, PtxCache.ofUser(), elsewhere());
    return compiler.compile(NAME, source(), definitions(cuda.device().fastDoubles()));
  }

  private static @Nullable PtxCache elsewhere() {
    String folder = System.getProperty(ELSEWHERE);
    return folder == null ? null : new PtxCache(Path.of(folder));
  }
}
