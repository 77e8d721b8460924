package org.scopeside.segmenter.engine.tensorrt;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file with a line that says what it holds and the hash of it, then the content. Written under
 * another name and moved to its place when whole, so nobody ever reads half of one.
 */
final class PlanFile {
  private static final Logger log = LoggerFactory.getLogger(PlanFile.class);

  private PlanFile() {}

  private static byte[] header(String what, byte[] content) {
    return ("scopeside " + what + " " + PlanKey.sha256(content) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a file.
   *
   * @param what it must say that it holds
   * @return null if there is none, or it holds something else, or is damaged
   */
  static byte @Nullable [] read(Path file, String what) {
    try {
      byte[] all = Files.readAllBytes(file);
      int end = 0;
      while (end < all.length && all[end] != '\n') {
        end++;
      }
      byte[] content = Arrays.copyOfRange(all, Math.min(end + 1, all.length), all.length);
      byte[] head = Arrays.copyOf(all, Math.min(end + 1, all.length));
      if (Arrays.equals(head, header(what, content))) {
        return content;
      }
      log.warn("{} is damaged or of another kind, and is made anew", file);
    } catch (NoSuchFileException e) {
      log.debug("no {}", file);
    } catch (IOException e) {
      log.warn("{} cannot be read and is made anew: {}", file, e.toString());
    }
    return null;
  }

  /**
   * Writes a file; what lay in its place is replaced at once.
   *
   * @throws IOException if it cannot be written; what lay there stays
   */
  static void write(Path file, String what, byte[] content) throws IOException {
    Path part = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".part");
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        out.write(header(what, content));
        out.write(content);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
