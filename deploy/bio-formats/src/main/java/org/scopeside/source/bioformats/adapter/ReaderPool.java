package org.scopeside.source.bioformats.adapter;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import loci.formats.FormatException;
import loci.formats.IFormatReader;
import loci.formats.ImageReader;

/**
 * Readers of one file, each used by one thread at a time, as none of them may be shared. Another is
 * opened only where all are busy, up to a few, and never for a file that is slow to open.
 */
final class ReaderPool implements Closeable {
  private static final int MOST = 4;
  private static final long SLOW_MS = 5000;

  private final Path file;
  private final Semaphore free;
  private final Deque<IFormatReader> idle = new ArrayDeque<>();
  private boolean closed;

  /**
   * @param first opened on the file; belongs to the pool from now on
   * @param openedInMs how long it took
   */
  ReaderPool(Path file, IFormatReader first, long openedInMs) {
    this.file = file;
    int processors = Runtime.getRuntime().availableProcessors();
    this.free = new Semaphore(openedInMs > SLOW_MS ? 1 : Math.min(MOST, processors));
    idle.add(first);
  }

  /** What is done with a reader. */
  interface Use<T> {
    T with(IFormatReader reader) throws FormatException, IOException;
  }

  /** A reader that is not open yet, as all of ours are set. */
  static ImageReader fresh() {
    ImageReader reader = new ImageReader();
    // Before a file is opened, lest the levels of a pyramid become series.
    reader.setFlattenedResolutions(false);
    reader.setGroupFiles(true);
    return reader;
  }

  /** Lends a reader; waits while all are busy. */
  <T> T use(Use<T> use) throws FormatException, IOException, InterruptedException {
    free.acquire();
    try {
      IFormatReader reader = take();
      boolean sound = false;
      try {
        T result = use.with(reader);
        sound = true;
        return result;
      } finally {
        giveBack(reader, sound);
      }
    } finally {
      free.release();
    }
  }

  private IFormatReader take() throws FormatException, IOException {
    synchronized (idle) {
      if (closed) {
        throw new IOException("its source was closed");
      }
      IFormatReader reader = idle.pollFirst();
      if (reader != null) {
        return reader;
      }
    }
    ImageReader another = fresh();
    try {
      another.setId(file.toString());
      return another;
    } catch (FormatException | IOException | RuntimeException | Error failed) {
      another.close();
      throw failed;
    }
  }

  /** A reader that failed may have lost its file, as it does when its thread is interrupted. */
  private void giveBack(IFormatReader reader, boolean sound) throws IOException {
    if (!sound && !reopened(reader)) {
      reader.close();
      return;
    }
    synchronized (idle) {
      if (!closed) {
        idle.addFirst(reader);
        return;
      }
    }
    reader.close();
  }

  private static boolean reopened(IFormatReader reader) {
    try {
      reader.reopenFile();
      return true;
    } catch (IOException | RuntimeException | LinkageError failed) {
      return false;
    }
  }

  /** Closes the readers; one that is busy closes when it is done. */
  @Override
  public void close() throws IOException {
    Deque<IFormatReader> open;
    synchronized (idle) {
      closed = true;
      open = new ArrayDeque<>(idle);
      idle.clear();
    }
    IOException failure = null;
    for (IFormatReader reader : open) {
      try {
        reader.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
