package org.scopeside.archive.omezarr;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.scopeside.archive.Packing;
import org.scopeside.archive.PlaneArchive;
import org.scopeside.contract.PlaneHeader;

/**
 * Keeps planes as OME-Zarr 0.4, an acquisition a folder; the package's page shows how they lie.
 *
 * <p>All metadata are up to date whenever {@link #write} returns, so that a viewer may look at an
 * acquisition while it runs. Times, channels and sections beyond what the first plane of a field
 * announced make its array longer; planes of another size, type or number of samples are refused.
 */
public final class OmeZarrArchive implements PlaneArchive {
  private static final String LOCK = ".scopeside-archive.lock";
  private static final String PARTS = ".scopeside-parts";

  private final Path folder;
  private final ChunkCompression compression;
  private final FileChannel lock;
  private final WholeFiles files;
  private final Map<String, ArchivedAcquisition> acquisitions = new TreeMap<>();

  private OmeZarrArchive(Path folder, ChunkCompression compression, FileChannel lock)
      throws IOException {
    this.folder = folder;
    this.compression = compression;
    this.lock = lock;
    this.files = new WholeFiles(folder.resolve(PARTS));
  }

  /**
   * Opens an archive, or begins one.
   *
   * @param folder made where it is missing
   * @param packing of fields that are new; those that are there keep theirs
   * @throws IOException if the folder cannot be written into, or another process archives there
   */
  public static OmeZarrArchive open(Path folder, Packing packing) throws IOException {
    Files.createDirectories(folder);
    FileChannel lock =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (!locked(lock)) {
        throw new IOException(folder + " is in use: another process archives into it");
      }
      return new OmeZarrArchive(folder, ChunkCompression.of(packing), lock);
    } catch (IOException | RuntimeException failure) {
      lock.close();
      throw failure;
    }
  }

  private static boolean locked(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException usedByThisProcess) {
      return false;
    }
  }

  @Override
  public void write(PlaneHeader plane, byte[] littleEndian) throws IOException {
    if (littleEndian.length != plane.planeBytes()) {
      throw new IllegalArgumentException(
          "%s has %d bytes, not %d"
              .formatted(plane.frameId(), littleEndian.length, plane.planeBytes()));
    }
    acquisition(plane.acquisition()).write(plane, littleEndian);
  }

  private ArchivedAcquisition acquisition(String id) throws IOException {
    synchronized (acquisitions) {
      ArchivedAcquisition known = acquisitions.get(id);
      if (known == null) {
        known = new ArchivedAcquisition(folder.resolve(id), files, compression);
        acquisitions.put(id, known);
      }
      return known;
    }
  }

  @Override
  public void finish(String acquisition) throws IOException {
    ArchivedAcquisition known = find(acquisition);
    if (known != null) {
      known.writeIndex();
    }
  }

  private @Nullable ArchivedAcquisition find(String acquisition) {
    synchronized (acquisitions) {
      return acquisitions.get(acquisition);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      synchronized (acquisitions) {
        for (ArchivedAcquisition acquisition : acquisitions.values()) {
          acquisition.writeIndex();
        }
      }
    } finally {
      lock.close();
    }
  }
}
