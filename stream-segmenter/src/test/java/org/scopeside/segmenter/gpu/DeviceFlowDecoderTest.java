package org.scopeside.segmenter.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scopeside.segmenter.decode.NonFiniteOutputException;
import org.scopeside.segmenter.decode.Parameters;
import org.scopeside.segmenter.decode.flows.FlowDecoder;
import org.scopeside.segmenter.decode.flows.FlowSettings;
import org.scopeside.segmenter.decode.flows.FlowTargets;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.cuda.DeviceMemory;
import org.scopeside.segmenter.engine.cuda.HostCuda;
import org.scopeside.segmenter.engine.cuda.HostKernels;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.NpyArray;
import org.scopeside.segmenter.image.ReferenceData;

/** The decoder on the device against the one on the host: the same labels. */
final class DeviceFlowDecoderTest {
  private static final float INSIDE = 5;
  private static final float OUTSIDE = -5;

  private final HostCuda cuda = new HostCuda();

  @BeforeEach
  void needsACompiler() {
    HostKernels.assumeAvailable();
  }

  @AfterEach
  void leavesNothingBehind() {
    cuda.checkMemory();
    assertEquals(List.of(), cuda.leaks());
  }

  /** A decoder for planes of one size, with a place for their maps. */
  private final class Decoding implements AutoCloseable {
    final DeviceMemory memory = new DeviceMemory(cuda, 1L << 30);
    final long stream;
    final DeviceMaps maps;
    final ByteBuffer pinned;
    final DeviceFlowDecoder decoder;

    Decoding(FlowSettings settings, int width, int height, double rescale, double pool)
        throws Exception {
      stream = cuda.createStream();
      DeviceSetup setup =
          new DeviceSetup(cuda, cuda.kernels("maps.cu", "flows.cu"), memory, stream);
      DeviceMaps size = new DeviceMaps(0, 3, width, height);
      maps = new DeviceMaps(memory.take("maps", size.bytes()), 3, width, height);
      pinned = memory.takePinned("maps", size.bytes());
      decoder = new DeviceFlowDecoder(setup, settings, maps, rescale, pool);
    }

    void upload(DenseMaps values) throws Exception {
      for (int c = 0; c < 3; c++) {
        pinned.asFloatBuffer().put(c * values.channel(c).length, values.channel(c));
      }
      cuda.copyToDevice(maps.address(), pinned, 0, maps.bytes(), stream);
    }

    @Nullable FoundObjects decode(DenseMaps values) throws Exception {
      upload(values);
      decoder.enqueue(stream);
      cuda.synchronize(stream);
      return decoder.finish();
    }

    @Override
    public void close() throws EngineException {
      memory.close();
      cuda.destroyStream(stream);
    }
  }

  private void assertSame(DenseMaps maps, FlowSettings settings, double rescale) throws Exception {
    LabelImage expected =
        decoder(settings).decode(maps, maps.width(), maps.height(), rescale).labels();
    try (Decoding decoding = new Decoding(settings, maps.width(), maps.height(), rescale, 1.5)) {
      FoundObjects found = decoding.decode(maps);
      assertNotNull(found);
      assertEquals(expected.objectCount(), found.labels().objectCount());
      assertArrayEquals(expected.labels(), found.labels().labels());
    }
  }

  private static FlowDecoder decoder(FlowSettings settings) {
    return new FlowDecoder(settings);
  }

  private static FlowSettings settings(String name, Number value) {
    FlowSettings settings = FlowSettings.of(new Parameters("flows", Map.of(name, value)));
    return settings;
  }

  /** What a perfect network would say of labels, flows five times a unit vector. */
  private static DenseMaps mapsOf(LabelImage labels) {
    DenseMaps targets = FlowTargets.of(labels);
    float[][] maps = new float[3][];
    for (int c = 0; c < 2; c++) {
      maps[c] = targets.channel(c).clone();
      for (int i = 0; i < maps[c].length; i++) {
        maps[c][i] *= 5;
      }
    }
    maps[2] = new float[maps[0].length];
    for (int i = 0; i < maps[2].length; i++) {
      maps[2][i] = labels.labels()[i] == 0 ? OUTSIDE : INSIDE;
    }
    return new DenseMaps(maps, labels.width(), labels.height());
  }

