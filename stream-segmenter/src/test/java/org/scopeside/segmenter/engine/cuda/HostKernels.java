package org.scopeside.segmenter.engine.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * The GPU's kernels compiled for the CPU: {@code portable.cuh} stands in for what CUDA has of its
 * own, g++ for NVRTC. Compiled libraries are kept by the hash of their source.
 *
 * <p>One launch at a time: what a block shares is static there. Thread-safe.
 */
public final class HostKernels {
  private static final Pattern KERNEL =
      Pattern.compile(
          "extern\\s+\"C\"\\s+__global__\\s+void\\s+(?:__launch_bounds__\\([^)]*\\)\\s+)?(\\w+)\\s*"
              + "\\(\\s*const\\s+(\\w+)\\s+\\w+\\s*\\)");
  private static final Pattern COMMENT = Pattern.compile("//[^\\n]*|(?s)/\\*.*?\\*/");
  private static final String RESOURCES = "/org/scopeside/segmenter/gpu/";
  private static final Object ONE_LAUNCH = new Object();
  private static final String MISSING = loadBridge();

  private static final String BRIDGE =
      """
      #include <dlfcn.h>
      #include <jni.h>
      #define NATIVE(type, name) extern "C" JNIEXPORT type JNICALL \\
          Java_org_scopeside_segmenter_engine_cuda_HostKernels_##name
      NATIVE(jlong, open)(JNIEnv *env, jclass, jstring path) {
        const char *chars = env->GetStringUTFChars(path, nullptr);
        void *library = dlopen(chars, RTLD_NOW | RTLD_LOCAL);
        env->ReleaseStringUTFChars(path, chars);
        return reinterpret_cast<jlong>(library);
      }
      NATIVE(jlong, symbol)(JNIEnv *env, jclass, jlong library, jstring name) {
        const char *chars = env->GetStringUTFChars(name, nullptr);
        void *found = dlsym(reinterpret_cast<void *>(library), chars);
        env->ReleaseStringUTFChars(name, chars);
        return reinterpret_cast<jlong>(found);
      }
      NATIVE(void, call)(JNIEnv *env, jclass, jlong function, jint blocks, jint threads,
                         jbyteArray arguments) {
        alignas(16) jbyte bytes[4096];
        env->GetByteArrayRegion(arguments, 0, env->GetArrayLength(arguments), bytes);
        reinterpret_cast<void (*)(unsigned, unsigned, const void *)>(function)(
            blocks, threads, bytes);
      }
      """;

  private final Map<String, Long> functions = new LinkedHashMap<>();

  private HostKernels(Path library, List<String> names) {
    long handle = open(library.toString());
    if (handle == 0) {
      throw new IllegalStateException("cannot load " + library);
    }
    for (String name : names) {
      long function = symbol(handle, "host_" + name);
      if (function == 0) {
        throw new IllegalStateException("no kernel " + name + " in " + library);
      }
      functions.put(name, function);
    }
  }

  /** Skips the test, saying why, where kernels cannot be compiled for the CPU. */
  public static void assumeAvailable() {
    Assumptions.assumeTrue(MISSING.isEmpty(), MISSING);
  }

  /** Sources of the package {@code gpu}, one after the other, {@code portable.cuh} first. */
  public static String source(String... resources) {
    StringBuilder all = new StringBuilder(resource("portable.cuh"));
    for (String name : resources) {
      all.append("\n#line 1 \"").append(name).append("\"\n").append(resource(name));
    }
    return all.toString();
  }

  private static String resource(String name) {
    try (InputStream in = HostKernels.class.getResourceAsStream(RESOURCES + name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + RESOURCES + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Compiles and loads kernels.
   *
   * @param source whole, with {@code portable.cuh}
   * @throws IllegalArgumentException with the compiler's messages
   */
  static HostKernels of(String source) {
    if (!MISSING.isEmpty()) {
      throw new IllegalStateException(MISSING);
    }
    StringBuilder whole = new StringBuilder("#define SCOPESIDE_HOST 1\n").append(source);
    List<String> names = new ArrayList<>();
    Matcher kernels = KERNEL.matcher(COMMENT.matcher(source).replaceAll(""));
    while (kernels.find()) {
      names.add(kernels.group(1));
      whole.append(
          """

          extern "C" void host_%1$s(unsigned blocks, unsigned threads, const void *bytes) {
            %2$s arguments;
            std::memcpy(&arguments, bytes, sizeof arguments);
            portableLaunch(blocks, threads, [&] { %1$s(arguments); });
          }
          """
              .formatted(kernels.group(1), kernels.group(2)));
    }
    return new HostKernels(library(whole.toString(), List.of()), names);
  }

  /** The number of a kernel for {@link #launch}; 0 if there is none of that name. */
  long function(String name) {
    return functions.getOrDefault(name, 0L);
  }

  /** Runs a kernel to its end. */
  static void launch(long function, int blocks, int threads, byte[] arguments) {
    synchronized (ONE_LAUNCH) {
      call(function, blocks, threads, arguments);
    }
  }

  private static native long open(String path);

  private static native long symbol(long library, String name);

  private static native void call(long function, int blocks, int threads, byte[] arguments);

  /** Empty, or why kernels cannot be compiled here. */
  private static String loadBridge() {
    Path include = include();
    if (!Files.exists(include.resolve("jni.h"))) {
      return "kernels cannot be tested on the CPU: no " + include.resolve("jni.h");
    }
    try {
      new ProcessBuilder("g++", "--version")
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
      System.load(
          library(BRIDGE, List.of("-I" + include, "-I" + include.resolve("linux"))).toString());
      return "";
    } catch (IOException | UnsatisfiedLinkError e) {
      return "kernels cannot be tested on the CPU: no g++ (Debian: apt-get install g++): " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private static Path include() {
    return Path.of(System.getProperty("java.home"), "include");
  }

  private static Path library(String source, List<String> more) {
    try {
      Path folder = Files.createDirectories(folder());
      Path library = folder.resolve(hash(source) + ".so").toAbsolutePath();
      if (!Files.exists(library)) {
        compile(source, library, more);
      }
      return library;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Path folder() {
    Path target = Path.of("target");
    return Files.isDirectory(target)
        ? target.resolve("host-kernels")
        : Path.of(System.getProperty("java.io.tmpdir"), "scopeside-host-kernels");
  }

  private static void compile(String source, Path library, List<String> more)
      throws IOException, InterruptedException {
    Path made = Files.createTempFile(library.getParent(), "made", ".so");
    Path text = Files.createTempFile(library.getParent(), "source", ".cpp");
    Files.writeString(text, source);
    List<String> command =
        new ArrayList<>(List.of("g++", "-std=c++17", "-O2", "-shared", "-fPIC", "-pthread", "-w"));
    command.add("-ffp-contract=off");
    command.addAll(more);
    command.addAll(List.of("-o", made.toString(), text.toString(), "-ldl"));
    Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
    String messages = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (compiler.waitFor() != 0) {
      throw new IllegalArgumentException("g++ " + text + ": " + messages);
    }
    Files.delete(text);
    Files.move(made, library, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String hash(String source) {
    try {
      byte[] bytes =
          MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
