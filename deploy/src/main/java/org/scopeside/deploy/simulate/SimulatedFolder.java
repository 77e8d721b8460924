package org.scopeside.deploy.simulate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.simulator.CellField;
import org.scopeside.simulator.FieldSeries;
import org.scopeside.simulator.NucleusField;
import org.scopeside.source.image.GreyPng;

/**
 * Draws fields of a series and writes them into a folder of its own. Threads may share it as long
 * as they draw different fields.
 */
final class SimulatedFolder {
  private static final String CELL = "cell";
  private static final String NUCLEUS = "nucleus";
  private static final String LABELS = "labels";
  private static final String NUCLEUS_LABELS = "nucleus_labels";
  private static final String IMAGES = "images";

  private final Path folder;
  private final FieldSeries series;
  private final boolean cells;
  private final String nameFormat;

  private SimulatedFolder(Path folder, FieldSeries series, boolean cells, int count) {
    this.folder = folder;
    this.series = series;
    this.cells = cells;
    nameFormat = "%0" + Math.max(4, Integer.toString(count).length()) + "d";
  }

  /**
   * Makes the folder and those within it.
   *
   * @param cells whether cells are drawn, not nuclei alone
   * @throws UserErrorException if there is something in the folder already
   */
  static SimulatedFolder create(Path folder, FieldSeries series, boolean cells, int count)
      throws IOException, UserErrorException {
    requireEmpty(folder);
    List<String> names =
        cells ? List.of(CELL, NUCLEUS, LABELS, NUCLEUS_LABELS) : List.of(IMAGES, LABELS);
    for (String name : names) {
      Files.createDirectories(folder.resolve(name));
    }
    return new SimulatedFolder(folder, series, cells, count);
  }

  private static void requireEmpty(Path folder) throws IOException, UserErrorException {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new UserErrorException(
          ExitCode.REFUSED, "images go into a folder, and " + folder + " is a file");
    }
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw new UserErrorException(
            ExitCode.REFUSED, folder + " is not empty: choose a new folder with --out");
      }
    }
  }

  /** Draws and writes field {@code index}, from 0. */
  IndexRow write(int index) throws IOException {
    String name = String.format(Locale.ROOT, nameFormat, index + 1);
    return cells ? writeCells(index, name) : writeNuclei(index, name);
  }

  private IndexRow writeCells(int index, String name) throws IOException {
    CellField field = series.cells(index);
    int size = series.sizePx();
    GreyPng.write(file(CELL, name), size, size, field.cellPlane());
    GreyPng.write(file(NUCLEUS, name), size, size, field.nucleusPlane());
    GreyPng.write(file(LABELS, name), size, size, field.cells());
    GreyPng.write(file(NUCLEUS_LABELS, name), size, size, field.nuclei());
    String type = field.kind().name().toLowerCase(Locale.ROOT);
    return row(index, name, type, field.count(), field.medianDiameterPx());
  }

  private IndexRow writeNuclei(int index, String name) throws IOException {
    NucleusField field = series.nuclei(index);
    int size = series.sizePx();
    GreyPng.write(file(IMAGES, name), size, size, field.plane());
    GreyPng.write(file(LABELS, name), size, size, field.labels());
    return row(index, name, "nuclei", field.count(), field.medianDiameterPx());
  }

  private Path file(String kind, String name) {
    return folder.resolve(kind).resolve(name + ".png");
  }

  private IndexRow row(int index, String name, String type, int objects, double diameter) {
    return new IndexRow(name, type, series.sizePx(), objects, diameter, series.fieldSeed(index));
  }

  /** Writes {@code index.csv}. */
  void writeIndex(List<IndexRow> rows) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(IndexRow.HEAD);
    rows.forEach(row -> lines.add(row.csv()));
    Files.write(folder.resolve("index.csv"), lines);
  }
}
