package org.scopeside.segmenter.decode.starconvex;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.NpyArray;
import org.scopeside.segmenter.image.ReferenceData;

/** Every step gives what StarDist gives for it. */
@Tag("conformance")
@ParameterizedClass
@MethodSource("cases")
class StarConvexConformanceTest {
  private final Path folder;
  private final NpyArray probability;
  private final NpyArray distances;
  private final NpyArray labelOut;
  private final StarConvexSettings settings;

  StarConvexConformanceTest(Path folder) throws IOException {
    this.folder = folder;
    probability = read("prob");
    distances = read("dist");
    labelOut = read("label_out");
    JsonNode about = new ObjectMapper().readTree(folder.resolve("about.json").toFile()).get("prob");
    settings =
        new StarConvexSettings(
            about.get("prob_thresh").asDouble(),
            about.get("nms_thresh").asDouble(),
            distances.width(),
            about.get("grid").asInt(),
            about.get("b").asInt(),
            0);
  }

  static List<Path> cases() throws IOException {
    return ReferenceData.cases("stardist", ".*");
  }

  @Test
  void shouldLetTheOutlinesSurviveThatStarDistDoes() throws IOException {
    List<StarPolygon> polygons = polygons();

    NpyArray points = read("nms_points");
    NpyArray probabilities = read("nms_prob");
    NpyArray rays = read("nms_dist");
    NpyArray coordinates = read("coords");
    Map<Long, StarPolygon> byCentre = new TreeMap<>();
    polygons.forEach(polygon -> byCentre.put(key(polygon.y(), polygon.x()), polygon));
    Map<Long, Integer> expected = new TreeMap<>();
    int[] centres = points.ints();
    for (int i = 0; i < centres.length / 2; i++) {
      expected.put(key(centres[2 * i], centres[2 * i + 1]), i);
    }
    assertEquals(expected.keySet(), byCentre.keySet());
    expected.forEach(
        (centre, i) -> {
          StarPolygon polygon = Objects.requireNonNull(byCentre.get(centre));
          assertEquals(probabilities.floats()[i], polygon.probability());
          assertArrayEquals(rays.slice(i).floats(), polygon.distances());
          NpyArray vertices = coordinates.slice(i);
          assertArrayEquals(vertices.slice(0).floats(), polygon.rows(), 1e-4f);
          assertArrayEquals(vertices.slice(1).floats(), polygon.columns(), 1e-4f);
        });
  }

  @Test
  void shouldOrderTheSurvivorsAsStarDistDoes() throws IOException {
    float[] expected = read("nms_prob").floats();

    List<StarPolygon> polygons = polygons();

    assertEquals(expected.length, polygons.size());
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], polygons.get(i).probability());
    }
  }

  @Test
  void shouldPaintTheLabelsOfStarDist() {
    FoundObjects objects =
        new StarConvexDecoder(settings).decode(maps(), labelOut.width(), labelOut.height());

    // The reference keeps the numbers of outlines that lie under others; here labels close up.
    int[] visible = Arrays.stream(labelOut.ints()).filter(label -> label > 0).distinct().toArray();
    Arrays.sort(visible);
    int[] expected =
        Arrays.stream(labelOut.ints())
            .map(label -> label == 0 ? 0 : Arrays.binarySearch(visible, label) + 1)
            .toArray();
    assertEquals(visible.length, objects.labels().objectCount());
    assertArrayEquals(expected, objects.labels().labels());
    assertEquals(visible.length, objects.scores().length);
  }

  @Test
  void shouldMeasureRaysOfLabelsAsStarDistDoes() throws IOException {
    NpyArray expected = read("star_dist_gt");

    DenseMaps targets = StarTargets.maps(labels(), settings.rays(), settings.grid());

    for (int k = 0; k < settings.rays(); k++) {
      assertArrayEquals(channel(expected, k), targets.channel(1 + k), 1e-4f);
    }
  }

  @Test
  void shouldGradeObjectPixelsAsStarDistDoes() throws IOException {
    DenseMaps targets = StarTargets.maps(labels(), settings.rays(), settings.grid());

    assertArrayEquals(read("edt_prob_gt").floats(), targets.channel(0), 1e-5f);
  }

  private static long key(int y, int x) {
    return (long) y << 32 | x;
  }

  private List<StarPolygon> polygons() {
    return new StarConvexDecoder(settings).polygons(maps(), labelOut.width(), labelOut.height());
  }

  private DenseMaps maps() {
    List<float[]> channels = new ArrayList<>();
    channels.add(probability.floats());
    IntStream.range(0, settings.rays()).forEach(k -> channels.add(channel(distances, k)));
    return new DenseMaps(
        channels.toArray(float[][]::new), probability.width(), probability.height());
  }

  /** One channel of {@code [y][x][ray]}. */
  private static float[] channel(NpyArray array, int k) {
    double[] values = array.values();
    int rays = array.width();
    float[] channel = new float[values.length / rays];
    for (int i = 0; i < channel.length; i++) {
      channel[i] = (float) values[i * rays + k];
    }
    return channel;
  }

  /** The labels, renumbered from 1 without gaps. */
  private LabelImage labels() throws IOException {
    NpyArray array = read("labels");
    int[] labels = array.ints();
    int[] numbers = Arrays.stream(labels).distinct().filter(label -> label > 0).sorted().toArray();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = labels[i] == 0 ? 0 : Arrays.binarySearch(numbers, labels[i]) + 1;
    }
    return LabelImage.of(labels, array.width(), array.height());
  }

  private NpyArray read(String name) throws IOException {
    return NpyArray.read(folder.resolve(name + ".npy"));
  }
}
