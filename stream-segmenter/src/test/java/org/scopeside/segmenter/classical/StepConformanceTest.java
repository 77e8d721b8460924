package org.scopeside.segmenter.classical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.scopeside.segmenter.image.NpyArray;
import org.scopeside.segmenter.image.ReferenceData;

/** Every step of the pipeline gives what SciPy or scikit-image gives for it. */
@Tag("conformance")
@ParameterizedClass
@MethodSource("folders")
class StepConformanceTest {
  private final Path folder;

  StepConformanceTest(Path folder) {
    this.folder = folder;
  }

  static List<Path> folders() {
    return ReferenceData.vectors("objects");
  }

  @Test
  void shouldSmoothLikeSciPy() throws IOException {
    NpyArray image = read("image");
    float[] smoothed = new float[image.values().length];

    new GaussianFilter(1).apply(image.floats(), smoothed, image.width(), image.height());

    // The reference is rounded to single precision after each pass, as this is.
    assertArrayEquals(read("gauss1").floats(), smoothed, 1e-3f);
  }

  @Test
  void shouldThresholdLikeScikitImage() throws IOException {
    var expected = new ObjectMapper().readTree(folder.resolve("otsu.json").toFile());

    assertEquals(
        expected.get("otsu_raw_uint16").asDouble(), OtsuThreshold.of(read("image").grey()));
    assertEquals(
        expected.get("otsu_gauss1").asDouble(), OtsuThreshold.of(read("gauss1").grey()), 1e-3);
  }

  @Test
  void shouldLabelFourConnectedComponentsInScikitImageOrder() throws IOException {
    NpyArray expected = read("label4");
    MaskRuns mask = otsuMask();

    mask.label();

    assertEquals(Arrays.stream(expected.ints()).max().orElseThrow(), mask.componentCount());
    FloodPlane plane = restricted(mask, new float[expected.values().length]);
    assertArrayEquals(expected.ints(), onBackgroundZero(plane));
  }

  @Test
  void shouldMeasureDistancesLikeSciPy() throws IOException {
    NpyArray expected = read("edt");
    float[] distance = new float[expected.values().length];

    new DistanceTransform().apply(otsuMask(), distance);

    assertArrayEquals(expected.floats(), distance, 2e-6f);
  }

  @Test
  void shouldSmoothDistancesLikeSciPy() throws IOException {
    NpyArray distance = read("edt");
    float[] smoothed = new float[distance.values().length];

    new GaussianFilter(2).apply(distance.floats(), smoothed, distance.width(), distance.height());

    assertArrayEquals(read("edt_smooth2").floats(), smoothed, 2e-5f);
  }

  @Test
  void shouldFloodLikeScikitImageFromGivenMarkers() throws IOException {
    NpyArray expected = read("watershed");
    int[] markers = read("markers").ints();
    MaskRuns mask = otsuMask();
    mask.label();
    FloodPlane plane = restricted(mask, read("edt_smooth2").floats());
    int[] seeds = new int[Arrays.stream(markers).max().orElse(0)];
    for (int i = 0; i < markers.length; i++) {
      if (markers[i] > 0) {
        seeds[markers[i] - 1] = plane.row(i / plane.width()) + i % plane.width();
      }
    }
    openAll(mask, plane);

    new Watershed().flood(plane.labels(), plane.stride(), seeds, 0, seeds.length, markers.length);

    int[] flooded = onBackgroundZero(plane);
    for (int i = 0; i < flooded.length; i++) {
      flooded[i] = flooded[i] == 0 ? 0 : Watershed.taken(flooded[i]) + 1;
    }
    assertArrayEquals(expected.ints(), flooded);
  }

  private NpyArray read(String name) throws IOException {
    return NpyArray.read(folder.resolve(name + ".npy"));
  }

  private MaskRuns otsuMask() throws IOException {
    NpyArray array = read("otsu_mask");
    MaskRuns mask = new MaskRuns();
    mask.above(array.floats(), 0.5f, array.width(), array.height());
    return mask;
  }

  private static FloodPlane restricted(MaskRuns mask, float[] heights) {
    FloodPlane plane = new FloodPlane();
    plane.resize(mask.width(), mask.height());
    for (int y = 0; y < mask.height(); y++) {
      System.arraycopy(heights, y * mask.width(), plane.heights(), plane.row(y), mask.width());
    }
    plane.restrictTo(mask);
    return plane;
  }

  private static void openAll(MaskRuns mask, FloodPlane plane) {
    for (int y = 0; y < mask.height(); y++) {
      for (int r = mask.rowStart(y); r < mask.rowStart(y + 1); r++) {
        plane.openRun(y, mask.start(r), mask.end(r));
      }
    }
  }

  private static int[] onBackgroundZero(FloodPlane plane) {
    int[] labels = new int[plane.width() * plane.height()];
    for (int y = 0; y < plane.height(); y++) {
      for (int x = 0; x < plane.width(); x++) {
        int label = plane.labels()[plane.row(y) + x];
        labels[y * plane.width() + x] = label == FloodPlane.CLOSED ? 0 : label;
      }
    }
    return labels;
  }
}
