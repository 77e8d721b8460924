package org.scopeside.segmenter.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.cuda.HostCuda;
import org.scopeside.segmenter.engine.cuda.HostKernels;
import org.scopeside.segmenter.gpu.RawPlanes.Sample;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.modelpackage.ModelDescription.Blend;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;
import org.scopeside.segmenter.modelpackage.ModelDescription.Size;
import org.scopeside.segmenter.modelpackage.ModelDescription.Tiling;
import org.scopeside.segmenter.tiling.TilePlan;

/** A plane cut into tiles and put together again: the network between them changes nothing. */
final class DeviceTilingTest {
  /** From planes to maps, with the network left out. */
  private record Journey(
      RawPlanes planes,
      PlaneStatistics statistics,
      TileGather.Batch gather,
      MapBlend blend,
      DeviceMaps maps) {
    static Journey of(HostDevice device, RawPlanes planes, TilePlan plan, Layout layout)
        throws EngineException {
      DeviceSetup setup = device.setup;
      Output output = new Output("same", layout, planes.channels(), 1);
      PlaneStatistics statistics = new PlaneStatistics(setup, planes, List.of());
      TileGather gather =
          new TileGather(setup, planes, statistics.maps(), plan, layout, planes.channels());
      long tiles = setup.memory().take("tiles", plan.count() * gather.tileBytes());
      long bytes = 4L * planes.channels() * planes.pixels();
      DeviceMaps maps =
          new DeviceMaps(
              setup.memory().take("maps", bytes),
              planes.channels(),
              planes.width(),
              planes.height());
      return new Journey(
          planes,
          statistics,
          gather.batch(0, plan.count(), plan.count(), tiles),
          new MapBlend(setup, plan, output, tiles, maps),
          maps);
    }

    void enqueue(long stream) throws EngineException {
      statistics.enqueue(stream);
      gather.enqueue(stream);
      blend.enqueue(stream);
    }
  }

  private static float[] joined(List<GreyImage> images) {
    int pixels = images.get(0).pixels().length;
    float[] all = new float[images.size() * pixels];
    for (int c = 0; c < images.size(); c++) {
      System.arraycopy(images.get(c).pixels(), 0, all, c * pixels, pixels);
    }
    return all;
  }

  @Property(tries = 150)
  void shouldGiveBackPlaneThatNetworkLeavesAsItIs(
      @ForAll @IntRange(min = 1, max = 90) int width,
      @ForAll @IntRange(min = 1, max = 90) int height,
      @ForAll @IntRange(min = 0, max = 6) int eights,
      @ForAll @IntRange(min = 0, max = 6) int halo,
      @ForAll Sample sample,
      @ForAll Blend blend,
      @ForAll boolean channelsLast)
      throws EngineException {
    HostKernels.assumeAvailable();
    int tile = eights == 0 ? 0 : 16 + 8 * eights;
    Size size = new Size(16, 8);
    TilePlan plan = TilePlan.of(height, width, new Tiling(tile, halo, blend), size, size, 1);
    List<GreyImage> images = TestPlanes.random(sample, 2, width, height, 0, 255, width);
    Layout layout = channelsLast ? Layout.BYXC : Layout.BCYX;
    try (HostDevice device = new HostDevice(new HostCuda())) {
      Journey journey = Journey.of(device, device.planes(sample, images), plan, layout);
      journey.enqueue(device.setup.stream());
      float[] back = device.floats(journey.maps.address(), 2 * width * height);
      // Tapered weights add up to 1 within the rounding of single precision.
      float tolerance = blend == Blend.TAPER ? 255e-6f : 0;
      assertArrayEquals(joined(images), back, tolerance);
    }
  }

  @Test
  void shouldReplayJourneyOfOtherPlanesFromGraph() throws EngineException {
    HostKernels.assumeAvailable();
    Size size = new Size(16, 8);
    TilePlan plan = TilePlan.of(47, 61, new Tiling(32, 4, Blend.CENTRE), size, size, 1);
    try (HostDevice device = new HostDevice(new HostCuda())) {
      long stream = device.setup.stream();
      List<GreyImage> first = TestPlanes.random(Sample.UINT16, 1, 61, 47, 0, 9, 1);
      Journey journey = Journey.of(device, device.planes(Sample.UINT16, first), plan, Layout.BCYX);
      ByteBuffer pinned =
          device
              .setup
              .memory()
              .takePinned("plane", journey.planes.bytes())
              .order(ByteOrder.nativeOrder());
      device.cuda.forgetCalls();
      device.cuda.beginCapture(stream);
      device.cuda.copyToDevice(journey.planes.address(), pinned, 0, journey.planes.bytes(), stream);
      journey.enqueue(stream);
      long graph = device.cuda.endCapture(stream);
      assertEquals(0, device.cuda.calls().stream().filter("allocate"::equals).count());
      for (int plane = 0; plane < 3; plane++) {
        List<GreyImage> images = TestPlanes.random(Sample.UINT16, 1, 61, 47, 0, 65535, plane);
        for (int i = 0; i < 61 * 47; i++) {
          pinned.putShort(2 * i, (short) (int) images.get(0).pixels()[i]);
        }
        device.cuda.launchGraph(graph, stream);
        assertArrayEquals(joined(images), device.floats(journey.maps.address(), 61 * 47));
      }
      device.cuda.destroyGraph(graph);
    }
  }
}
