package org.scopeside.segmenter.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.cuda.HostCuda;
import org.scopeside.segmenter.gpu.RawPlanes.Sample;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.modelpackage.ModelDescription.Blend;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;
import org.scopeside.segmenter.modelpackage.ModelDescription.Size;
import org.scopeside.segmenter.modelpackage.ModelDescription.Tiling;
import org.scopeside.segmenter.modelpackage.Preprocessing;
import org.scopeside.segmenter.modelpackage.Preprocessing.Clip;
import org.scopeside.segmenter.modelpackage.Preprocessing.ScaleRange;
import org.scopeside.segmenter.modelpackage.Preprocessing.ZeroMeanUnitVariance;
import org.scopeside.segmenter.normalise.Normaliser;
import org.scopeside.segmenter.tiling.TilePlan;
import org.scopeside.segmenter.tiling.TileReader;

/** Tiles gathered on the GPU beside those that {@link TileReader} reads. */
final class TileGatherTest {
  private static final List<Preprocessing> STEPS =
      List.of(new ScaleRange(1, 99, 1e-6, false), new Clip(0.1, 0.9));
  private static final Size MULTIPLES = new Size(16, 8);
  private static final Size FIXED = new Size(40, 0);

  /** A plane, and the size at which the network sees it. */
  private record Scene(
      int width, int height, int seenWidth, int seenHeight, Size size, int tile, int halo) {
    static Scene asItIs(int width, int height, Size size, int tile, int halo) {
      return new Scene(width, height, width, height, size, tile, halo);
    }

    TilePlan plan(Blend blend) {
      return TilePlan.of(seenHeight, seenWidth, new Tiling(tile, halo, blend), size, size, 1);
    }
  }

  private static final List<Scene> SCENES =
      List.of(
          Scene.asItIs(61, 47, MULTIPLES, 32, 4),
          Scene.asItIs(97, 33, FIXED, 40, 4),
          // Tiles larger than the plane: reflected once and many times.
          Scene.asItIs(31, 29, FIXED, 40, 4),
          Scene.asItIs(3, 2, FIXED, 40, 4),
          Scene.asItIs(1, 1, FIXED, 40, 4),
          Scene.asItIs(1, 50, MULTIPLES, 32, 4),
          Scene.asItIs(45, 1, MULTIPLES, 0, 0),
          new Scene(61, 47, 91, 70, MULTIPLES, 32, 4),
          new Scene(61, 47, 23, 18, MULTIPLES, 32, 4),
          new Scene(61, 47, 37, 70, FIXED, 40, 4),
          new Scene(5, 4, 1, 1, MULTIPLES, 32, 4));

  private static float[] reference(
      List<Normaliser.Channel> channels, TilePlan plan, Layout layout, int inputChannels) {
    TileReader reader = new TileReader(channels, plan, layout, inputChannels);
    FloatBuffer input = FloatBuffer.allocate(reader.elements() * plan.count());
    for (int tile = 0; tile < plan.count(); tile++) {
      reader.read(tile, input, tile);
    }
    return input.array();
  }

