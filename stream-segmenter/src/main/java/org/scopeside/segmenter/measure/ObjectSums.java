package org.scopeside.segmenter.measure;

import java.util.Arrays;
import org.scopeside.segmenter.image.LabelImage;

/** Sums over the pixels of every object, gathered in one pass; index is label − 1. */
final class ObjectSums {
  final int[] area;
  final int[] minX;
  final int[] minY;
  final int[] maxX;
  final int[] maxY;
  final float[] minIntensity;
  final float[] maxIntensity;
  // Sums of coordinates are whole numbers far below 2^53, and so exact.
  final double[] x;
  final double[] y;
  final double[] xx;
  final double[] yy;
  final double[] xy;
  final double[] intensity;
  final double[] intensitySquares;

  ObjectSums(int objects) {
    area = new int[objects];
    minX = filled(objects, Integer.MAX_VALUE);
    minY = filled(objects, Integer.MAX_VALUE);
    maxX = filled(objects, -1);
    maxY = filled(objects, -1);
    minIntensity = new float[objects];
    Arrays.fill(minIntensity, Float.POSITIVE_INFINITY);
    maxIntensity = new float[objects];
    Arrays.fill(maxIntensity, Float.NEGATIVE_INFINITY);
    x = new double[objects];
    y = new double[objects];
    xx = new double[objects];
    yy = new double[objects];
    xy = new double[objects];
    intensity = new double[objects];
    intensitySquares = new double[objects];
  }

  private static int[] filled(int n, int value) {
    int[] array = new int[n];
    Arrays.fill(array, value);
    return array;
  }

  /** Adds a plane's pixels run by run: coordinates' sums over a run need no loop. */
  void add(LabelImage objects, float[] pixels) {
    int[] labels = objects.labels();
    int width = objects.width();
    for (int row = 0; row < objects.height(); row++) {
      int offset = row * width;
      int start = 0;
      while (start < width) {
        int label = labels[offset + start];
        int end = start + 1;
        while (end < width && labels[offset + end] == label) {
          end++;
        }
        if (label > 0) {
          addShape(label - 1, row, start, end);
          addIntensity(label - 1, pixels, offset + start, offset + end);
        }
        start = end;
      }
    }
  }

  private void addShape(int i, double row, int start, int end) {
    double n = (double) end - start;
    double sum = n * (start + end - 1.0) / 2;
    area[i] += end - start;
    x[i] += sum;
    y[i] += n * row;
    xx[i] += squaresBelow(end) - squaresBelow(start);
    yy[i] += n * row * row;
    xy[i] += sum * row;
    minX[i] = Math.min(minX[i], start);
    maxX[i] = Math.max(maxX[i], end - 1);
    minY[i] = Math.min(minY[i], (int) row);
    maxY[i] = (int) row;
  }

  /** 0² + 1² + … + (n − 1)². */
  private static double squaresBelow(double n) {
    return (n - 1) * n * (2 * n - 1) / 6;
  }

  private void addIntensity(int i, float[] pixels, int start, int end) {
    double sum = 0;
    double squares = 0;
    float min = minIntensity[i];
    float max = maxIntensity[i];
    for (int p = start; p < end; p++) {
      float value = pixels[p];
      sum += value;
      squares += (double) value * value;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    intensity[i] += sum;
    intensitySquares[i] += squares;
    minIntensity[i] = min;
    maxIntensity[i] = max;
  }
}
