package org.scopeside.source.image;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that several threads read at any place at once. A {@link FileChannel} closes when one of
 * its threads is interrupted; the others open it anew and go on.
 */
final class OpenFile implements Closeable {
  /**
   * Bytes asked of the system at once. A channel copies into arrays by way of a buffer of this
   * size, which every thread keeps: smaller ones cost more calls, larger ones leave the cache.
   */
  static final int PIECE = 512 << 10;

  private final Path path;
  private volatile FileChannel channel;
  private volatile boolean closed;

  OpenFile(Path path) throws IOException {
    this.path = path;
    this.channel = FileChannel.open(path, StandardOpenOption.READ);
  }

  Path path() {
    return path;
  }

  /** Bytes of the file as it is now; it may be growing. */
  long length() throws IOException {
    while (true) {
      FileChannel current = channel;
      try {
        return current.size();
      } catch (ClosedByInterruptException own) {
        throw own;
      } catch (ClosedChannelException other) {
        reopen(current, other);
      }
    }
  }

  /**
   * Reads bytes.
   *
   * @throws EOFException if the file ends before
   */
  void read(long offset, byte[] target, int at, int length) throws IOException {
    for (int done = 0; done < length; ) {
      int piece = Math.min(PIECE, length - done);
      done += readSome(offset + done, ByteBuffer.wrap(target, at + done, piece));
    }
  }

  /** The file's first bytes, at most so many. */
  byte[] head(int most) throws IOException {
    byte[] head = new byte[(int) Math.min(most, length())];
    read(0, head, 0, head.length);
    return head;
  }

  ByteBuffer read(long offset, int length, ByteOrder order) throws IOException {
    byte[] bytes = new byte[length];
    read(offset, bytes, 0, length);
    return ByteBuffer.wrap(bytes).order(order);
  }

  private int readSome(long offset, ByteBuffer target) throws IOException {
    while (true) {
      FileChannel current = channel;
      try {
        int read = current.read(target, offset);
        if (read <= 0) {
          throw new EOFException("the file ended at byte " + offset + " while it was read");
        }
        return read;
      } catch (ClosedByInterruptException own) {
        throw own;
      } catch (ClosedChannelException other) {
        reopen(current, other);
      }
    }
  }

  private synchronized void reopen(FileChannel former, ClosedChannelException cause)
      throws IOException {
    if (closed) {
      throw cause;
    }
    if (channel.equals(former)) {
      channel = FileChannel.open(path, StandardOpenOption.READ);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    channel.close();
  }
}
