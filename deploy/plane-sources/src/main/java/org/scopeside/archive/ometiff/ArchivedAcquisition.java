package org.scopeside.archive.ometiff;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import org.scopeside.archive.Packing;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.image.TiffFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One acquisition's folder. A file is written under another name and then given its own, so that it
 * is there whole or not at all. What the companion says is kept in memory, about 300 bytes a plane,
 * and comes from the files themselves after a restart. Thread-safe.
 */
final class ArchivedAcquisition {
  private static final Logger LOG = LoggerFactory.getLogger(ArchivedAcquisition.class);
  private static final String UNFINISHED = ".part";
  private static final long LEAST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** A companion of a large plate takes long; no more than a twentieth of the time is for it. */
  private static final int PAUSE_FOR_DURATION = 20;

  private final String acquisition;
  private final Path folder;
  private final Packing packing;
  private final AtomicLong unique = new AtomicLong();
  private final ReentrantLock companion = new ReentrantLock();
  private final Map<PlanePlace, PlaneHeader> planes = new TreeMap<>(PlanePlace.ACQUISITION_ORDER);
  private boolean changed;

  /** How many write or finish just now; its archive counts. */
  int users;

  private volatile long nextCompanion = System.nanoTime();

  private ArchivedAcquisition(String acquisition, Path folder, Packing packing) {
    this.acquisition = acquisition;
    this.folder = folder;
    this.packing = packing;
  }

  /** Goes on with what is in the folder, which is made where it is not there. */
  static ArchivedAcquisition open(Path folder, String acquisition, Packing packing)
      throws IOException {
    Files.createDirectories(folder);
    ArchivedAcquisition opened = new ArchivedAcquisition(acquisition, folder, packing);
    opened.readFiles();
    return opened;
  }

  private void readFiles() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(UNFINISHED)) {
          Files.deleteIfExists(file);
        } else if (name.endsWith(".ome.tif")) {
          readFile(file, name);
        }
      }
    }
    changed = !planes.isEmpty();
  }

  private void readFile(Path file, String name) {
    PlaneHeader plane = header(file);
    boolean own =
        plane != null
            && plane.acquisition().equals(acquisition)
            && ArchiveXml.fileName(plane).equals(name);
    if (plane != null && own) {
      planes.put(place(plane), plane);
    } else {
      LOG.warn("{} is no plane of acquisition {}; it is left as it is", file, acquisition);
    }
  }

  private static @Nullable PlaneHeader header(Path file) {
    try (TiffFile tiff = TiffFile.open(file)) {
      List<String> lines = tiff.page(0).texts(PlaneTiff.HEADERS);
      return lines.isEmpty() ? null : HeaderLines.parse(lines.get(0));
    } catch (UnreadableImageException damaged) {
      LOG.warn("{}", damaged.getMessage());
      return null;
    } catch (IOException failure) {
      LOG.warn("{} cannot be read: {}", file, failure.toString());
      return null;
    }
  }

  private static PlanePlace place(PlaneHeader plane) {
    return new PlanePlace(plane.well(), plane.field(), plane.theT(), plane.theZ(), plane.theC());
  }

  void write(PlaneHeader plane, byte[] littleEndian) throws IOException {
    writeFile(plane, littleEndian);
    synchronized (planes) {
      planes.put(place(plane), plane);
      changed = true;
    }
    if (System.nanoTime() - nextCompanion >= 0 && companion.tryLock()) {
      try {
        writeCompanion();
      } finally {
        companion.unlock();
      }
    }
  }

  private void writeFile(PlaneHeader plane, byte[] littleEndian) throws IOException {
    String headers = HeaderLines.of(plane, littleEndian);
    List<ByteBuffer> pieces = PlaneTiff.of(plane, littleEndian, packing, describe(plane), headers);
    replace(
        ArchiveXml.fileName(plane),
        unfinished -> {
          try (FileChannel channel =
              FileChannel.open(
                  unfinished, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            for (ByteBuffer piece : pieces) {
              while (piece.hasRemaining()) {
                channel.write(piece);
              }
            }
          }
        });
  }

  private static String describe(PlaneHeader plane) throws IOException {
    ByteArrayOutputStream xml = new ByteArrayOutputStream(2048);
    try {
      ArchiveXml.writePlane(plane, xml);
    } catch (XMLStreamException failure) {
      throw new IOException("OME-XML of " + plane.frameId() + ": " + failure, failure);
    }
    return xml.toString(StandardCharsets.UTF_8);
  }

  String id() {
    return acquisition;
  }

  /** True where the companion tells of all planes. */
  boolean isFinished() {
    synchronized (planes) {
      return !changed;
    }
  }

  /** Brings the companion up to date where planes came since it was written. */
  void finish() throws IOException {
    companion.lock();
    try {
      writeCompanion();
    } finally {
      companion.unlock();
    }
  }

  private void writeCompanion() throws IOException {
    List<PlaneHeader> known;
    synchronized (planes) {
      if (!changed || planes.isEmpty()) {
        return;
      }
      known = List.copyOf(planes.values());
      changed = false;
    }
    long began = System.nanoTime();
    try {
      replace(ArchiveXml.companionName(acquisition), unfinished -> describe(known, unfinished));
    } catch (IOException failure) {
      synchronized (planes) {
        changed = true;
      }
      throw failure;
    } finally {
      long took = System.nanoTime() - began;
      nextCompanion = began + Math.max(LEAST_PAUSE_NANOS, PAUSE_FOR_DURATION * took);
    }
  }

  private void describe(List<PlaneHeader> known, Path target) throws IOException {
    try (OutputStream output =
        new BufferedOutputStream(
            Files.newOutputStream(target, StandardOpenOption.CREATE_NEW), 1 << 16)) {
      ArchiveXml.writeCompanion(acquisition, known, output);
    } catch (XMLStreamException failure) {
      throw new IOException("OME-XML of " + acquisition + ": " + failure, failure);
    }
  }

  /** Something that writes a new file. */
  private interface Writing {
    void to(Path unfinished) throws IOException;
  }

  private void replace(String name, Writing writing) throws IOException {
    Path target = folder.resolve(name);
    Path unfinished = folder.resolve("." + name + "." + unique.incrementAndGet() + UNFINISHED);
    try {
      writing.to(unfinished);
      Files.move(
          unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      deleteQuietly(unfinished);
      throw new IOException(target + " cannot be written: " + failure, failure);
    }
  }

  private static void deleteQuietly(Path unfinished) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException stays) {
      LOG.warn("{} is left over: {}", unfinished, stays.toString());
    }
  }
}
