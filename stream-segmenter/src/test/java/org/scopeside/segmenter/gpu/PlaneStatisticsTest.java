package org.scopeside.segmenter.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.cuda.HostCuda;
import org.scopeside.segmenter.gpu.RawPlanes.Sample;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.modelpackage.Preprocessing;
import org.scopeside.segmenter.modelpackage.Preprocessing.Clip;
import org.scopeside.segmenter.modelpackage.Preprocessing.FixedZeroMeanUnitVariance;
import org.scopeside.segmenter.modelpackage.Preprocessing.ScaleLinear;
import org.scopeside.segmenter.modelpackage.Preprocessing.ScaleRange;
import org.scopeside.segmenter.modelpackage.Preprocessing.ZeroMeanUnitVariance;
import org.scopeside.segmenter.normalise.IntensityMap;
import org.scopeside.segmenter.normalise.Normaliser;

/** Statistics on the GPU beside those of the CPU. */
final class PlaneStatisticsTest {
  /** Steps whose arithmetic is the same operation by operation. */
  private static final List<List<Preprocessing>> EXACT =
      List.of(
          List.of(),
          List.of(new ScaleRange(1, 99.8, 1e-6, false)),
          List.of(new ScaleRange(0, 100, 0, false)),
          List.of(new ScaleRange(1, 99, 1e-20, false), new Clip(0, 1)),
          List.of(new Clip(100, 60_005), new ScaleRange(2, 98, 1e-6, false)),
          // Falling: ranks turn round.
          List.of(new ScaleLinear(-0.5, 3), new ScaleRange(3, 99, 1e-6, false)),
          List.of(new ScaleLinear(0, 2)),
          List.of(new ScaleLinear(1e300, 0)),
          List.of(new FixedZeroMeanUnitVariance(300, 12.5), new Clip(-1, 2)),
          List.of(new FixedZeroMeanUnitVariance(300, 0)),
          List.of(
              new ScaleRange(1, 99, 1e-6, false),
              new Clip(0, 1),
              new ScaleRange(10, 90, 1e-6, false),
              new ScaleLinear(255, -3)));

  /** Steps with sums, which are taken in another order. */
  private static final List<List<Preprocessing>> SUMMED =
      List.of(
          List.of(new ZeroMeanUnitVariance(1e-6, false)),
          List.of(new ZeroMeanUnitVariance(0, false), new Clip(-2, 2)),
          // The mean of equal values that are no binary fractions is off by rounding.
          List.of(new ScaleLinear(0.1, 0.7), new ZeroMeanUnitVariance(0, false)),
          List.of(new ScaleLinear(1e-3, 1. / 3), new ZeroMeanUnitVariance(0, false)),
          List.of(new ScaleRange(1, 99, 1e-6, false), new ZeroMeanUnitVariance(1e-6, false)));

  private static float[] reference(GreyImage plane, List<Preprocessing> steps) {
    return fields(new Normaliser(steps).channel(plane).map(0, 0, plane.height(), plane.width()));
  }

  private static float[] fields(IntensityMap m) {
    return new float[] {m.centre(), m.gain(), m.offset(), m.min(), m.max()};
  }

  private static float[] onDevice(
      HostDevice device, Sample sample, List<GreyImage> planes, List<Preprocessing> steps)
      throws EngineException {
    PlaneStatistics statistics =
        new PlaneStatistics(device.setup, device.planes(sample, planes), steps);
    statistics.enqueue(device.setup.stream());
    assertFalse(statistics.maps().ofTiles());
    return device.floats(statistics.maps().address(), 5 * planes.size());
  }

  @ParameterizedTest
  @MethodSource("org.scopeside.segmenter.gpu.HostDevice#shapes")
  void shouldSettleSameMapsAsHostToTheBit(Supplier<HostCuda> cuda) throws EngineException {
    for (TestPlanes.Case plane : TestPlanes.hard()) {
      try (HostDevice device = new HostDevice(cuda.get())) {
        for (List<Preprocessing> steps : EXACT) {
          assertArrayEquals(
              reference(plane.plane(), steps),
              onDevice(device, plane.sample(), List.of(plane.plane()), steps),
              plane + " " + steps);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.scopeside.segmenter.gpu.HostDevice#shapes")
  void shouldStandardiseValuesAsHostDoes(Supplier<HostCuda> cuda) throws EngineException {
    for (TestPlanes.Case plane : TestPlanes.hard()) {
      try (HostDevice device = new HostDevice(cuda.get())) {
        for (List<Preprocessing> steps : SUMMED) {
          float[] f = onDevice(device, plane.sample(), List.of(plane.plane()), steps);
          IntensityMap found = new IntensityMap(f[0], f[1], f[2], f[3], f[4]);
          float[] r = reference(plane.plane(), steps);
          IntensityMap wanted = new IntensityMap(r[0], r[1], r[2], r[3], r[4]);
          for (float v : plane.plane().pixels()) {
            float expected = wanted.of(v);
            assertEquals(
                expected,
                found.of(v),
                1e-6f * Math.max(1, Math.abs(expected)),
                plane + " " + steps);
          }
        }
      }
    }
  }

  @Test
  void shouldTellChannelsApart() throws EngineException {
    for (Supplier<HostCuda> cuda : HostDevice.shapes().toList()) {
      try (HostDevice device = new HostDevice(cuda.get())) {
        List<GreyImage> planes = new ArrayList<>();
        planes.addAll(TestPlanes.random(Sample.UINT16, 1, 33, 21, 100, 900, 1));
        planes.addAll(TestPlanes.random(Sample.UINT16, 1, 33, 21, 60_000, 60_010, 2));
        planes.addAll(TestPlanes.random(Sample.UINT16, 1, 33, 21, 5, 5, 3));
        List<Preprocessing> steps = List.of(new ScaleRange(1, 99, 1e-6, false));
        float[] maps = onDevice(device, Sample.UINT16, planes, steps);
        for (int c = 0; c < planes.size(); c++) {
          float[] ofChannel = java.util.Arrays.copyOfRange(maps, 5 * c, 5 * c + 5);
          assertArrayEquals(reference(planes.get(c), steps), ofChannel, "channel " + c);
        }
      }
    }
  }

  @Test
  void shouldLeaveToHostWhatNeedsTilesOrBrokenNumbers() throws EngineException {
    List<Preprocessing> range = List.of(new ScaleRange(1, 99, 0, false));
    assertTrue(PlaneStatistics.covers(range, Sample.UINT8));
    assertFalse(PlaneStatistics.covers(range, Sample.FLOAT32));
    assertTrue(PlaneStatistics.covers(List.of(new Clip(0, 1)), Sample.FLOAT32));
    List<Preprocessing> tiles = List.of(new ZeroMeanUnitVariance(0, true));
    assertFalse(PlaneStatistics.covers(tiles, Sample.UINT16));
    org.scopeside.segmenter.engine.cuda.HostKernels.assumeAvailable();
    try (HostDevice device = new HostDevice(new HostCuda())) {
      RawPlanes planes = new RawPlanes(0, Sample.UINT16, 1, 2, 2);
      assertThrows(
          IllegalArgumentException.class, () -> new PlaneStatistics(device.setup, planes, tiles));
    }
  }
}
