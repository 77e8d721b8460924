package org.scopeside.segmenter.engine.tensorrt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.cuda.NvidiaLibraries;

/**
 * Asks a process of its own whether TensorRT runs here: with a driver or a library that is broken,
 * the first call may crash or hang, and then it is the child that does. Asked once; where there is
 * no driver at all, no process is started. Thread-safe.
 */
public final class GpuProbe {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int MOST_BYTES = 64 << 10;
  private static final int SIGNALLED = 128;
  private static final List<String> HANDED_ON =
      List.of("scopeside.nvidia.libraries", "org.bytedeco.javacpp.cachedir");
  private static final GpuProbe SHARED =
      new GpuProbe(GpuProbe::atOnce, GpuProbe::ownCommand, LIMIT);

  private final Shortcut shortcut;
  private final Command command;
  private final Duration limit;
  private @Nullable GpuReport report;

  /** Why there is no need to start a process; null where there is. */
  interface Shortcut {
    @Nullable String refusal();
  }

  /** The command line of the child; it prints a {@link GpuReport} as one line of JSON. */
  interface Command {
    List<String> line() throws EngineException;
  }

  GpuProbe(Shortcut shortcut, Command command, Duration limit) {
    this.shortcut = shortcut;
    this.command = command;
    this.limit = limit;
  }

  /** Of this machine. */
  public static GpuProbe shared() {
    return SHARED;
  }

  /** Null where TensorRT runs here, else why not, in one line. The first call may take seconds. */
  public @Nullable String refusal() {
    return report().refusal();
  }

  /** What was found. The first call may take seconds. */
  public synchronized GpuReport report() {
    GpuReport known = report;
    if (known == null) {
      String refusal = shortcut.refusal();
      known = refusal == null ? ask() : GpuReport.refused(refusal);
      report = known;
    }
    return known;
  }

  private static @Nullable String atOnce() {
    if (!NvidiaLibraries.platform()) {
      return "TensorRT runs on Linux x86-64 only, this is %s %s"
          .formatted(System.getProperty("os.name"), System.getProperty("os.arch"));
    }
    return NvidiaLibraries.shared().hasDriver()
        ? null
        : "no libcuda.so.1: no NVIDIA driver on this machine";
  }

  private static List<String> ownCommand() throws EngineException {
    // Takes longer than the child may, the first time.
    NvidiaLibraries.shared().unpack();
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    // A crash is an answer and no accident to be written down.
    line.addAll(List.of("-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null"));
    if (Runtime.version().feature() >= 24) {
      line.add("--enable-native-access=ALL-UNNAMED");
    }
    for (String property : HANDED_ON) {
      String value = System.getProperty(property);
      if (value != null) {
        line.add("-D" + property + "=" + value);
      }
    }
    line.addAll(List.of("-cp", System.getProperty("java.class.path")));
    line.add(GpuProbeMain.class.getName());
    return line;
  }

  private GpuReport ask() {
    Process child;
    try {
      child =
          new ProcessBuilder(command.line()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      return GpuReport.refused("the GPU probe cannot be started: " + e.getMessage());
    } catch (EngineException e) {
      return GpuReport.refused(String.valueOf(e.getMessage()));
    }
    try {
      return answer(child);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return GpuReport.refused("the GPU probe was interrupted");
    } finally {
      child.descendants().forEach(ProcessHandle::destroyForcibly);
      child.destroyForcibly();
    }
  }

  private GpuReport answer(Process child) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    CompletableFuture<String> printed = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(child.getInputStream(), printed), "gpu-probe");
    reader.setDaemon(true);
    reader.start();
    try {
      String text = printed.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (text.length() < MOST_BYTES
          && !child.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return hanging();
      }
      return text.length() < MOST_BYTES ? read(text, child.exitValue()) : rubbish(text);
    } catch (TimeoutException e) {
      return hanging();
    } catch (ExecutionException e) {
      return GpuReport.refused("the GPU probe cannot be read: " + e.getCause());
    }
  }

  private static void read(InputStream in, CompletableFuture<String> printed) {
    try (in) {
      printed.complete(new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      printed.completeExceptionally(e);
    }
  }

  private GpuReport hanging() {
    return GpuReport.refused(
        "the GPU probe gave no answer within %d ms: the driver hangs, check nvidia-smi"
            .formatted(limit.toMillis()));
  }

  private static GpuReport read(String text, int status) {
    if (status > SIGNALLED) {
      return GpuReport.refused(
          "the GPU probe crashed (%s): driver or libraries are broken, check nvidia-smi"
              .formatted(signal(status - SIGNALLED)));
    }
    if (status != 0) {
      return GpuReport.refused(
          "the GPU probe ended with status %d: check the Java installation".formatted(status));
    }
    String json = text.lines().filter(line -> line.startsWith("{")).findFirst().orElse("");
    try {
      GpuReport found = new ObjectMapper().readValue(json, GpuReport.class);
      return found == null ? rubbish(text) : found;
    } catch (JsonProcessingException e) {
      return rubbish(text);
    }
  }

  private static String signal(int number) {
    return switch (number) {
      case 4 -> "SIGILL";
      case 6 -> "SIGABRT";
      case 7 -> "SIGBUS";
      case 9 -> "SIGKILL";
      case 11 -> "SIGSEGV";
      default -> "signal " + number;
    };
  }

  private static GpuReport rubbish(String text) {
    String start = text.lines().findFirst().orElse("").replaceAll("[^ -~]", "?");
    return GpuReport.refused(
        text.isBlank()
            ? "the GPU probe printed nothing"
            : "the GPU probe printed what is no report: "
                + start.substring(0, Math.min(60, start.length())));
  }
}
