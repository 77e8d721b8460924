package org.scopeside.segmenter.decode.flows;

import java.util.Arrays;
import org.scopeside.segmenter.image.DenseMaps;

/**
 * Lets the pixels of cells drift along the flows: Euler's method, p ← clamp(p + flow(p)/5), flows
 * interpolated between pixels (Stringer et al. 2021, Nature Methods 18:100, "Cellpose").
 *
 * <p>Pixels do not meet on their way, so each block of them is followed to its end before the next
 * one starts: positions stay in the first-level cache and no plane of positions exists. Most pixels
 * stand still, or swing between two places, long before the last step: a pixel that is where it was
 * {@value #PERIOD} steps ago, to the bit, will be there again after the last step, because what is
 * left to go is a multiple of {@value #PERIOD}; it is followed no further. The result is the same.
 *
 * <p>Only the whole pixel in which a pixel ends counts. One that stays in (judged to first order,
 * see {@link #staysHere}), its whole pixel is let go at once, which halves the work again.
 *
 * <p>The arithmetic is that of Cellpose's compiled code, rounding included: positions and the
 * fractions in single precision, weights towards the upper left in double, and products with the
 * fraction of the row first in single precision. Final positions agree to the bit.
 *
 * <p>Keeps scratch: one instance a call.
 */
final class FlowDynamics {
  private static final int PERIOD = 4;
  private static final float MAX_SHIFT = 1 / 32f;
  private static final float MAX_GROWTH = 1 + 1 / 64f;
  private static final int BLOCK = 512;
  private static final int TILE = 2048;
  private static final int MARGIN = 256;

  private final float threshold;
  private final float[] cell;
  private final int width;
  private final int height;
  private final int stepCount;
  private final boolean endsEarly;
  private final boolean interpolated;
  private final FlowWindow window;
  private final DistantFlow distant;
  private final FlowSlope slope;
  private final int tile;
  private final int margin;

  // The block: where each pixel is, where it was when last looked at, where it started.
  private final float[] ys = new float[BLOCK];
  private final float[] xs = new float[BLOCK];
  private final float[] lastYs = new float[BLOCK];
  private final float[] lastXs = new float[BLOCK];
  private final float[] lastShifts = new float[BLOCK];
  private final int[] pixels = new int[BLOCK];
  private int count;

  /**
   * @param maps channels {@code [dY, dX, cell probability]}, finite
   * @param stepCount steps to take
   */
  FlowDynamics(DenseMaps maps, FlowSettings settings, int stepCount) {
    this(maps, settings, stepCount, true, TILE, MARGIN);
  }

  /** As {@link FlowDynamics}, but takes every step that changes the last bit of a position. */
  static FlowDynamics toTheLastBit(DenseMaps maps, FlowSettings settings, int stepCount) {
    return new FlowDynamics(maps, settings, stepCount, false, TILE, MARGIN);
  }

  /**
   * @param endsEarly whether pixels that will not leave the whole pixel they are in are let go
   * @param tile side of the part of a plane whose pixels are followed before the next one's
   * @param margin how far flows are laid out beyond it; who goes farther is followed more slowly
   */
  FlowDynamics(
      DenseMaps maps,
      FlowSettings settings,
      int stepCount,
      boolean endsEarly,
      int tile,
      int margin) {
    threshold = (float) settings.cellprobThreshold();
    cell = maps.channel(2);
    width = maps.width();
    height = maps.height();
    this.stepCount = stepCount;
    this.endsEarly = endsEarly && settings.interpolated();
    interpolated = settings.interpolated();
    window = new FlowWindow(maps, threshold);
    slope = new FlowSlope(window);
    distant = new DistantFlow(maps, threshold, interpolated);
    this.tile = tile;
    this.margin = margin;
  }

  /** Follows every pixel of the plane that is in a cell, in no particular order. */
  void follow(Arrivals arrivals) {
    for (int top = 0; top < height; top += tile) {
      for (int left = 0; left < width; left += tile) {
        followTile(top, Math.min(height, top + tile), left, Math.min(width, left + tile), arrivals);
      }
    }
  }

