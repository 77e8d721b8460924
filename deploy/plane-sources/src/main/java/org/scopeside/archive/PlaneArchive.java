package org.scopeside.archive;

import java.io.Closeable;
import java.io.IOException;
import org.scopeside.contract.PlaneHeader;

/**
 * Keeps planes as they come from the stream: in any order, some again, some never.
 *
 * <p>Writing is idempotent: a frame that is written again replaces what was there. A process may be
 * killed at any moment: after it each plane whose {@link #write} had returned is there whole, each
 * other one is there whole or not at all, and a new archive on the same folder goes on with what it
 * finds. So a consumer may commit its offset when {@link #write} has returned.
 *
 * <p>Thread-safe: planes may be written by several threads at once, those of one frame too.
 */
public interface PlaneArchive extends Closeable {
  /**
   * Keeps a plane. When this returns the pixels have been handed to the operating system.
   *
   * @param plane which frame of which acquisition, and all that is known of it
   * @param littleEndian the pixels {@code [y][x][sample]} row-major, exactly {@link
   *     PlaneHeader#planeBytes()} bytes; read only until this returns
   * @throws IllegalArgumentException if there are more or fewer bytes
   * @throws UnarchivablePlaneException if the plane does not go with those of its field that are
   *     there; names both. Writing it again fails again, other planes are not concerned
   * @throws IOException if it cannot be written, as where the disk is full; names the file. Nothing
   *     else is lost, and writing it again may succeed
   */
  void write(PlaneHeader plane, byte[] littleEndian) throws IOException;

  /**
   * An acquisition has ended: brings what describes it as a whole up to date. Planes may still come
   * late; then it is called again, or {@link #close} does the same. Does nothing for an acquisition
   * of which no plane came.
   *
   * @throws IOException if it cannot be written; the planes are safe, and it may be called again
   */
  void finish(String acquisition) throws IOException;

  /** Finishes every acquisition that has planes since it was last finished. */
  @Override
  void close() throws IOException;
}
