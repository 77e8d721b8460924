package org.scopeside.deploy.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Well;
import org.scopeside.simulator.PlateLayout;
import org.scopeside.simulator.SimulatedMicroscope;
import org.scopeside.simulator.SimulatedWell;
import org.scopeside.simulator.SimulationSettings;

/** Simulated 16-bit planes that benchmarks send round and round, well after well. */
final class BenchPlanes {
  static final String SOURCE = "/bench";

  private final int size;
  private final List<short[]> pixels = new ArrayList<>();

  /**
   * Renders them.
   *
   * @param distinct planes of different wells
   * @param size width and height
   */
  BenchPlanes(int distinct, int size) {
    this.size = size;
    SimulatedMicroscope microscope =
        new SimulatedMicroscope(
            SimulationSettings.defaults(1).withSize(size, size).withDefectFraction(0));
    for (SimulatedWell well : PlateLayout.of96Wells(1).wells(distinct)) {
      pixels.add(microscope.field(well, 0, 0).plane(0, 0));
    }
  }

  /** All that are distinct. */
  List<short[]> distinct() {
    return pixels;
  }

  /** Samples of the n-th plane that is sent. */
  short[] samples(int plane) {
    return pixels.get(plane % pixels.size());
  }

  /** Header of the n-th plane that is sent. */
  PlaneHeader header(String acquisition, int plane) {
    return new PlaneHeader.Builder()
        .acquisition(acquisition)
        .source(SOURCE)
        .capturedAt(Instant.now())
        .well(new Well(plane % 96 / 12, plane % 12))
        .field(plane / 96)
        .sizeX(size)
        .sizeY(size)
        .pixelType(PixelType.UINT16)
        .channelName("DAPI")
        .build();
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
