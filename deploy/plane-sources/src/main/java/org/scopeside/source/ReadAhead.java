package org.scopeside.source;

import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Reads planes ahead of who takes them, several at once, and hands them over in their order:
 * unpacking a compressed file on one thread is slower than encoding it for the wire on another. At
 * most one plane more than there are threads is in memory. Used by one thread.
 */
public final class ReadAhead implements Closeable {
  private final Iterator<StoredPlane> planes;
  private final PlaneBuffers buffers;
  private final int most;
  private final ExecutorService readers;
  private final Deque<Future<Taken>> ahead = new ArrayDeque<>();

  /**
   * A plane and its pixels.
   *
   * @param pixels null where it could not be read
   * @param problem why it could not be read, in words without the file's name; null where it could
   */
  public record Taken(StoredPlane plane, @Nullable PlanePixels pixels, @Nullable String problem) {}

  /**
   * @param threads that read, at least 1
   */
  public ReadAhead(Iterator<StoredPlane> planes, PlaneBuffers buffers, int threads) {
    this.planes = planes;
    this.buffers = buffers;
    this.most = threads + 1;
    this.readers =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "scopeside-read");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The next plane; null after the last. */
  public @Nullable Taken next() throws InterruptedException {
    while (ahead.size() < most && planes.hasNext()) {
      StoredPlane plane = planes.next();
      ahead.add(readers.submit(() -> read(plane)));
    }
    Future<Taken> first = ahead.poll();
    try {
      return first == null ? null : first.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private Taken read(StoredPlane plane) {
    try {
      return new Taken(plane, plane.read(buffers), null);
    } catch (UnreadableImageException e) {
      return new Taken(plane, null, e.reason());
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      // A file that a reader does not withstand costs its plane and nothing else.
      return new Taken(plane, null, "cannot be read: " + e);
    }
  }

  /** Gives up what was not taken. */
  @Override
  public void close() {
    readers.shutdownNow();
  }
}
