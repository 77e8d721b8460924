package org.scopeside.segmenter.engine.cuda;

import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorrt.global.nvinfer;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads NVIDIA's libraries and JavaCPP's glue to them, each once and in the order that they need.
 *
 * <p>JavaCPP's own loading is off: it wants libraries of CUDA that are not used here, and finds
 * none in a folder that a user names. A library that is loaded satisfies those that are linked to
 * its name, wherever it lies. The glue must be loaded by the class loader of its classes, which is
 * that of this class.
 *
 * <p>Loading runs NVIDIA's code: on a machine that was not probed it may end the process.
 */
public final class NvidiaLibraries {
  static final String DRIVER = "libcuda.so.1";
  static final String RUNTIME = "libcudart.so.13";
  static final String COMPILER = "libnvrtc.so.13";
  static final String TENSORRT = "libnvinfer.so.10";
  static final String PARSER = "libnvonnxparser.so.10";

  private static final Logger log = LoggerFactory.getLogger(NvidiaLibraries.class);
  private static final String BYTEDECO = "/org/bytedeco/%s/linux-x86_64/%s";

  static {
    System.setProperty("org.bytedeco.javacpp.loadlibraries", "false");
  }

  private static final NvidiaLibraries SHARED = new NvidiaLibraries(LibrarySearch.ofProcess());

  private final LibrarySearch search;
  private final Map<String, Path> loaded = new HashMap<>();

  NvidiaLibraries(LibrarySearch search) {
    this.search = search;
  }

  /** Of this process. */
  public static NvidiaLibraries shared() {
    return SHARED;
  }

  /** True where there is a path to a GPU at all: Linux on x86-64. */
  public static boolean platform() {
    return platform(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static boolean platform(String system, String processor) {
    return system.equals("Linux") && (processor.equals("amd64") || processor.equals("x86_64"));
  }

  /** True if a driver lies on this machine; nothing is loaded to tell. */
  public boolean hasDriver() {
    return search.find(DRIVER) != null;
  }

  /**
   * Unpacks NVIDIA's libraries where they come with the installation: a gigabyte, once a version.
   * Loads nothing.
   *
   * @throws EngineException if the folder for them cannot be written
   */
  public void unpack() throws EngineException {
    if (search.findNamed(TENSORRT) == null && bundled(TENSORRT) != null) {
      unpackTensorRt();
    }
  }

  /**
   * CUDA.
   *
   * @throws EngineException naming the library that is missing, and where it was looked for
   */
  public synchronized void loadCuda() throws EngineException {
    glue("javacpp", "libjnijavacpp.so");
    load(DRIVER, "no NVIDIA driver on this machine");
    load(RUNTIME, "install CUDA 13's runtime or name its folder by -D" + LibrarySearch.PROPERTY);
    glue("cuda", "libjnicudart.so");
    initialise(Pointer.class, cudart.class);
  }

  /**
   * NVRTC.
   *
   * @throws EngineException naming the library that is missing, and where it was looked for
   */
  public synchronized void loadCompiler() throws EngineException {
    loadCuda();
    load(COMPILER, "install CUDA 13's NVRTC or name its folder by -D" + LibrarySearch.PROPERTY);
    glue("cuda", "libjninvrtc.so");
  }

  /**
   * TensorRT and its parser of ONNX.
   *
   * @throws EngineException naming the library that is missing, and where it was looked for
   */
  public synchronized void loadTensorRt() throws EngineException {
    loadCuda();
    String advice = "install TensorRT 10 or name its folder by -D" + LibrarySearch.PROPERTY;
    load(TENSORRT, advice);
    glue("tensorrt", "libjninvinfer.so");
    load(PARSER, advice);
    glue("tensorrt", "libjninvonnxparser.so");
    initialise(nvinfer.class, org.bytedeco.tensorrt.global.nvonnxparser.class);
  }

  /** Where a library was loaded from; null if it was not. */
  public synchronized @Nullable Path loadedFrom(String library) {
    return loaded.get(library);
  }

  private void load(String library, String advice) throws EngineException {
    if (loaded.containsKey(library)) {
      return;
    }
    Path file = search.findNamed(library);
    if (file == null) {
      file = unpacked(library);
    }
    if (file == null) {
      file = search.findUsual(library);
    }
    if (file == null) {
      throw missing(library, advice);
    }
    load(library, file);
  }

  private EngineException missing(String library, String advice) {
    String places = library.equals(DRIVER) ? "" : " in " + search.places();
    return new EngineException(
        Reason.UNAVAILABLE, "no %s%s: %s".formatted(library, places, advice));
  }

  private void load(String library, Path file) throws EngineException {
    try {
      System.load(file.toString());
    } catch (UnsatisfiedLinkError e) {
      throw new EngineException(
          Reason.UNAVAILABLE, "%s cannot be loaded: %s".formatted(library, e.getMessage()), e);
    }
    log.debug("Loaded {}", file);
    loaded.put(library, file);
  }

  private void glue(String artifact, String library) throws EngineException {
    if (loaded.containsKey(library)) {
      return;
    }
    Path file = resource(BYTEDECO.formatted(artifact, library));
    if (file == null) {
      throw new EngineException(
          Reason.UNAVAILABLE,
          "%s is not on the class path: the installation is incomplete".formatted(library));
    }
    load(library, file);
  }

  private static @Nullable URL bundled(String library) {
    return NvidiaLibraries.class.getResource(BYTEDECO.formatted("tensorrt", library));
  }

  private @Nullable Path unpacked(String library) throws EngineException {
    if (bundled(library) == null) {
      return null;
    }
    unpackTensorRt();
    return resource(BYTEDECO.formatted("tensorrt", library));
  }

  /** All of it: libnvinfer loads what it builds with by itself, from the folder it lies in. */
  private static void unpackTensorRt() throws EngineException {
    URL url = bundled(TENSORRT);
    try {
      if (url != null && url.openConnection() instanceof JarURLConnection jar) {
        String folder = BYTEDECO.formatted("tensorrt", "libnv").substring(1);
        for (JarEntry entry : Collections.list(jar.getJarFile().entries())) {
          if (entry.getName().startsWith(folder)) {
            resource("/" + entry.getName());
          }
        }
      }
    } catch (IOException e) {
      throw new EngineException(
          Reason.UNAVAILABLE, "%s cannot be read: %s".formatted(url, e.getMessage()), e);
    }
  }

  /** The resource in JavaCPP's cache of libraries; null if it is not on the class path. */
  private static @Nullable Path resource(String name) throws EngineException {
    try {
      File file = Loader.cacheResource(NvidiaLibraries.class, name);
      return file == null ? null : file.toPath().toAbsolutePath();
    } catch (IOException e) {
      throw new EngineException(
          Reason.UNAVAILABLE,
          "%s cannot be unpacked (%s): name a folder with room by -Dorg.bytedeco.javacpp.cachedir"
              .formatted(name.substring(name.lastIndexOf('/') + 1), e.getMessage()),
          e);
    }
  }

  /** What these classes do first calls the libraries: a failure there is a reason like others. */
  private static void initialise(Class<?>... classes) throws EngineException {
    for (Class<?> type : classes) {
      try {
        Class.forName(type.getName(), true, type.getClassLoader());
      } catch (ClassNotFoundException | LinkageError e) {
        throw new EngineException(
            Reason.UNAVAILABLE, "%s does not fit its library: %s".formatted(type.getName(), e), e);
      }
    }
  }
}
