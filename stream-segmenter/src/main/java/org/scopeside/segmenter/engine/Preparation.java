package org.scopeside.segmenter.engine;

import java.nio.file.Path;

/**
 * What an engine has made of a network for this machine, so that it opens at once.
 *
 * @param file where it is kept
 * @param made whether it was made now; else it was there
 * @param bytes of the file
 * @param seconds until it was there and seen to load
 */
public record Preparation(Path file, boolean made, long bytes, double seconds) {
  /** Told how it goes on. */
  public interface Listener {
    /**
     * A phase has begun.
     *
     * @param done 0 to 1
     */
    void at(String phase, double done);
  }
}
