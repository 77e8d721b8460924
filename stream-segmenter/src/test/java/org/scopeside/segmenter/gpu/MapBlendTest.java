package org.scopeside.segmenter.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scopeside.segmenter.decode.NonFiniteOutputException;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.cuda.HostCuda;
import org.scopeside.segmenter.modelpackage.Activation;
import org.scopeside.segmenter.modelpackage.ModelDescription.Blend;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;
import org.scopeside.segmenter.modelpackage.ModelDescription.Size;
import org.scopeside.segmenter.modelpackage.ModelDescription.Tiling;
import org.scopeside.segmenter.network.OutputActivation;
import org.scopeside.segmenter.normalise.ImageScaler;
import org.scopeside.segmenter.normalise.LinearAxis;
import org.scopeside.segmenter.tiling.Area;
import org.scopeside.segmenter.tiling.DenseBlender;
import org.scopeside.segmenter.tiling.TilePlan;

/** Maps made on the GPU beside those that the CPU makes. */
final class MapBlendTest {
  private static final List<TilePlan> PLANS =
      List.of(
          plan(61, 47, 32, 8, Blend.TAPER),
          plan(61, 47, 32, 4, Blend.CENTRE),
          plan(33, 97, 48, 4, Blend.TAPER),
          plan(33, 97, 48, 4, Blend.CENTRE),
          plan(130, 19, 32, 6, Blend.TAPER),
          plan(5, 3, 32, 4, Blend.CENTRE),
          plan(1, 1, 32, 4, Blend.TAPER),
          plan(50, 1, 0, 0, Blend.TAPER));

  private static TilePlan plan(int width, int height, int tile, int halo, Blend blend) {
    Size size = new Size(16, 8);
    return TilePlan.of(height, width, new Tiling(tile, halo, blend), size, size, 4);
  }

  private static float[] random(long count, double scale) {
    SplittableRandom random = new SplittableRandom(count);
    float[] values = new float[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((random.nextDouble() - 0.5) * scale);
    }
    return values;
  }

  private static float[] reference(TilePlan plan, Output output, float[] tiles) {
    FloatBuffer values = FloatBuffer.wrap(tiles.clone());
    OutputActivation.apply(output, plan.count(), values);
    Area whole = new Area(0, 0, plan.height(), plan.width());
    Layout layout = Objects.requireNonNull(output.layout());
    DenseBlender blender =
        new DenseBlender(plan, whole, whole, output.spacing(), output.channels(), layout);
    for (int tile = 0; tile < plan.count(); tile++) {
      blender.add(tile, values, tile);
    }
    float[] all = new float[0];
    for (float[] map : blender.maps()) {
      int at = all.length;
      all = Arrays.copyOf(all, at + map.length);
      System.arraycopy(map, 0, all, at, map.length);
    }
    return all;
  }

  private static float[] blended(HostDevice device, TilePlan plan, Output output, float[] tiles)
      throws EngineException {
    DeviceMaps maps = maps(device, plan, output);
    MapBlend blend =
        new MapBlend(device.setup, plan, output, device.setup.upload("tiles", tiles), maps);
    blend.enqueue(device.setup.stream());
    return device.floats(maps.address(), (int) (maps.bytes() / Float.BYTES));
  }

  private static DeviceMaps maps(HostDevice device, TilePlan plan, Output output)
      throws EngineException {
    int width = MapBlend.mapWidth(plan, output);
    int height = MapBlend.mapHeight(plan, output);
    long bytes = new DeviceMaps(0, output.channels(), width, height).bytes();
    return new DeviceMaps(
        device.setup.memory().take("maps", bytes), output.channels(), width, height);
  }

  private static float[] tiles(TilePlan plan, Output output) {
    return random(plan.count() * MapBlend.tileBytes(plan, output) / Float.BYTES, 20);
  }