  /** All tiles, in batches of which the last is not full. */
  private static float[] gathered(HostDevice device, TileGather gather, TilePlan plan, int elements)
      throws EngineException {
    int slots = 3;
    long target = device.setup.memory().take("tiles", slots * gather.tileBytes());
    float[] all = new float[plan.count() * elements];
    for (int first = 0; first < plan.count(); first += slots) {
      int count = Math.min(slots, plan.count() - first);
      gather.batch(first, count, slots, target).enqueue(device.setup.stream());
      float[] batch = device.floats(target, slots * elements);
      System.arraycopy(batch, 0, all, first * elements, count * elements);
      for (int i = count * elements; i < batch.length; i++) {
        if (batch[i] != 0) {
          throw new AssertionError("slot beyond the tiles holds " + batch[i]);
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("org.scopeside.segmenter.gpu.HostDevice#shapes")
  void shouldGatherWhatReaderReadsToTheBit(Supplier<HostCuda> cuda) throws EngineException {
    for (Scene scene : SCENES) {
      for (Sample sample : Sample.values()) {
        for (Layout layout : List.of(Layout.BCYX, Layout.BYXC)) {
          Blend blend = layout == Layout.BCYX ? Blend.TAPER : Blend.CENTRE;
          compare(cuda.get(), scene, sample, layout, blend);
        }
      }
    }
  }

  private static void compare(HostCuda cuda, Scene scene, Sample sample, Layout layout, Blend blend)
      throws EngineException {
    int high = sample == Sample.UINT8 ? 255 : 60_010;
    int low = sample == Sample.UINT16 ? 60_000 : 3;
    List<GreyImage> images =
        TestPlanes.random(sample, 2, scene.width(), scene.height(), low, high, 5);
    TilePlan plan = scene.plan(blend);
    Normaliser normaliser = new Normaliser(STEPS);
    List<Normaliser.Channel> channels = images.stream().map(normaliser::channel).toList();
    try (HostDevice device = new HostDevice(cuda)) {
      RawPlanes planes = device.planes(sample, images);
      IntensityMaps maps;
      if (PlaneStatistics.covers(STEPS, sample)) {
        PlaneStatistics statistics = new PlaneStatistics(device.setup, planes, STEPS);
        statistics.enqueue(device.setup.stream());
        maps = statistics.maps();
      } else {
        maps = uploaded(device, plan, channels, false);
      }
      TileGather gather = new TileGather(device.setup, planes, maps, plan, layout, 3);
      float[] expected = reference(channels, plan, layout, 3);
      float[] found = gathered(device, gather, plan, expected.length / plan.count());
      assertArrayEquals(expected, found, scene + " " + sample + " " + layout);
    }
  }

  private static IntensityMaps uploaded(
      HostDevice device, TilePlan plan, List<Normaliser.Channel> channels, boolean perTile)
      throws EngineException {
    IntensityTable table = new IntensityTable(device.setup, plan, channels.size(), perTile);
    table.settle(channels);
    table.enqueue(device.setup.stream());
    return table.maps();
  }

  @ParameterizedTest
  @MethodSource("org.scopeside.segmenter.gpu.HostDevice#shapes")
  void shouldApplyMapsOfEachTile(Supplier<HostCuda> cuda) throws EngineException {
    Normaliser normaliser = new Normaliser(List.of(new ZeroMeanUnitVariance(1e-6, true)));
    List<GreyImage> images = new ArrayList<>();
    images.addAll(TestPlanes.random(Sample.UINT16, 1, 61, 47, 0, 900, 1));
    images.addAll(TestPlanes.random(Sample.UINT16, 1, 61, 47, 200, 65535, 2));
    List<Normaliser.Channel> channels = images.stream().map(normaliser::channel).toList();
    for (int scaled : new int[] {47, 70}) {
      TilePlan plan =
          TilePlan.of(scaled, 61, new Tiling(32, 4, Blend.TAPER), MULTIPLES, MULTIPLES, 1);
      try (HostDevice device = new HostDevice(cuda.get())) {
        RawPlanes planes = device.planes(Sample.UINT16, images);
        IntensityMaps maps = uploaded(device, plan, channels, normaliser.perTile());
        TileGather gather = new TileGather(device.setup, planes, maps, plan, Layout.BCYX, 2);
        float[] expected = reference(channels, plan, Layout.BCYX, 2);
        assertArrayEquals(expected, gathered(device, gather, plan, expected.length / plan.count()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.scopeside.segmenter.gpu.HostDevice#shapes")
  void shouldRefuseTilesThatAreNotInPlan(Supplier<HostCuda> cuda) throws EngineException {
    try (HostDevice device = new HostDevice(cuda.get())) {
      RawPlanes planes = new RawPlanes(0, Sample.UINT8, 2, 61, 47);
      TilePlan plan = SCENES.get(0).plan(Blend.CENTRE);
      IntensityMaps maps = new IntensityMaps(0, false);
      TileGather gather = new TileGather(device.setup, planes, maps, plan, Layout.BCYX, 2);
      assertThrows(IllegalArgumentException.class, () -> gather.batch(plan.count() - 1, 2, 4, 0));
      assertThrows(IllegalArgumentException.class, () -> gather.batch(0, 2, 1, 0));
      assertThrows(
          IllegalArgumentException.class,
          () -> new TileGather(device.setup, planes, maps, plan, Layout.BCYX, 1));
    }
  }
}
