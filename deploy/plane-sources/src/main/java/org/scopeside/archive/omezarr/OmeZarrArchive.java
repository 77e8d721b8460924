package org.scopeside.archive.omezarr;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.scopeside.archive.Packing;
import org.scopeside.archive.PlaneArchive;
import org.scopeside.archive.UnarchivablePlaneException;
import org.scopeside.contract.PlaneHeader;

/**
 * Keeps planes as OME-Zarr 0.4 on Zarr version 2: a plate where planes have wells, else a
 * collection of images, each {@code [t][c][z][y][x]} with one chunk a plane.
 *
 * <p>A chunk is a file of its own and is described before it is written, so nothing waits for the
 * end of an acquisition: what is there can be read at any moment, also by others and after a kill.
 * A plane that never came has no chunk. Only one archive may write into a folder. RGB planes are
 * refused, as OME-Zarr knows channels only.
 */
public final class OmeZarrArchive implements PlaneArchive {
  private final Path out;
  private final Packing packing;
  private final Map<String, ZarrAcquisition> open = new HashMap<>();

  /**
   * An archive below a folder, which is made where it is not there.
   *
   * @param out each acquisition has a folder of its own in it, its id with {@code .ome.zarr}
   * @param packing of fields that are new; others go on with theirs
   */
  public OmeZarrArchive(Path out, Packing packing) {
    this.out = out.toAbsolutePath().normalize();
    this.packing = packing;
  }

  /** An archive that compresses with zlib, which every program reads. */
  public OmeZarrArchive(Path out) {
    this(out, Packing.DEFLATE);
  }

  /**
   * Keeps a plane.
   *
   * @throws UnarchivablePlaneException where the plane's size or type is not that of its field's
   *     first plane
   */
  @Override
  public void write(PlaneHeader plane, byte[] littleEndian) throws IOException {
    if (littleEndian.length != plane.planeBytes()) {
      throw new IllegalArgumentException(
          "%s: %d bytes for a plane of %d"
              .formatted(plane.frameId(), littleEndian.length, plane.planeBytes()));
    }
    if (plane.samplesPerPixel() != 1) {
      throw new UnarchivablePlaneException(
          "%s has %d samples a pixel; OME-Zarr keeps 1"
              .formatted(plane.frameId(), plane.samplesPerPixel()));
    }
    ZarrAcquisition acquisition = take(plane.acquisition());
    try {
      acquisition.write(plane, littleEndian);
    } finally {
      giveBack(acquisition);
    }
  }

  private ZarrAcquisition take(String id) throws IOException {
    synchronized (open) {
      ZarrAcquisition known = open.get(id);
      if (known == null) {
        known = ZarrAcquisition.open(out.resolve(id + ".ome.zarr"), packing);
        open.put(id, known);
      }
      known.users++;
      return known;
    }
  }

  private void giveBack(ZarrAcquisition acquisition) {
    synchronized (open) {
      acquisition.users--;
    }
  }

  /** Forgets the acquisition: its files are always up to date, and say all if it goes on. */
  @Override
  public void finish(String acquisition) {
    synchronized (open) {
      open.computeIfPresent(acquisition, (id, known) -> known.users == 0 ? null : known);
    }
  }

  @Override
  public void close() {
    synchronized (open) {
      open.values().removeIf(known -> known.users == 0);
    }
  }
}
