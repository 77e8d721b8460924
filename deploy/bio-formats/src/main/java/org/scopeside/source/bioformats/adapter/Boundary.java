package org.scopeside.source.bioformats.adapter;

import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.UnusableSourceException;

/**
 * Where calls enter Bio-Formats. Its readers meet damaged files, versions that do not fit and
 * missing libraries with exceptions and errors of every kind; here all of them become words.
 */
final class Boundary {
  private Boundary() {}

  /** Something done by Bio-Formats. */
  interface Call<T> {
    // Readers throw checked exceptions of their own.
    T run() throws Exception;
  }

  /** Runs what concerns Bio-Formats itself. */
  static <T> T library(Call<T> call) throws UnusableSourceException {
    try {
      return isolated(call);
    } catch (UnusableSourceException known) {
      throw known;
    } catch (Throwable failed) {
      throw new UnusableSourceException("Bio-Formats cannot be used: " + words(failed), failed);
    }
  }

  /** Runs what concerns a file as a whole. */
  static <T> T source(Path file, Call<T> call) throws UnusableSourceException {
    try {
      return isolated(call);
    } catch (UnusableSourceException known) {
      throw known;
    } catch (Throwable failed) {
      throw new UnusableSourceException(
          file + ": Bio-Formats cannot open it: " + words(failed), failed);
    }
  }

  /** Runs what concerns a plane. */
  static <T> T plane(Path file, String which, Call<T> call) throws UnreadableImageException {
    try {
      return isolated(call);
    } catch (Throwable failed) {
      throw new UnreadableImageException(file, which + ": " + words(failed), failed);
    }
  }

  /** With the class loader that Bio-Formats would have if it ran alone: parsers are found by it. */
  private static <T> T isolated(Call<T> call) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(Boundary.class.getClassLoader());
    try {
      return call.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** What happened, in words for the user. */
  static String words(Throwable failed) {
    String text = text(failed);
    if (failed instanceof InterruptedException || failed instanceof ClosedByInterruptException) {
      Thread.currentThread().interrupt();
      return "reading was interrupted";
    }
    if (failed instanceof IncompatibleClassChangeError) {
      return "this version of Bio-Formats does not fit, take a newer one ("
          + text
          + "); `scopeside bio-formats check` tells more";
    }
    if (failed instanceof NoClassDefFoundError || failed instanceof ClassNotFoundException) {
      return "the class "
          + text.replace('/', '.')
          + " is not among its jars; bioformats_package.jar has all of them";
    }
    if (failed instanceof OutOfMemoryError) {
      return "it takes more memory than there is; the file may be damaged (" + text + ")";
    }
    if (failed instanceof StackOverflowError) {
      return "it is nested too deeply; the file may be damaged";
    }
    return text;
  }

  /** The first message in the chain of causes, else the kind of failure. */
  private static String text(Throwable failed) {
    for (@Nullable Throwable cause = failed; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      if (message != null && !message.isBlank()) {
        boolean plain = cause instanceof java.io.IOException || isFormatException(cause);
        return plain || cause instanceof LinkageError || cause instanceof OutOfMemoryError
            ? message
            : cause.getClass().getSimpleName() + ": " + message;
      }
    }
    return failed.getClass().getSimpleName();
  }

  /** By name, as the class itself may be what is missing. */
  private static boolean isFormatException(Throwable failed) {
    return failed.getClass().getName().startsWith("loci.");
  }
}
