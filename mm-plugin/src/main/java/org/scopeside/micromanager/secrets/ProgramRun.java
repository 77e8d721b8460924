package org.scopeside.micromanager.secrets;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of a program of the platform: a text in, a text out, and an end to waiting. Secrets go in
 * by standard input, as everybody on the computer can read a command line.
 */
final class ProgramRun {
  private static final int MOST_OUTPUT_BYTES = 1 << 20;

  private final int exitStatus;
  private final String output;
  private final String errors;

  private ProgramRun(int exitStatus, String output, String errors) {
    this.exitStatus = exitStatus;
    this.output = output;
    this.errors = errors;
  }

  /**
   * Runs a program to its end.
   *
   * @throws IOException where it could not be started or did not end in time; then it was killed
   */
  static ProgramRun of(List<String> command, String input, Duration timeout) throws IOException {
    Process process = new ProcessBuilder(command).start();
    try {
      Drain output = new Drain(process.getInputStream());
      Drain errors = new Drain(process.getErrorStream());
      // On its own thread, because a program that reads nothing would hold this one.
      Thread feeding = new Thread(() -> feed(process, input), "scopeside-secret-in");
      feeding.setDaemon(true);
      feeding.start();
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(
            command.get(0) + " did not answer within " + timeout.toMillis() / 1000 + " s");
      }
      return new ProgramRun(process.exitValue(), output.text(), errors.text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(command.get(0) + " was not waited for");
    } finally {
      process.destroyForcibly();
    }
  }

  int exitStatus() {
    return exitStatus;
  }

  /** What it printed, without line ends around it. */
  String output() {
    return output;
  }

  /** Whether it printed nothing at all. */
  boolean silent() {
    return output.isEmpty() && errors.isEmpty();
  }

  /**
   * This run, if the program said it went well.
   *
   * @param what the step, as in "the keychain did not take the secret"
   */
  ProgramRun succeeded(String what) throws IOException {
    if (exitStatus != 0) {
      throw new IOException(what + " (exit status " + exitStatus + ")" + firstLineOfErrors());
    }
    return this;
  }

  private String firstLineOfErrors() {
    return errors.isEmpty() ? "" : ": " + errors.split("\\R", 2)[0];
  }

  private static void feed(Process process, String input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException ended) {
      // It did not want all of it; its exit status tells.
    }
  }

  /** Reads a stream on a thread of its own, so that the program never waits for a reader. */
  private static final class Drain extends Thread {
    private static final long REST_MS = 2000;

    private final InputStream stream;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Drain(InputStream stream) {
      super("scopeside-secret-out");
      this.stream = stream;
      setDaemon(true);
      start();
    }

    @Override
    public void run() {
      byte[] buffer = new byte[8192];
      try {
        for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
          keep(buffer, n);
        }
      } catch (IOException ended) {
        // What came so far is all there is.
      }
    }

    private void keep(byte[] buffer, int n) {
      synchronized (bytes) {
        bytes.write(buffer, 0, Math.min(n, MOST_OUTPUT_BYTES - bytes.size()));
      }
    }

    /** A child of the program may hold the stream open, so the wait for its end is bounded. */
    String text() throws InterruptedException {
      join(REST_MS);
      synchronized (bytes) {
        return new String(bytes.toByteArray(), StandardCharsets.UTF_8).trim();
      }
    }
  }
}