  @ParameterizedTest
  @MethodSource("org.scopeside.segmenter.gpu.HostDevice#shapes")
  void shouldBlendTilesAsHostDoesToTheBit(Supplier<HostCuda> cuda) throws EngineException {
    for (TilePlan plan : PLANS) {
      for (Layout layout : List.of(Layout.BCYX, Layout.BYXC)) {
        for (int spacing : new int[] {1, 2, 4}) {
          Output output = new Output("out", layout, 3, spacing);
          float[] tiles = tiles(plan, output);
          try (HostDevice device = new HostDevice(cuda.get())) {
            assertArrayEquals(
                reference(plan, output, tiles),
                blended(device, plan, output, tiles),
                output + " of " + plan.width() + "x" + plan.height() + " " + plan.blend());
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.scopeside.segmenter.gpu.HostDevice#shapes")
  void shouldActivateBeforeItBlends(Supplier<HostCuda> cuda) throws EngineException {
    for (TilePlan plan : PLANS) {
      for (Layout layout : List.of(Layout.BCYX, Layout.BYXC)) {
        for (Activation activation : List.of(Activation.SIGMOID, Activation.SOFTMAX)) {
          Output output = new Output("out", layout, 3, 2, activation);
          float[] tiles = tiles(plan, output);
          try (HostDevice device = new HostDevice(cuda.get())) {
            float[] expected = reference(plan, output, tiles);
            float[] found = blended(device, plan, output, tiles);
            for (int i = 0; i < expected.length; i++) {
              assertEquals(expected[i], found[i], 1e-6f * expected[i], output + " at " + i);
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.scopeside.segmenter.gpu.HostDevice#shapes")
  void shouldNotOverflowInSoftmax(Supplier<HostCuda> cuda) throws EngineException {
    TilePlan plan = plan(5, 3, 32, 4, Blend.CENTRE);
    Output output = new Output("out", Layout.BCYX, 3, 1, Activation.SOFTMAX);
    float[] tiles = tiles(plan, output);
    for (int i = 0; i < tiles.length; i++) {
      tiles[i] *= 1000;
    }
    try (HostDevice device = new HostDevice(cuda.get())) {
      assertArrayEquals(
          reference(plan, output, tiles), blended(device, plan, output, tiles), 1e-6f);
    }
  }

  @ParameterizedTest
  @MethodSource("org.scopeside.segmenter.gpu.HostDevice#shapes")
  void shouldRefuseMapsOfAnotherSize(Supplier<HostCuda> cuda) throws EngineException {
    try (HostDevice device = new HostDevice(cuda.get())) {
      Output output = new Output("out", Layout.BCYX, 3, 2);
      DeviceMaps maps = new DeviceMaps(0, 3, 61, 47);
      assertThrows(
          IllegalArgumentException.class,
          () -> new MapBlend(device.setup, PLANS.get(0), output, 0, maps));
    }
  }

  @ParameterizedTest
  @MethodSource("org.scopeside.segmenter.gpu.HostDevice#shapes")
  void shouldResizeMapsAsHostDoesToTheBit(Supplier<HostCuda> cuda) throws EngineException {
    int[][] sizes = {
      {31, 23, 61, 47}, {61, 47, 31, 23}, {17, 9, 17, 40}, {1, 1, 5, 3}, {6, 4, 1, 1}
    };
    for (int[] s : sizes) {
      float[] source = random(3L * s[0] * s[1], 9);
      try (HostDevice device = new HostDevice(cuda.get())) {
        DeviceMaps maps = new DeviceMaps(device.setup.upload("maps", source), 3, s[0], s[1]);
        MapResize resize = new MapResize(device.setup, maps, s[2], s[3]);
        resize.enqueue(device.setup.stream());
        int pixels = s[2] * s[3];
        float[] found = device.floats(resize.target().address(), 3 * pixels);
        for (int c = 0; c < 3; c++) {
          float[] channel = Arrays.copyOfRange(source, c * s[0] * s[1], (c + 1) * s[0] * s[1]);
          LinearAxis rows = LinearAxis.whole(s[1], s[3]);
          LinearAxis columns = LinearAxis.whole(s[0], s[2]);
          assertArrayEquals(
              ImageScaler.resize(channel, 0, s[0], rows, columns),
              Arrays.copyOfRange(found, c * pixels, (c + 1) * pixels),
              Arrays.toString(s));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.scopeside.segmenter.gpu.HostDevice#shapes")
  void shouldNameFirstValueThatIsNotFinite(Supplier<HostCuda> cuda) throws EngineException {
    try (HostDevice device = new HostDevice(cuda.get())) {
      float[] values = random(3 * 7 * 5, Float.MAX_VALUE);
      DeviceMaps maps = new DeviceMaps(device.setup.upload("maps", values), 3, 7, 5);
      NonFiniteCheck check = new NonFiniteCheck(device.setup, maps);
      check.enqueue(device.setup.stream());
      device.cuda.synchronize(device.setup.stream());
      check.demandFinite();
      for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
        put(device, maps.address(), 104, Float.NaN);
        put(device, maps.address(), 35 + 2 * 7 + 3, bad);
        check.enqueue(device.setup.stream());
        device.cuda.synchronize(device.setup.stream());
        String told =
            assertThrows(NonFiniteOutputException.class, check::demandFinite).getMessage();
        assertEquals("the network gave " + bad + " in channel 1 at y=2 x=3", told);
      }
    }
  }

  private static void put(HostDevice device, long maps, int index, float value)
      throws EngineException {
    ByteBuffer pinned = device.cuda.allocatePinned(Float.BYTES).order(ByteOrder.nativeOrder());
    pinned.putFloat(0, value);
    long stream = device.setup.stream();
    device.cuda.copyToDevice(maps + 4L * index, pinned, 0, Float.BYTES, stream);
    device.cuda.synchronize(stream);
    device.cuda.freePinned(pinned);
  }
}