  private void followTile(int top, int bottom, int left, int right, Arrivals arrivals) {
    window.moveTo(
        Math.max(0, top - margin),
        Math.min(height, bottom + margin),
        Math.max(0, left - margin),
        Math.min(width, right + margin));
    for (int y = top; y < bottom; y++) {
      int row = y * width;
      for (int x = left; x < right; x++) {
        if (cell[row + x] > threshold) {
          ys[count] = y;
          xs[count] = x;
          pixels[count++] = row + x;
          if (count == BLOCK) {
            followBlock(arrivals);
          }
        }
      }
    }
    followBlock(arrivals);
  }

  private void followBlock(Arrivals arrivals) {
    int done = stepCount % PERIOD;
    step(done, stepCount, arrivals);
    System.arraycopy(ys, 0, lastYs, 0, count);
    System.arraycopy(xs, 0, lastXs, 0, count);
    Arrays.fill(lastShifts, 0, count, 0);
    while (count > 0 && done < stepCount) {
      step(PERIOD, stepCount - done, arrivals);
      done += PERIOD;
      dropSettled((stepCount - done) / PERIOD, arrivals);
    }
    for (int i = 0; i < count; i++) {
      arrivals.arrived(pixels[i], ys[i], xs[i]);
    }
    count = 0;
  }

  private void dropSettled(int periodsLeft, Arrivals arrivals) {
    int moving = 0;
    for (int i = 0; i < count; i++) {
      float y = ys[i];
      float x = xs[i];
      float shift = Math.max(Math.abs(y - lastYs[i]), Math.abs(x - lastXs[i]));
      if (shift == 0 || (endsEarly && staysHere(y, x, shift, lastShifts[i], periodsLeft))) {
        arrivals.arrived(pixels[i], y, x);
      } else {
        ys[moving] = y;
        xs[moving] = x;
        lastYs[moving] = y;
        lastXs[moving] = x;
        lastShifts[moving] = shift;
        pixels[moving++] = pixels[i];
      }
    }
    count = moving;
  }

  /**
   * Whether a pixel will end in the whole pixel it is in, judged by how far it moved in the last
   * period. Where each period moves it at most r times as far as the one before, r &lt; 1, it still
   * goes at most shift/(1 − r); where it may move a little farther each time ({@link #MAX_GROWTH}
   * doubles the way over 44 periods), at most twice the shift in each of those left. Half of the
   * room is kept in reserve. That r is kept to is asked of the last period and of the slope of the
   * flows on the way.
   */
  private boolean staysHere(float y, float x, float shift, float lastShift, int periodsLeft) {
    if (shift > MAX_SHIFT) {
      return false;
    }
    float part = 2 * shift / Math.min(room(y), room(x));
    float growth = part * periodsLeft <= 1 ? MAX_GROWTH : 1 - part;
    return shift <= growth * lastShift && slope.staysWithin(growth, y, x, PERIOD);
  }

  /** Distance to the nearer border of the whole pixel. */
  private static float room(float position) {
    float after = position - (int) position;
    return Math.min(after, 1 - after);
  }

  /** Takes some of the steps that are left. */
  private void step(int steps, int left, Arrivals arrivals) {
    for (int s = 0; s < steps; s++) {
      int from = 0;
      while (from < count) {
        from = interpolated ? stepBetween(from) : stepAt(from);
        if (from < count) {
          finishFarAway(from, left - s, arrivals);
        }
      }
    }
  }

  private void finishFarAway(int i, int left, Arrivals arrivals) {
    distant.follow(ys[i], xs[i], left);
    arrivals.arrived(pixels[i], distant.y(), distant.x());
    count--;
    ys[i] = ys[count];
    xs[i] = xs[count];
    lastYs[i] = lastYs[count];
    lastXs[i] = lastXs[count];
    lastShifts[i] = lastShifts[count];
    pixels[i] = pixels[count];
  }

