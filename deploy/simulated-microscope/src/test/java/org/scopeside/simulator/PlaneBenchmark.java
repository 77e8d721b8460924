package org.scopeside.simulator;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Milliseconds of thread CPU time a plane, on one thread. Arguments: plane side (default 1024), and
 * optionally a folder that receives the first plane of each defect and channel as 8-bit PNG,
 * scaled.
 */
public final class PlaneBenchmark {

  private static final int WARM_UP_PLANES = 60;
  private static final int PLANES = 100;

  private PlaneBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    int side = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1024;
    SimulationSettings settings =
        SimulationSettings.defaults(1)
            .withSize(side, side)
            .withChannels(List.of("DAPI", "GFP", "membrane", "mitochondria"));
    List<SimulatedWell> wells = PlateLayout.of96Wells(1).wells();
    PrintStream out = System.out;
    for (int channel = 0; channel < 4; channel++) {
      time(new SimulatedMicroscope(settings.withDefectFraction(0)), wells, channel, WARM_UP_PLANES);
      out.printf(
          "%dx%d %s: %.1f ms a plane%n",
          side,
          side,
          settings.channels().get(channel),
          time(new SimulatedMicroscope(settings.withDefectFraction(0)), wells, channel, PLANES));
    }
    out.printf("count: %.3f ms a field%n", timeCount(new SimulatedMicroscope(settings), wells));
    if (arguments.length > 1) {
      writeExamples(settings, wells, new File(arguments[1]));
    }
  }

  private static double time(
      SimulatedMicroscope microscope, List<SimulatedWell> wells, int channel, int planes) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    SimulationSettings settings = microscope.settings();
    short[] plane = new short[settings.sizeX() * settings.sizeY()];
    long start = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < planes; i++) {
      microscope.field(wells.get(i % wells.size()), 0, 0).plane(channel, 0, plane);
    }
    return (threads.getCurrentThreadCpuTime() - start) / 1e6 / planes;
  }

  private static double timeCount(SimulatedMicroscope microscope, List<SimulatedWell> wells) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    for (SimulatedWell well : wells) {
      microscope.count(well);
    }
    return (threads.getCurrentThreadCpuTime() - start) / 1e6 / wells.size();
  }

  private static void writeExamples(
      SimulationSettings settings, List<SimulatedWell> wells, File folder) throws IOException {
    SimulatedMicroscope good = new SimulatedMicroscope(settings.withDefectFraction(0));
    for (int column : new int[] {0, 6, 11}) {
      for (int channel = 0; channel < 4; channel++) {
        SimulatedField field = good.field(wells.get(column), 0, 0);
        write(
            field, channel, settings, new File(folder, "column" + column + "_" + channel + ".png"));
      }
    }
    SimulatedMicroscope bad = new SimulatedMicroscope(settings.withDefectFraction(1));
    for (FieldDefect defect : FieldDefect.values()) {
      for (SimulatedWell well : wells) {
        SimulatedField field = bad.field(well, 0, 0);
        if (well.role() == WellRole.NEGATIVE_CONTROL && field.defect() == defect) {
          write(field, 0, settings, new File(folder, defect + ".png"));
          break;
        }
      }
    }
  }

  /** Black at the darkest value, white at the 99.7th percentile. */
  private static void write(
      SimulatedField field, int channel, SimulationSettings settings, File file)
      throws IOException {
    short[] plane = field.plane(channel, 0);
    int[] sorted = new int[plane.length];
    for (int i = 0; i < plane.length; i++) {
      sorted[i] = plane[i] & 0xFFFF;
    }
    Arrays.sort(sorted);
    int black = sorted[0];
    double white = Math.max(black + 1, sorted[(int) (sorted.length * 0.997)]);
    BufferedImage image =
        new BufferedImage(settings.sizeX(), settings.sizeY(), BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < plane.length; i++) {
      int grey = (int) Math.min(255, 255 * ((plane[i] & 0xFFFF) - black) / (white - black));
      image.getRaster().setSample(i % settings.sizeX(), i / settings.sizeX(), 0, grey);
    }
    ImageIO.write(image, "png", file);
  }
}
