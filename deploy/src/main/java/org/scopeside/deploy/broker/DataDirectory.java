package org.scopeside.deploy.broker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;

/**
 * A directory that one Scopeside at a time owns, by a lock that the operating system drops when the
 * process ends in whatever way. A second broker on one directory would make Kafka's fault handler
 * halt the whole JVM, so this is asked first.
 */
final class DataDirectory implements AutoCloseable {
  private final Path path;
  private final FileChannel lockFile;

  private DataDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Creates the directory if need be and locks it.
   *
   * @throws UserErrorException naming the process that owns it, or why it cannot be written
   */
  static DataDirectory lock(Path directory) throws UserErrorException {
    Path path = directory.toAbsolutePath().normalize();
    try {
      Files.createDirectories(path);
      Path file = path.resolve("scopeside.lock");
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (!tryLock(channel)) {
        String owner = read(channel);
        channel.close();
        throw new UserErrorException(
            ExitCode.REFUSED,
            "data directory %s is in use by another Scopeside (pid %s): stop it or choose another with --data"
                .formatted(path, owner));
      }
      channel.truncate(0);
      String pid = Long.toString(ProcessHandle.current().pid());
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
      return new DataDirectory(path, channel);
    } catch (IOException e) {
      throw new UserErrorException(
          ExitCode.REFUSED,
          "data directory %s cannot be written (%s): choose another with --data".formatted(path, e),
          e);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // this very process has it
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(20);
    channel.read(pid, 0);
    String text = new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII);
    return text.matches("\\d+") ? text : "unknown";
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
