package org.scopeside.segmenter.cells;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.NpyArray;
import org.scopeside.segmenter.image.ReferenceData;

/** Growth and compensation give what CellSeg gives, for every growth that there is a folder of. */
@Tag("conformance")
class CellSegConformanceTest {
  private static final Pattern GROWTH = Pattern.compile("g(\\d+)_(none|Standard|Sequential)");

  static List<Path> growths() throws IOException {
    List<Path> growths = new ArrayList<>();
    for (Path image : ReferenceData.cases("cellseg", ".*")) {
      try (Stream<Path> folders = Files.list(image)) {
        folders
            .filter(folder -> GROWTH.matcher(folder.getFileName().toString()).matches())
            .sorted()
            .forEach(growths::add);
      }
    }
    return growths;
  }

  @ParameterizedTest
  @MethodSource("growths")
  void shouldGrowCellsPixelByPixelAsCellSegDoes(Path folder) throws IOException {
    Relabelled grown = growth(folder).grow(nuclei(folder));
    int[] inOldNumbers =
        Arrays.stream(grown.labels().labels())
            .map(label -> label == 0 ? 0 : grown.previous()[label - 1])
            .toArray();
    assertArrayEquals(read(folder, "masks_out").ints(), inOldNumbers);
    int[] sizes = MinimumSize.sizes(grown.labels());
    assertArrayEquals(
        read(folder, "size").ints(),
        Arrays.copyOfRange(sizes, 1, sizes.length),
        "pixels of each cell, after growth");
  }

  @ParameterizedTest
  @MethodSource("growths")
  void shouldReportCentroidsFromBeforeGrowth(Path folder) throws IOException {
    double[] expected = read(folder, "centroids_yx").values();
    Centroids centroids = Centroids.of(nuclei(folder));
    assertEquals(expected.length, 2 * centroids.count());
    for (int i = 0; i < centroids.count(); i++) {
      assertEquals(expected[2 * i], centroids.y()[i], 1e-9);
      assertEquals(expected[2 * i + 1], centroids.x()[i], 1e-9);
    }
  }

  @ParameterizedTest
  @MethodSource("growths")
  void shouldCompensateMeansAsCellSegDoes(Path folder) throws IOException {
    NpyArray image = NpyArray.read(folder.resolveSibling("image.npy"));
    double[] uncompensated = read(folder, "means_uncomp").values();
    double[] compensated = read(folder, "means_comp").values();
    LabelImage cells = growth(folder).grow(nuclei(folder)).labels();
    LateralBleedCompensation compensation = new LateralBleedCompensation(cells);
    int channels = image.width();
    double tolerance = 1e-11 * Arrays.stream(compensated).max().orElse(0);
    for (int c = 0; c < channels; c++) {
      double[] means = compensation.means(channel(image, c, cells));
      assertArrayEquals(column(uncompensated, c, channels), means, tolerance);
      assertArrayEquals(
          column(compensated, c, channels), compensation.compensate(means), tolerance);
    }
  }

  private static MaskGrowth growth(Path folder) {
    Matcher name = GROWTH.matcher(folder.getFileName().toString());
    if (!name.matches()) {
      throw new IllegalArgumentException(folder + " names no growth");
    }
    boolean none = name.group(2).equals("none");
    return new MaskGrowth(
        none
            ? MaskGrowth.Variant.STANDARD
            : MaskGrowth.Variant.valueOf(name.group(2).toUpperCase(Locale.ROOT)),
        Integer.parseInt(name.group(1)));
  }

  private static LabelImage nuclei(Path folder) throws IOException {
    return NpyArray.read(folder.resolveSibling("masks_in.npy")).labels();
  }

  private static NpyArray read(Path folder, String name) throws IOException {
    return NpyArray.read(folder.resolve(name + ".npy"));
  }

  /** One channel of an image {@code [y][x][channel]}. */
  private static GreyImage channel(NpyArray image, int channel, LabelImage cells) {
    double[] values = column(image.values(), channel, image.width());
    float[] pixels = new float[values.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) values[i];
    }
    return new GreyImage(pixels, cells.width(), cells.height());
  }

  private static double[] column(double[] table, int column, int columns) {
    double[] values = new double[table.length / columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = table[i * columns + column];
    }
    return values;
  }
}
