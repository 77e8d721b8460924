package org.scopeside.segmenter.engine.cuda;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes kernels of CUDA C: each source is compiled once for a device and a set of definitions, kept
 * on disk ({@link PtxCache}) and loaded once. One compiler a device and process. Thread-safe.
 *
 * <p>Looked for in this order: what this process loaded; the cache; a folder with what another
 * machine compiled, for machines without NVRTC; NVRTC. PTX of an older architecture serves a newer
 * one too, so an NVRTC that does not know the device yet compiles for the newest that it knows.
 */
public final class KernelCompiler {
  private static final Logger log = LoggerFactory.getLogger(KernelCompiler.class);

  /** Compute capabilities that PTX is asked for, newest first, where the device's is not to be. */
  private static final List<Integer> OLDER = List.of(90, 89, 86, 80, 75);

  private final Cuda cuda;
  private final PtxCache cache;
  private final @Nullable PtxCache elsewhere;
  private final Map<String, Kernels> loaded = new HashMap<>();

  /**
   * @param elsewhere a copy of the cache of a machine with NVRTC, only read; null for none
   */
  public KernelCompiler(Cuda cuda, PtxCache cache, @Nullable PtxCache elsewhere) {
    this.cuda = cuda;
    this.cache = cache;
    this.elsewhere = elsewhere;
  }

  /**
   * Compiles and loads.
   *
   * @param name for people; the first part of the name in the cache
   * @param source whole: NVRTC finds no other file
   * @param definitions macros that the source sees
   * @throws EngineException {@link Reason#UNAVAILABLE} if the kernels are nowhere and cannot be
   *     compiled here
   */
  public synchronized Kernels compile(
      String name, String source, SortedMap<String, String> definitions) throws EngineException {
    String own = key(name, source, options(capability(), definitions), capability());
    Kernels kernels = loaded.get(own);
    if (kernels == null) {
      kernels = new Kernels(cuda, module(name, source, definitions));
      loaded.put(own, kernels);
    }
    return kernels;
  }

  /** Without definitions. */
  public Kernels compile(String name, String source) throws EngineException {
    return compile(name, source, new TreeMap<>());
  }

  private int capability() {
    return 10 * cuda.device().major() + cuda.device().minor();
  }

  private List<Integer> architectures() {
    List<Integer> architectures = new ArrayList<>(List.of(capability()));
    OLDER.stream().filter(older -> older < capability()).forEach(architectures::add);
    return architectures;
  }

  private static List<String> options(int architecture, SortedMap<String, String> definitions) {
    List<String> options = new ArrayList<>();
    options.add("--gpu-architecture=compute_" + architecture);
    // As Java and the CPU's tests: no product is added unrounded.
    options.add("--fmad=false");
    options.add("--std=c++17");
    definitions.forEach((macro, value) -> options.add("-D" + macro + "=" + value));
    return options;
  }

  private long module(String name, String source, SortedMap<String, String> definitions)
      throws EngineException {
    for (int architecture : architectures()) {
      String key = key(name, source, options(architecture, definitions), architecture);
      for (@Nullable PtxCache kept : new PtxCache[] {cache, elsewhere}) {
        byte @Nullable [] ptx = kept == null ? null : kept.read(key);
        if (ptx != null) {
          try {
            return cuda.loadModule(ptx);
          } catch (EngineException e) {
            demandUsable(e);
            log.warn("kernels {} as kept cannot be loaded and are compiled anew: {}", key, told(e));
          }
        }
      }
    }
    return compiled(name, source, definitions);
  }

  /** A lost device is no matter of the kernels. */
  private static void demandUsable(EngineException e) throws EngineException {
    if (e.reason() == Reason.DEVICE_LOST || e.reason() == Reason.OUT_OF_MEMORY) {
      throw e;
    }
  }

  private long compiled(String name, String source, SortedMap<String, String> definitions)
      throws EngineException {
    @Nullable EngineException unknown = null;
    for (int architecture : architectures()) {
      List<String> options = options(architecture, definitions);
      try {
        byte[] ptx = cuda.compile(name, source, options);
        long module = cuda.loadModule(ptx);
        cache.write(key(name, source, options, architecture), ptx);
        return module;
      } catch (EngineException e) {
        demandUsable(e);
        if (!told(e).contains("gpu-architecture")) {
          throw refusal(name, source, definitions, e);
        }
        unknown = e;
      }
    }
    throw refusal(name, source, definitions, unknown);
  }

  private EngineException refusal(
      String name,
      String source,
      SortedMap<String, String> definitions,
      @Nullable EngineException cause) {
    String key = key(name, source, options(capability(), definitions), capability());
    String reason = cause == null ? "" : told(cause);
    return new EngineException(
        Reason.UNAVAILABLE,
        "the GPU's kernels %s cannot be compiled: %s; install NVRTC of CUDA 12 or newer (libnvrtc), or put %s from a machine that has it into %s"
            .formatted(
                name,
                reason,
                PtxCache.fileName(key),
                elsewhere == null ? cache.folder() : elsewhere.folder()),
        cause == null ? new IllegalStateException("no architecture") : cause);
  }

  private static String told(EngineException e) {
    return String.valueOf(e.getMessage());
  }

  /**
   * The name in the cache of kernels compiled for an architecture, for who compiles them elsewhere.
   *
   * @param architecture compute capability times ten
   */
  public static String key(
      String name, String source, int architecture, SortedMap<String, String> definitions) {
    return key(name, source, options(architecture, definitions), architecture);
  }

  /** Everything that makes compiled kernels what they are, but for NVRTC's version. */
  private static String key(String name, String source, List<String> options, int architecture) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(source.getBytes(StandardCharsets.UTF_8));
      for (String option : options) {
        digest.update((byte) 0);
        digest.update(option.getBytes(StandardCharsets.UTF_8));
      }
      String hash = HexFormat.of().formatHex(digest.digest(), 0, 16);
      return name + "-compute_" + architecture + "-" + hash;
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java has SHA-256", e);
    }
  }
}
