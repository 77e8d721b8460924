package org.scopeside.source.image;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.scopeside.source.UnreadableImageException;

/** Turns whatever goes wrong while a file is read into one exception that names the file. */
final class Guard {
  private Guard() {}

  /** Something to do with a file that may turn out damaged in any way. */
  interface Reading<T> {
    T read() throws IOException;
  }

  static <T> T reading(Path path, Reading<T> reading) throws UnreadableImageException {
    try {
      return reading.read();
    } catch (UnreadableImageException known) {
      throw known;
    } catch (NoSuchFileException missing) {
      throw new UnreadableImageException(path, "does not exist", missing);
    } catch (AccessDeniedException denied) {
      throw new UnreadableImageException(path, "permission denied", denied);
    } catch (ClosedByInterruptException interrupted) {
      throw new UnreadableImageException(path, "reading was interrupted", interrupted);
    } catch (IOException | RuntimeException | StackOverflowError damaged) {
      if (Files.isDirectory(path)) {
        throw new UnreadableImageException(path, "is a folder", damaged);
      }
      // Decoders meet damaged data with exceptions of every kind.
      String facts = damaged.getMessage() == null ? damaged.toString() : damaged.getMessage();
      throw new UnreadableImageException(path, "cannot be decoded: " + facts, damaged);
    }
  }
}
