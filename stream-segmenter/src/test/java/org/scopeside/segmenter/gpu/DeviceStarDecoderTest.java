package org.scopeside.segmenter.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scopeside.segmenter.decode.NonFiniteOutputException;
import org.scopeside.segmenter.decode.starconvex.StarConvexDecoder;
import org.scopeside.segmenter.decode.starconvex.StarConvexSettings;
import org.scopeside.segmenter.decode.starconvex.StarTargets;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.cuda.DeviceMemory;
import org.scopeside.segmenter.engine.cuda.HostCuda;
import org.scopeside.segmenter.engine.cuda.HostKernels;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.NpyArray;
import org.scopeside.segmenter.image.ReferenceData;

/** Candidates picked on the device and decoded on the host against the host alone. */
final class DeviceStarDecoderTest {
  private static final int ENOUGH = 1 << 20;

  private final HostCuda cuda = new HostCuda();

  @BeforeEach
  void needsACompiler() {
    HostKernels.assumeAvailable();
  }

  /** A decoder for planes of one size, with a place for their maps. */
  private final class Decoding implements AutoCloseable {
    final DeviceMemory memory = new DeviceMemory(cuda, 1L << 30);
    final long stream;
    final DeviceMaps maps;
    final ByteBuffer pinned;
    final DeviceStarDecoder decoder;

    Decoding(StarConvexSettings settings, DenseMaps like, int width, int height, int capacity)
        throws Exception {
      stream = cuda.createStream();
      DeviceSetup setup =
          new DeviceSetup(cuda, cuda.kernels("maps.cu", "stars.cu"), memory, stream);
      DeviceMaps size = new DeviceMaps(0, like.channelCount(), like.width(), like.height());
      maps =
          new DeviceMaps(
              memory.take("maps", size.bytes()), size.channels(), size.width(), size.height());
      pinned = memory.takePinned("maps", size.bytes());
      decoder =
          new DeviceStarDecoder(
              setup,
              new StarConvexDecoder(settings),
              maps,
              width,
              height,
              (int) Math.min(capacity, Math.max(64, size.pixels())));
    }

    void upload(DenseMaps values) throws Exception {
      for (int c = 0; c < values.channelCount(); c++) {
        pinned.asFloatBuffer().put(c * values.channel(c).length, values.channel(c));
      }
      cuda.copyToDevice(maps.address(), pinned, 0, maps.bytes(), stream);
    }

    @Nullable FoundObjects decode(DenseMaps values) throws Exception {
      upload(values);
      decoder.enqueue(stream);
      return finish();
    }

    @Nullable FoundObjects finish() throws Exception {
      cuda.synchronize(stream);
      if (decoder.fetch(stream)) {
        cuda.synchronize(stream);
      }
      return decoder.finish();
    }

    @Override
    public void close() throws EngineException {
      memory.close();
      cuda.destroyStream(stream);
      cuda.checkMemory();
      assertEquals(List.of(), cuda.leaks());
    }
  }

  /** How many candidates there were, and came back. */
  private int[] assertSame(DenseMaps maps, StarConvexSettings settings, int width, int height)
      throws Exception {
    FoundObjects expected = new StarConvexDecoder(settings).decode(maps, width, height);
    try (Decoding decoding = new Decoding(settings, maps, width, height, ENOUGH)) {
      FoundObjects found = decoding.decode(maps);
      assertNotNull(found);
      assertEquals(expected.labels().objectCount(), found.labels().objectCount());
      assertArrayEquals(expected.labels().labels(), found.labels().labels());
      assertArrayEquals(expected.scores(), found.scores());
      assertArrayEquals(expected.classes(), found.classes());
      return decoding.decoder.candidateCounts();
    }
  }

  private static StarConvexSettings settings(int rays, int grid, int border, int classes) {
    return new StarConvexSettings(0.4, 0.3, rays, grid, border, classes);
  }

