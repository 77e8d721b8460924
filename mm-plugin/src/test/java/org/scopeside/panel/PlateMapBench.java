package org.scopeside.panel;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.swing.SwingUtilities;
import org.scopeside.panel.state.PlateState;

/**
 * How long a plate takes to paint, all of it and after one well has changed.
 *
 * <p>{@code java -Djava.awt.headless=true -cp ... org.scopeside.panel.PlateMapBench}
 */
final class PlateMapBench {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 620;
  private static final int WARM_UP = 200;
  private static final int RUNS = 400;

  private PlateMapBench() {}

  public static void main(String[] arguments) throws Exception {
    SwingUtilities.invokeAndWait(
        () -> {
          for (int[] format : new int[][] {{8, 12}, {16, 24}, {32, 48}, {64, 96}}) {
            measure(format[0], format[1]);
          }
        });
  }

  private static void measure(int rows, int columns) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    PlateMap map = new PlateMap(key -> {});
    map.setSize(WIDTH, HEIGHT);
    PlateState plate = SampleStates.plate(rows, columns, rows * columns * 9 / 10, 7);
    List<Double> whole = new ArrayList<>();
    List<Double> one = new ArrayList<>();
    List<Double> update = new ArrayList<>();
    for (int i = 0; i < WARM_UP + RUNS; i++) {
      update.add(ms(() -> map.show(plate, SampleStates.MEASURES, "count")));
      whole.add(ms(() -> paint(map, image, new Rectangle(0, 0, WIDTH, HEIGHT))));
      one.add(ms(() -> paint(map, image, map.places().area(rows / 2, columns / 2))));
    }
    System.out.printf(
        "%4d wells: update %.2f ms, paint %.2f ms (p99 %.2f), paint one well %.3f ms%n",
        rows * columns,
        quantile(update, 0.5),
        quantile(whole, 0.5),
        quantile(whole, 0.99),
        quantile(one, 0.5));
  }

  private static void paint(PlateMap map, BufferedImage image, Rectangle clip) {
    Graphics2D pen = image.createGraphics();
    pen.setClip(clip);
    map.paint(pen);
    pen.dispose();
  }

  private static double ms(Runnable work) {
    long before = System.nanoTime();
    work.run();
    return (System.nanoTime() - before) / 1e6;
  }

  private static double quantile(List<Double> all, double part) {
    List<Double> warm = new ArrayList<>(all.subList(WARM_UP, all.size()));
    Collections.sort(warm);
    return warm.get((int) (part * (warm.size() - 1)));
  }
}