  /** Ellipses of all sizes, some across the border, the later over the earlier. */
  private static LabelImage ellipses(int width, int height, int count, int largest, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] labels = new int[width * height];
    for (int n = 1; n <= count; n++) {
      double cy = random.nextDouble(height);
      double cx = random.nextDouble(width);
      double ry = 2 + random.nextDouble(largest);
      double rx = 2 + random.nextDouble(largest);
      for (int i = 0; i < labels.length; i++) {
        int row = i / width;
        double y = (row - cy) / ry;
        double x = (i % width - cx) / rx;
        labels[i] = y * y + x * x < 1 ? n : labels[i];
      }
    }
    return consecutive(labels, width, height);
  }

  private static LabelImage consecutive(int[] labels, int width, int height) {
    int[] number = new int[labels.length + 1];
    int next = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] != 0) {
        if (number[labels[i]] == 0) {
          number[labels[i]] = ++next;
        }
        labels[i] = number[labels[i]];
      }
    }
    return LabelImage.of(labels, width, height);
  }

  private static DenseMaps noisy(DenseMaps maps, float amount, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] changed = new float[3][];
    for (int c = 0; c < 3; c++) {
      changed[c] = maps.channel(c).clone();
      for (int i = 0; i < changed[c].length; i++) {
        changed[c][i] += (float) (amount * (random.nextDouble() - 0.5));
      }
    }
    return new DenseMaps(changed, maps.width(), maps.height());
  }

  static List<Path> cases() throws IOException {
    return ReferenceData.cases("cellpose", "s.*");
  }

  @Tag("conformance")
  @ParameterizedTest
  @MethodSource("cases")
  void shouldFindWhatTheHostFindsInTheConformanceVectors(Path folder) throws Exception {
    NpyArray flows = NpyArray.read(folder.resolve("dP.npy"));
    NpyArray cell = NpyArray.read(folder.resolve("cellprob.npy"));
    int height = flows.shape()[1];
    int width = flows.shape()[2];
    DenseMaps maps =
        new DenseMaps(
            new float[][] {flows.slice(0).floats(), flows.slice(1).floats(), cell.floats()},
            width,
            height);
    assertSame(maps, FlowSettings.DEFAULT, 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void shouldFindWhatTheHostFindsInCellsOfAllSizes(long seed) throws Exception {
    int width = 60 + 13 * (int) seed;
    DenseMaps maps = mapsOf(ellipses(width, 90, 12, 3 + 3 * (int) seed, seed));
    assertSame(maps, FlowSettings.DEFAULT, 1);
    assertSame(noisy(maps, 4, seed), FlowSettings.DEFAULT, 1);
    assertSame(noisy(maps, 9, seed), settings("min_size", 0), 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldFindWhatTheHostFindsInNoise(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] maps = new float[3][40 * 50];
    for (float[] map : maps) {
      for (int i = 0; i < map.length; i++) {
        map[i] = (float) (10 * random.nextDouble() - 4);
      }
    }
    DenseMaps noise = new DenseMaps(maps, 50, 40);
    assertSame(noise, settings("min_size", 0), 1);
    assertSame(noise, settings("flow_threshold", 0), 1);
  }

  @Test
  void shouldFollowEverySetting() throws Exception {
    DenseMaps maps = noisy(mapsOf(ellipses(80, 70, 9, 14, 5)), 3, 5);
    assertSame(maps, settings("flow_threshold", 0), 1);
    assertSame(maps, settings("flow_threshold", 0.05), 1);
    assertSame(maps, settings("cellprob_threshold", 4), 1);
    assertSame(maps, settings("niter", 7), 1);
    assertSame(maps, settings("niter", 0), 0.5);
    assertSame(maps, settings("min_size", 300), 1);
    assertSame(maps, settings("max_size_fraction", 0.05), 1);
    assertSame(maps, FlowSettings.DEFAULT, 2);
    assertSame(maps, FlowSettings.forSizing(), 1);
  }

  @Test
  void shouldFillHolesOfTheOutermost() throws Exception {
    int side = 64;
    int[] labels = new int[side * side];
    for (int i = 0; i < labels.length; i++) {
      int row = i / side;
      double r = Math.hypot(row - 31.5, i % side - 31.5);
      labels[i] = r < 8 ? 2 : r > 14 && r < 28 ? 1 : 0;
    }
    DenseMaps maps = mapsOf(consecutive(labels, side, side));
    // Arrivals of a ring are where it was followed to: both must agree on what becomes of it.
    assertSame(maps, settings("flow_threshold", 0), 1);
    assertSame(maps, FlowSettings.DEFAULT, 1);
    DenseMaps holed = mapsOf(ellipses(90, 90, 5, 25, 9));
    SplittableRandom random = new SplittableRandom(9);
    for (int n = 0; n < 60; n++) {
      holed.channel(2)[random.nextInt(90 * 90)] = OUTSIDE;
    }
    assertSame(holed, FlowSettings.DEFAULT, 1);
  }

  @Test
  void shouldDecodeTheSmallestAndTheEmptiest() throws Exception {
    for (int[] size : new int[][] {{1, 1}, {1, 40}, {40, 1}, {3, 3}}) {
      float[][] maps = new float[3][size[0] * size[1]];
      assertSame(new DenseMaps(maps, size[0], size[1]), settings("min_size", 0), 1);
      Arrays.fill(maps[2], INSIDE);
      assertSame(new DenseMaps(maps, size[0], size[1]), settings("min_size", 0), 1);
    }
  }

  @Test
  void shouldFollowExtremeFlows() throws Exception {
    DenseMaps maps = mapsOf(ellipses(50, 50, 4, 12, 3));
    for (int i = 0; i < 2500; i += 7) {
      maps.channel(i % 2)[i] = i % 3 == 0 ? Float.MAX_VALUE : -Float.MAX_VALUE;
    }
    assertSame(maps, settings("min_size", 0), 1);
  }

  @Test
  void shouldNameTheFirstValueThatIsNotFinite() throws Exception {
    DenseMaps maps = mapsOf(ellipses(50, 40, 4, 12, 3));
    maps.channel(1)[50 * 7 + 3] = Float.NaN;
    maps.channel(2)[3] = Float.POSITIVE_INFINITY;
    NonFiniteOutputException expected =
        assertThrows(
            NonFiniteOutputException.class,
            () -> decoder(FlowSettings.DEFAULT).decode(maps, 50, 40, 1));
    try (Decoding decoding = new Decoding(FlowSettings.DEFAULT, 50, 40, 1, 1.5)) {
      NonFiniteOutputException found =
          assertThrows(NonFiniteOutputException.class, () -> decoding.decode(maps));
      assertEquals(expected.getMessage(), found.getMessage());
    }
  }

  @Test
  void shouldLeaveToTheHostWhatExceedsItsMemory() throws Exception {
    DenseMaps maps = mapsOf(ellipses(60, 60, 6, 12, 4));
    try (Decoding decoding = new Decoding(FlowSettings.DEFAULT, 60, 60, 1, 0)) {
      assertNull(decoding.decode(maps));
      assertEquals(-1, decoding.decoder.finishInto(IntBuffer.allocate(3600)));
    }
  }

  @Test
  void shouldStartAnewWithEachPlaneAndAsAGraph() throws Exception {
    try (Decoding decoding = new Decoding(FlowSettings.DEFAULT, 70, 60, 1, 1.5)) {
      decoding.decode(mapsOf(ellipses(70, 60, 8, 12, 1)));
      cuda.beginCapture(decoding.stream);
      decoding.decoder.enqueue(decoding.stream);
      long graph = cuda.endCapture(decoding.stream);
      for (long seed = 2; seed < 6; seed++) {
        DenseMaps maps = noisy(mapsOf(ellipses(70, 60, (int) seed, 12, seed)), 3, seed);
        decoding.upload(maps);
        cuda.launchGraph(graph, decoding.stream);
        cuda.synchronize(decoding.stream);
        LabelImage expected = decoder(FlowSettings.DEFAULT).decode(maps, 70, 60, 1).labels();
        IntBuffer labels = IntBuffer.allocate(70 * 60);
        assertEquals(expected.objectCount(), decoding.decoder.finishInto(labels));
        assertArrayEquals(expected.labels(), labels.array());
      }
      cuda.destroyGraph(graph);
    }
  }

  @Test
  void shouldFindTheSameWithSeveralThreadsABlockAndFewBlocks() throws Exception {
    DenseMaps maps = noisy(mapsOf(ellipses(60, 50, 7, 10, 8)), 3, 8);
    cuda.withThreads(3).withMostBlocks(2);
    assertSame(maps, FlowSettings.DEFAULT, 1);
    cuda.withThreads(1).withMostBlocks(1);
    assertSame(maps, FlowSettings.DEFAULT, 1);
    assertTrue(decoder(FlowSettings.DEFAULT).decode(maps, 60, 50, 1).labels().objectCount() > 1);
  }
}
