package org.scopeside.source.watch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Whether a program holds a file for writing, as far as the file system tells. */
final class WriterLock {
  /** NFS may take its time to say that it has no locks. */
  private boolean asked = true;

  boolean isHeld(Path file) {
    if (!asked) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (Files.getFileStore(file).type().startsWith("nfs")) {
        asked = false;
        return false;
      }
      try (FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
        return lock == null;
      }
    } catch (OverlappingFileLockException ours) {
      return false;
    } catch (IOException | UnsupportedOperationException noLocks) {
      return false;
    }
  }
}
