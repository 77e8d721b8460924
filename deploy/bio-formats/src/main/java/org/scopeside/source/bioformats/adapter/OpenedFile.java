package org.scopeside.source.bioformats.adapter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import loci.common.services.ServiceFactory;
import loci.formats.FormatTools;
import loci.formats.ImageReader;
import loci.formats.ome.OMEXMLMetadata;
import loci.formats.services.OMEXMLService;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.UnusableSourceException;
import org.scopeside.source.bioformats.BioFormatsDataset;

/**
 * A file opened by Bio-Formats. Metadata are read from the reader itself, with no memo of an
 * earlier opening in between: such a memo loses which image belongs to which well.
 */
final class OpenedFile implements BioFormatsDataset {
  private static final int NAMED_FILES = 20;

  private final Path file;
  private final ReaderPool readers;
  private final String format;
  private final int usedFiles;
  private final Map<Integer, SeriesShape> readable = new TreeMap<>();
  private final List<Series> series = new ArrayList<>();
  private final List<Unread> unread = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final List<StoredAcquisition> acquisitions;
  private long planes;

  private OpenedFile(
      Path opened, Path file, ImageReader reader, OMEXMLMetadata metadata, long openedInMs)
      throws UnusableSourceException {
    this.file = file;
    this.readers = new ReaderPool(file, reader, openedInMs);
    this.format = reader.getReader().getFormat();
    String[] used = reader.getUsedFiles();
    this.usedFiles = used.length;
    remarks.add(
        "read by Bio-Formats %s as %s, %d %s"
            .formatted(FormatTools.VERSION, format, usedFiles, usedFiles == 1 ? "file" : "files"));
    int count = reader.getSeriesCount();
    List<PlateLayout> plates = PlateLayout.all(metadata, count);
    for (int i = 0; i < count; i++) {
      look(reader, metadata, i, plates);
    }
    nameMissing(used);
    if (readable.isEmpty()) {
      throw new UnusableSourceException(
          file
              + ": Bio-Formats opens it as "
              + format
              + " but no series of it can be read: "
              + (unread.isEmpty() ? "it has none" : unread.get(0).reason()));
    }
    SeriesPlane.Origin origin = new SeriesPlane.Origin(readers, file, name(opened, file));
    SeriesGroups groups = new SeriesGroups(origin, metadata, format, plates, readable);
    this.acquisitions = groups.acquisitions();
    plates.forEach(plate -> remarks.addAll(plate.remarks()));
    neighbouringIndex(opened, file);
  }

  static OpenedFile open(Path opened, Path file) throws Exception {
    if (!Files.exists(file)) {
      throw new UnusableSourceException(file + " does not exist");
    }
    long began = System.nanoTime();
    ImageReader reader = ReaderPool.fresh();
    try {
      OMEXMLMetadata metadata =
          new ServiceFactory().getInstance(OMEXMLService.class).createOMEXMLMetadata();
      reader.setMetadataStore(metadata);
      reader.setId(file.toString());
      metadata.resolveReferences();
      return new OpenedFile(
          opened, file, reader, metadata, (System.nanoTime() - began) / 1_000_000);
    } catch (Throwable failed) {
      reader.close();
      throw failed;
    }
  }

  private void look(
      ImageReader reader, OMEXMLMetadata metadata, int index, List<PlateLayout> plates) {
    String told = Told.text(() -> metadata.getImageName(index));
    String name = told == null ? "" : told;
    String shown = "";
    String refusal;
    try {
      reader.setSeries(index);
      SeriesShape shape = SeriesShape.of(reader, index);
      shown = shape.shown();
      refusal = shape.refusal();
      if (refusal == null && planes + shape.planes() > SeriesShape.MAX_PLANES) {
        refusal = "with it there are more than " + SeriesShape.MAX_PLANES + " planes";
      }
      if (refusal == null) {
        readable.put(index, shape);
        planes += shape.planes();
      }
    } catch (RuntimeException | LinkageError failed) {
      refusal = Boundary.words(failed);
    }
    series.add(new Series(index, name, shown, place(index, plates), refusal));
    if (refusal != null) {
      String named = name.isEmpty() ? "" : " (" + name + ")";
      unread.add(new Unread(file, "series " + index + named + ": " + refusal));
    }
  }

  private static String place(int index, List<PlateLayout> plates) {
    for (PlateLayout plate : plates) {
      PlateLayout.Spot spot = plate.spots().get(index);
      if (spot != null) {
        return "well " + spot.well().label() + ", field " + spot.field();
      }
    }
    return "";
  }

  /** Planes of files that are not there come black, without a word. */
  private void nameMissing(String[] used) {
    int missing = 0;
    for (String name : used) {
      Path path = existing(name);
      if (path == null || Files.exists(path)) {
        continue;
      }
      missing++;
      if (missing <= NAMED_FILES) {
        unread.add(
            new Unread(path, "does not exist, although " + file.getFileName() + " names it"));
      }
    }
    if (missing > NAMED_FILES) {
      remarks.add(missing + " files that " + file.getFileName() + " names do not exist");
    }
  }

  private static @Nullable Path existing(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException noFile) {
      return null;
    }
  }

  /** A file of a plate alone says nothing of its well. */
  private void neighbouringIndex(Path opened, Path file) {
    Path folder = file.toAbsolutePath().getParent();
    boolean alone = opened.equals(file) && usedFiles == 1 && folder != null;
    for (String name : List.of("Index.idx.xml", "Index.xml")) {
      Path index = alone && folder != null ? folder.resolve(name) : file;
      if (!index.equals(file.toAbsolutePath()) && !index.equals(file) && Files.exists(index)) {
        remarks.add(
            "%s beside it knows wells, fields and channels: open that, or the folder"
                .formatted(name));
      }
    }
  }

  private static String name(Path opened, Path file) {
    Path below = opened.equals(file) ? file.getFileName() : opened.relativize(file);
    return String.valueOf(below).replace('\\', '/');
  }

  @Override
  public String format() {
    return format;
  }

  @Override
  public int usedFiles() {
    return usedFiles;
  }

  @Override
  public List<Series> series() {
    return List.copyOf(series);
  }

  @Override
  public List<StoredAcquisition> acquisitions() {
    return acquisitions;
  }

  @Override
  public List<Unread> unread() {
    return List.copyOf(unread);
  }

  @Override
  public List<String> remarks() {
    return List.copyOf(remarks);
  }

  @Override
  public void close() throws IOException {
    Boundary.source(
        file,
        () -> {
          readers.close();
          return true;
        });
  }
}