  /** Ellipses, the later over the earlier, as a good network sees them. */
  private static DenseMaps ellipses(
      int width, int height, int count, int largest, int rays, int grid, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] labels = new int[width * height];
    for (int n = 1; n <= count; n++) {
      double cy = random.nextDouble(height);
      double cx = random.nextDouble(width);
      double ry = 3 + random.nextDouble(largest);
      double rx = 3 + random.nextDouble(largest);
      for (int i = 0; i < labels.length; i++) {
        int row = i / width;
        double y = (row - cy) / ry;
        double x = (i % width - cx) / rx;
        labels[i] = y * y + x * x < 1 ? n : labels[i];
      }
    }
    int[] number = new int[count + 1];
    int next = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] != 0) {
        number[labels[i]] = number[labels[i]] == 0 ? ++next : number[labels[i]];
        labels[i] = number[labels[i]];
      }
    }
    return StarTargets.maps(LabelImage.of(labels, width, height), rays, grid);
  }

  private static DenseMaps noisy(DenseMaps maps, float amount, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] changed = new float[maps.channelCount()][];
    for (int c = 0; c < changed.length; c++) {
      changed[c] = maps.channel(c).clone();
      for (int i = 0; i < changed[c].length; i++) {
        float noise = (float) (amount * (random.nextDouble() - 0.5));
        changed[c][i] = Math.max(0, changed[c][i] + (c == 0 ? 0.1f * noise : noise));
      }
    }
    return new DenseMaps(changed, maps.width(), maps.height());
  }

  static List<Path> cases() throws IOException {
    return ReferenceData.cases("stardist", ".*");
  }

  @Tag("conformance")
  @ParameterizedTest
  @MethodSource("cases")
  void shouldFindWhatTheHostFindsInTheConformanceVectors(Path folder) throws Exception {
    NpyArray probability = NpyArray.read(folder.resolve("prob.npy"));
    NpyArray distances = NpyArray.read(folder.resolve("dist.npy"));
    NpyArray labels = NpyArray.read(folder.resolve("label_out.npy"));
    JsonNode about = new ObjectMapper().readTree(folder.resolve("about.json").toFile()).get("prob");
    int rays = distances.shape()[2];
    float[][] maps = new float[1 + rays][probability.floats().length];
    maps[0] = probability.floats();
    float[] all = distances.floats();
    for (int i = 0; i < maps[0].length; i++) {
      for (int k = 0; k < rays; k++) {
        maps[1 + k][i] = all[i * rays + k];
      }
    }
    int[] counts =
        assertSame(
            new DenseMaps(maps, probability.width(), probability.height()),
            new StarConvexSettings(
                about.get("prob_thresh").asDouble(),
                about.get("nms_thresh").asDouble(),
                rays,
                about.get("grid").asInt(),
                about.get("b").asInt(),
                0),
            labels.width(),
            labels.height());
    assertTrue(counts[1] < counts[0] / 2, Arrays.toString(counts));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldFindWhatTheHostFindsInNucleiOfAllSizes(long seed) throws Exception {
    int grid = seed % 2 == 0 ? 2 : 1;
    int width = 100 + 17 * (int) seed;
    DenseMaps maps = ellipses(width, 90, 14, 4 + 2 * (int) seed, 32, grid, seed);
    int[] counts = assertSame(maps, settings(32, grid, 0, 0), width, 90);
    // Of the smallest outlines the bounds say little.
    assertTrue(counts[1] < counts[0] / (seed < 3 ? 1 : 3), Arrays.toString(counts));
    assertSame(noisy(maps, 1.5f, seed), settings(32, grid, 2, 0), width, 90);
    assertSame(noisy(maps, 6, seed), settings(32, grid, 0, 0), width, 90);
  }

  @Property(tries = 12)
  void shouldFindWhatTheHostFindsWhateverTheMaps(
      @ForAll long seed,
      @ForAll @IntRange(min = 3, max = 12) int rays,
      @ForAll @IntRange(min = 1, max = 4) int grid,
      @ForAll @DoubleRange(min = 0.05, max = 0.9) double overlap,
      @ForAll @DoubleRange(min = 1, max = 30) double reach)
      throws Exception {
    HostKernels.assumeAvailable();
    SplittableRandom random = new SplittableRandom(seed);
    int width = 1 + random.nextInt(24);
    int height = 1 + random.nextInt(24);
    float[][] maps = new float[1 + rays][width * height];
    for (int c = 0; c <= rays; c++) {
      for (int i = 0; i < maps[c].length; i++) {
        // A few probabilities only: many are equal.
        maps[c][i] = c == 0 ? random.nextInt(8) / 8f : (float) (reach * random.nextDouble());
      }
    }
    assertSame(
        new DenseMaps(maps, width, height),
        new StarConvexSettings(0.3, overlap, rays, grid, 0, 0),
        width * grid,
        height * grid);
  }

  @Test
  void shouldTellClassesAtTheCentre() throws Exception {
    DenseMaps plain = ellipses(90, 80, 9, 9, 8, 1, 3);
    float[][] maps = new float[plain.channelCount() + 4][];
    SplittableRandom random = new SplittableRandom(3);
    for (int c = 0; c < maps.length; c++) {
      maps[c] = c < plain.channelCount() ? plain.channel(c) : new float[90 * 80];
      for (int i = 0; c >= plain.channelCount() && i < maps[c].length; i++) {
        maps[c][i] = (float) random.nextDouble();
      }
    }
    assertSame(new DenseMaps(maps, 90, 80), settings(8, 1, 0, 3), 90, 80);
  }

  @Test
  void shouldDecodeTheSmallestAndTheEmptiest() throws Exception {
    assertSame(new DenseMaps(new float[5][1], 1, 1), settings(4, 1, 0, 0), 1, 1);
    assertSame(new DenseMaps(new float[5][40], 40, 1), settings(4, 1, 0, 0), 40, 1);
    float[][] all = new float[5][30 * 20];
    for (float[] map : all) {
      Arrays.fill(map, 0.9f);
    }
    assertSame(new DenseMaps(all, 30, 20), settings(4, 1, 0, 0), 30, 20);
    for (int c = 1; c < 5; c++) {
      Arrays.fill(all[c], 25f);
    }
    assertSame(new DenseMaps(all, 30, 20), settings(4, 1, 0, 0), 30, 20);
  }

  @Test
  void shouldLeaveToTheHostWhatExceedsItsMemoryOrIsNotFinite() throws Exception {
    DenseMaps maps = ellipses(60, 60, 6, 12, 8, 1, 4);
    try (Decoding decoding = new Decoding(settings(8, 1, 0, 0), maps, 60, 60, 64)) {
      assertNull(decoding.decode(maps));
    }
    int voting = 0;
    while (maps.channel(0)[voting] < 0.5) {
      voting++;
    }
    float usual = maps.channel(3)[voting];
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 5000}) {
      maps.channel(3)[voting] = value;
      try (Decoding decoding = new Decoding(settings(8, 1, 0, 0), maps, 60, 60, ENOUGH)) {
        assertNull(decoding.decode(maps));
      }
    }
    maps.channel(3)[voting] = usual;
    maps.channel(0)[7] = Float.NaN;
    NonFiniteOutputException expected =
        assertThrows(
            NonFiniteOutputException.class,
            () -> new StarConvexDecoder(settings(8, 1, 0, 0)).decode(maps, 60, 60));
    try (Decoding decoding = new Decoding(settings(8, 1, 0, 0), maps, 60, 60, ENOUGH)) {
      NonFiniteOutputException found =
          assertThrows(NonFiniteOutputException.class, () -> decoding.decode(maps));
      assertEquals(expected.getMessage(), found.getMessage());
    }
  }

  @Test
  void shouldStartAnewWithEachPlaneAndAsAGraph() throws Exception {
    DenseMaps first = ellipses(70, 60, 8, 9, 16, 1, 1);
    StarConvexSettings settings = settings(16, 1, 0, 0);
    try (Decoding decoding = new Decoding(settings, first, 70, 60, ENOUGH)) {
      decoding.decode(first);
      cuda.beginCapture(decoding.stream);
      decoding.decoder.enqueue(decoding.stream);
      long graph = cuda.endCapture(decoding.stream);
      for (long seed = 2; seed < 6; seed++) {
        DenseMaps maps = noisy(ellipses(70, 60, (int) seed, 9, 16, 1, seed), 2, seed);
        decoding.upload(maps);
        cuda.launchGraph(graph, decoding.stream);
        FoundObjects found = decoding.finish();
        assertNotNull(found);
        assertArrayEquals(
            new StarConvexDecoder(settings).decode(maps, 70, 60).labels().labels(),
            found.labels().labels());
      }
      cuda.destroyGraph(graph);
    }
  }

  @Test
  void shouldFindTheSameWithSeveralThreadsABlockAndFewBlocks() throws Exception {
    DenseMaps maps = noisy(ellipses(70, 60, 9, 9, 16, 1, 8), 2, 8);
    cuda.withThreads(3).withMostBlocks(2);
    assertSame(maps, settings(16, 1, 1, 0), 70, 60);
    cuda.withThreads(1).withMostBlocks(1);
    assertSame(maps, settings(16, 1, 1, 0), 70, 60);
  }
}
