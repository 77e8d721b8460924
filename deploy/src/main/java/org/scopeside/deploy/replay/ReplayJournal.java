package org.scopeside.deploy.replay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import org.scopeside.source.SentJournal;

/**
 * Which planes of a replay have arrived, kept until it is complete. It belongs to one acquisition,
 * one source and one model: with another of them a replay begins anew.
 */
final class ReplayJournal {
  private final Path file;
  private SentJournal planes;

  private ReplayJournal(Path file, SentJournal planes) {
    this.file = file;
    this.planes = planes;
  }

  /**
   * @param belongsTo what must be the same when it is gone on with
   */
  static ReplayJournal open(Path data, String acquisition, List<String> belongsTo)
      throws IOException {
    CRC32 sum = new CRC32();
    sum.update(String.join("\n", belongsTo).getBytes(StandardCharsets.UTF_8));
    Path file =
        data.resolve("replay").resolve("%s.%08x.sent".formatted(acquisition, sum.getValue()));
    return new ReplayJournal(file, SentJournal.open(file));
  }

  SentJournal planes() {
    return planes;
  }

  int sent() {
    return planes.size();
  }

  /** Forgets what was sent. */
  void restart() throws IOException {
    planes.close();
    Files.delete(file);
    planes = SentJournal.open(file);
  }

  /**
   * @param complete whether nothing is left to go on with
   */
  void close(boolean complete) throws IOException {
    planes.close();
    if (complete) {
      Files.deleteIfExists(file);
    }
  }
}