  /**
   * Moves the pixels from number {@code from} on by one interpolated step.
   *
   * <p>Two at a time: Java's conversions to double keep a false dependency on the register they
   * write to, so that one pixel a round would wait for the last one; two side by side take two
   * thirds of the time.
   *
   * @return number of the first pixel that left the window and was not moved, or the count
   */
  private int stepBetween(int from) {
    float[] flow = window.steps();
    int stride = window.stride();
    int rows = window.rows();
    int columns = window.columns();
    int top = window.top();
    int left = window.left();
    float lastRow = height - 1;
    float lastColumn = width - 1;
    float[] py = ys;
    float[] px = xs;
    int n = count;
    int i = from;
    for (; i + 1 < n; i += 2) {
      float y0 = py[i];
      float x0 = px[i];
      float y1 = py[i + 1];
      float x1 = px[i + 1];
      int row0 = (int) y0;
      int column0 = (int) x0;
      int row1 = (int) y1;
      int column1 = (int) x1;
      float fy0 = y0 - row0;
      float fx0 = x0 - column0;
      float fy1 = y1 - row1;
      float fx1 = x1 - column1;
      row0 -= top;
      column0 -= left;
      row1 -= top;
      column1 -= left;
      if (row0 < 0 || column0 < 0 || row0 >= rows || column0 >= columns) {
        return i;
      }
      if (row1 < 0 || column1 < 0 || row1 >= rows || column1 >= columns) {
        break;
      }
      int up0 = row0 * stride + 2 * column0;
      int low0 = up0 + stride;
      int up1 = row1 * stride + 2 * column1;
      int low1 = up1 + stride;
      y0 += between(flow[up0], flow[up0 + 2], flow[low0], flow[low0 + 2], fy0, fx0);
      x0 += between(flow[up0 + 1], flow[up0 + 3], flow[low0 + 1], flow[low0 + 3], fy0, fx0);
      y1 += between(flow[up1], flow[up1 + 2], flow[low1], flow[low1 + 2], fy1, fx1);
      x1 += between(flow[up1 + 1], flow[up1 + 3], flow[low1 + 1], flow[low1 + 3], fy1, fx1);
      py[i] = clamp(y0, lastRow);
      px[i] = clamp(x0, lastColumn);
      py[i + 1] = clamp(y1, lastRow);
      px[i + 1] = clamp(x1, lastColumn);
    }
    while (i < n && stepOneBetween(i)) {
      i++;
    }
    return i;
  }

  /** Moves one pixel as {@link #stepBetween} does, unless it left the window. */
  private boolean stepOneBetween(int i) {
    float y = ys[i];
    float x = xs[i];
    int row = (int) y;
    int column = (int) x;
    if (!window.holds(row, column)) {
      return false;
    }
    float[] flow = window.steps();
    int up = window.index(row, column);
    int low = up + window.stride();
    float fy = y - row;
    float fx = x - column;
    y += between(flow[up], flow[up + 2], flow[low], flow[low + 2], fy, fx);
    x += between(flow[up + 1], flow[up + 3], flow[low + 1], flow[low + 3], fy, fx);
    ys[i] = clamp(y, height - 1);
    xs[i] = clamp(x, width - 1);
    return true;
  }

  /**
   * Value between four corners: upper left, upper right, lower left, lower right.
   *
   * @param fy how far below the upper two, 0 to 1
   * @param fx how far right of the left two
   */
  static float between(float a, float b, float c, float d, float fy, float fx) {
    double gy = 1.0 - fy;
    double gx = 1.0 - fx;
    return (float) (a * gy * gx + b * gy * fx + c * fy * gx + d * fy * fx);
  }

  private static float clamp(float position, float last) {
    float notNegative = position > 0 ? position : 0;
    return notNegative < last ? notNegative : last;
  }

  /** Moves the pixels by the flow of the pixel they are in; else as {@link #stepBetween}. */
  private int stepAt(int from) {
    float[] flow = window.steps();
    int stride = window.stride();
    int rows = window.rows();
    int columns = window.columns();
    float lastRow = height - 1;
    float lastColumn = width - 1;
    for (int i = from; i < count; i++) {
      int row = (int) ys[i] - window.top();
      int column = (int) xs[i] - window.left();
      if (row < 0 || column < 0 || row >= rows || column >= columns) {
        return i;
      }
      int at = row * stride + 2 * column;
      ys[i] = clamp(ys[i] + flow[at], lastRow);
      xs[i] = clamp(xs[i] + flow[at + 1], lastColumn);
    }
    return count;
  }
}
