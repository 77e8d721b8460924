package org.scopeside.segmenter.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.NpyArray;
import org.scopeside.segmenter.image.ReferenceData;

/** The same numbers as scikit-image's regionprops. */
@Tag("conformance")
class RegionPropsConformanceTest {

  static List<Path> folders() {
    return ReferenceData.vectors("objects");
  }

  @ParameterizedTest
  @MethodSource("folders")
  void shouldMeasureWhatRegionPropsMeasures(Path folder) throws IOException {
    NpyArray labels = NpyArray.read(folder.resolve("labels.npy"));
    ObjectMeasurements measured =
        ObjectMeasurements.measure(
            LabelImage.of(labels.ints(), labels.width(), labels.height()),
            NpyArray.read(folder.resolve("image.npy")).grey());
    List<String> lines = Files.readAllLines(folder.resolve("regionprops.csv"));

    assertEquals(lines.size() - 1, measured.objectCount());
    assertColumn(lines, "area", measured, "AreaShape_Area");
    assertColumn(lines, "centroid-0", measured, "AreaShape_Center_Y");
    assertColumn(lines, "centroid-1", measured, "AreaShape_Center_X");
    assertColumn(lines, "bbox-0", measured, "AreaShape_BoundingBoxMinimum_Y");
    assertColumn(lines, "bbox-1", measured, "AreaShape_BoundingBoxMinimum_X");
    assertColumn(lines, "bbox-2", measured, "AreaShape_BoundingBoxMaximum_Y");
    assertColumn(lines, "bbox-3", measured, "AreaShape_BoundingBoxMaximum_X");
    assertColumn(lines, "perimeter", measured, "AreaShape_Perimeter");
    assertColumn(lines, "eccentricity", measured, "AreaShape_Eccentricity");
    assertColumn(lines, "major_axis_length", measured, "AreaShape_MajorAxisLength");
    assertColumn(lines, "minor_axis_length", measured, "AreaShape_MinorAxisLength");
    assertColumn(lines, "mean_intensity", measured, "Intensity_MeanIntensity");
    assertColumn(lines, "min_intensity", measured, "Intensity_MinIntensity");
    assertColumn(lines, "max_intensity", measured, "Intensity_MaxIntensity");
    double[] orientation = column(lines, "orientation");
    assertClose(
        "orientation",
        Arrays.stream(orientation).map(Math::toDegrees).toArray(),
        measured.column("AreaShape_Orientation"));
  }

  private static void assertColumn(
      List<String> lines, String theirs, ObjectMeasurements measured, String ours) {
    assertClose(theirs, column(lines, theirs), measured.column(ours));
  }

  private static void assertClose(String name, double[] expected, double[] actual) {
    for (int i = 0; i < expected.length; i++) {
      double tolerance = 1e-6 * Math.max(1, Math.abs(expected[i]));
      assertEquals(expected[i], actual[i], tolerance, name + " of object " + (i + 1));
    }
  }

  private static double[] column(List<String> lines, String name) {
    int index = List.of(lines.get(0).split(",", -1)).indexOf(name);
    return lines.stream()
        .skip(1)
        .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[index]))
        .toArray();
  }
}
