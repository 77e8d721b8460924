package org.scopeside.source.ometiff;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.image.TiffFile;

/**
 * TIFFs that stay open between two planes, the least recently used ones closed: a file of a
 * thousand pages is opened once, a plate of ten thousand files holds few of them open. A file that
 * somebody reads is never closed. Thread-safe.
 */
final class OpenTiffs implements Closeable {
  static final int MOST = 32;

  private final Map<Path, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
  private boolean closed;

  /** A file, opened by its first reader while those after wait. */
  private static final class Entry {
    private final Path path;
    private int readers;
    private @Nullable TiffFile tiff;

    Entry(Path path) {
      this.path = path;
    }

    synchronized TiffFile tiff() throws UnreadableImageException {
      TiffFile open = tiff;
      if (open == null) {
        open = TiffFile.openReadable(path);
        tiff = open;
      }
      return open;
    }

    synchronized void close() throws IOException {
      if (tiff != null) {
        tiff.close();
        tiff = null;
      }
    }
  }

  /** Something to do with an open file. */
  interface Use<T> {
    T of(TiffFile tiff) throws IOException;
  }

  /**
   * Does something with a file, which is opened where it is not open yet.
   *
   * @throws UnreadableImageException if it cannot be opened or read; names it
   */
  <T> T with(Path path, Use<T> use) throws UnreadableImageException {
    Entry entry = take(path);
    try {
      return use.of(entry.tiff());
    } catch (UnreadableImageException known) {
      throw known;
    } catch (IOException failure) {
      throw new UnreadableImageException(path, "cannot be read: " + failure, failure);
    } finally {
      giveBack(entry);
    }
  }

  /** Files that are open now. */
  synchronized int size() {
    return entries.size();
  }

  private synchronized Entry take(Path path) throws UnreadableImageException {
    if (closed) {
      throw new UnreadableImageException(path, "its source was closed");
    }
    Entry entry = entries.computeIfAbsent(path, Entry::new);
    entry.readers++;
    return entry;
  }

  private void giveBack(Entry entry) throws UnreadableImageException {
    for (Entry idle : given(entry)) {
      try {
        idle.close();
      } catch (IOException failure) {
        throw new UnreadableImageException(idle.path, "cannot be closed: " + failure, failure);
      }
    }
  }

  /** Marks one reader less, and takes out those that are beyond the bound and that nobody reads. */
  private synchronized List<Entry> given(Entry entry) {
    entry.readers--;
    List<Entry> idle = new ArrayList<>();
    Iterator<Entry> eldest = entries.values().iterator();
    while (entries.size() > (closed ? 0 : MOST) && eldest.hasNext()) {
      Entry next = eldest.next();
      if (next.readers == 0) {
        eldest.remove();
        idle.add(next);
      }
    }
    return idle;
  }

  /** Closes what nobody reads at once, the others when their readers are done. */
  @Override
  public void close() throws IOException {
    List<Entry> idle = new ArrayList<>();
    synchronized (this) {
      closed = true;
      entries.values().stream().filter(entry -> entry.readers == 0).forEach(idle::add);
      entries.values().removeAll(idle);
    }
    for (Entry entry : idle) {
      entry.close();
    }
  }
}
