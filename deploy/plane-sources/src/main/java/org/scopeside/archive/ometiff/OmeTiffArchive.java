package org.scopeside.archive.ometiff;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.scopeside.archive.Packing;
import org.scopeside.archive.PlaneArchive;
import org.scopeside.contract.PlaneHeader;

/**
 * Keeps planes as OME-TIFF, one file a plane.
 *
 * <p>One file a plane, not one a field: planes of a field come in any order, again, or never. A
 * TIFF of several pages would have to be written anew for each of them, or be torn by a crash; a
 * file of one page is given its name when it is whole, is replaced when the plane comes again, and
 * tells all of itself by its own OME-XML even where the companion is lost.
 *
 * <p>The companion is written with the first plane of an acquisition, from time to time, and when
 * it is finished. After a restart it is made of the files themselves. Only one archive may write
 * into a folder.
 */
public final class OmeTiffArchive implements PlaneArchive {
  private final Path out;
  private final Packing packing;
  private final Map<String, ArchivedAcquisition> open = new HashMap<>();

  /**
   * An archive below a folder, which is made where it is not there.
   *
   * @param out each acquisition has a folder of its own in it
   */
  public OmeTiffArchive(Path out, Packing packing) {
    this.out = out;
    this.packing = packing;
  }

  /** An archive that compresses with Deflate, which every program reads. */
  public OmeTiffArchive(Path out) {
    this(out, Packing.DEFLATE);
  }

  @Override
  public void write(PlaneHeader plane, byte[] littleEndian) throws IOException {
    if (littleEndian.length != plane.planeBytes()) {
      throw new IllegalArgumentException(
          "%s: %d bytes for a plane of %d"
              .formatted(plane.frameId(), littleEndian.length, plane.planeBytes()));
    }
    ArchivedAcquisition acquisition = take(plane.acquisition());
    try {
      acquisition.write(plane, littleEndian);
    } finally {
      giveBack(acquisition, false);
    }
  }

  /**
   * Brings the companion up to date. What was known of the acquisition is forgotten; planes that
   * come late are added to what its files say.
   */
  @Override
  public void finish(String acquisition) throws IOException {
    if (!Files.isDirectory(folder(acquisition))) {
      return;
    }
    ArchivedAcquisition taken = take(acquisition);
    try {
      taken.finish();
    } finally {
      giveBack(taken, true);
    }
  }

  @Override
  public void close() throws IOException {
    List<ArchivedAcquisition> all;
    synchronized (open) {
      all = List.copyOf(open.values());
    }
    IOException failed = null;
    for (ArchivedAcquisition acquisition : all) {
      try {
        acquisition.finish();
      } catch (IOException failure) {
        failed = failure;
      }
    }
    if (failed != null) {
      throw failed;
    }
  }

  private ArchivedAcquisition take(String id) throws IOException {
    synchronized (open) {
      ArchivedAcquisition known = open.get(id);
      if (known == null) {
        known = ArchivedAcquisition.open(folder(id), id, packing);
        open.put(id, known);
      }
      known.users++;
      return known;
    }
  }

  /** An archive that runs for months holds only what is being written in memory. */
  private void giveBack(ArchivedAcquisition acquisition, boolean ended) {
    synchronized (open) {
      acquisition.users--;
      if (ended && acquisition.users == 0 && acquisition.isFinished()) {
        open.remove(acquisition.id());
      }
    }
  }

  private Path folder(String acquisition) {
    if (!PlaneHeader.isAcquisitionId(acquisition)) {
      throw new IllegalArgumentException("'" + acquisition + "' is no acquisition id");
    }
    return out.resolve(acquisition);
  }
}
