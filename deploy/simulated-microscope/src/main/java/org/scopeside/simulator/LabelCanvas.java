package org.scopeside.simulator;

import java.util.Arrays;

/**
 * Labels under way: shapes claim pixels, the deeper one wins where two meet, and {@link #tidy}
 * leaves connected objects numbered from 1. For one thread.
 */
final class LabelCanvas {

  /** Distance of a pixel whose neighbour along an axis is another object's. */
  private static final float FIRST_STEP = 0.5f;

  private static final float DIAGONAL = 1.4142135f;

  final int sizeX;
  final int sizeY;

  /** {@code [y][x]}. */
  final int[] labels;

  private final float[] depths;

  /** Bends all outlines alike, so that neighbours still meet; {@code [y][x]} in pixels. */
  private final float[] warpX;

  private final float[] warpY;
  private final float mostWarp;

  /** A canvas whose outlines wobble by about {@code wobblePx}, with grains of {@code grainPx}. */
  LabelCanvas(int sizeX, int sizeY, SeededRandom random, double wobblePx, double grainPx) {
    this.sizeX = sizeX;
    this.sizeY = sizeY;
    labels = new int[sizeX * sizeY];
    depths = new float[sizeX * sizeY];
    warpX = warp(random, (float) wobblePx, grainPx);
    warpY = warp(random, (float) wobblePx, grainPx);
    mostWarp = (float) (4 * wobblePx);
  }

  private float[] warp(SeededRandom random, float wobble, double grainPx) {
    SmoothNoise noise = new SmoothNoise(random, grainPx);
    float[] warp = new float[sizeX * sizeY];
    for (int y = 0; y < sizeY; y++) {
      for (int x = 0; x < sizeX; x++) {
        warp[y * sizeX + x] = Math.max(-4, Math.min(4, noise.at(x, y))) * wobble;
      }
    }
    return warp;
  }

  /** Column of the undistorted plane that is seen at a pixel. */
  float sourceX(int x, int y) {
    return x + warpX[y * sizeX + x];
  }

  float sourceY(int x, int y) {
    return y + warpY[y * sizeX + x];
  }

  int left(SoftShape shape) {
    return Math.max(0, (int) Math.floor(shape.x - shape.reach - mostWarp));
  }

  int right(SoftShape shape) {
    return Math.min(sizeX - 1, (int) Math.ceil(shape.x + shape.reach + mostWarp));
  }

  int top(SoftShape shape) {
    return Math.max(0, (int) Math.floor(shape.y - shape.reach - mostWarp));
  }

  int bottom(SoftShape shape) {
    return Math.min(sizeY - 1, (int) Math.ceil(shape.y + shape.reach + mostWarp));
  }

  /** Depth of {@code shape}, bent as everything on this canvas, at a pixel. */
  float depth(SoftShape shape, int x, int y) {
    return shape.depth(sourceX(x, y), sourceY(x, y));
  }

  /**
   * Share of the shape's visible pixels that others have claimed, at {@code stride}; 1 when it
   * cannot be seen.
   */
  double takenShare(SoftShape shape) {
    int stride = Math.max(1, (int) (shape.reach / 8));
    int inside = 0;
    int taken = 0;
    for (int y = top(shape); y <= bottom(shape); y += stride) {
      for (int x = left(shape); x <= right(shape); x += stride) {
        if (depth(shape, x, y) > 0) {
          inside++;
          taken += labels[y * sizeX + x] != 0 ? 1 : 0;
        }
      }
    }
    return inside == 0 ? 1 : (double) taken / inside;
  }

  /**
   * Gives the shape's pixels to {@code label} where no other shape is deeper.
   *
   * @return how many
   */
  int claim(SoftShape shape, int label) {
    int claimed = 0;
    for (int y = top(shape); y <= bottom(shape); y++) {
      for (int x = left(shape); x <= right(shape); x++) {
        int i = y * sizeX + x;
        float depth = depth(shape, x, y);
        if (depth > depths[i]) {
          depths[i] = depth;
          labels[i] = label;
          claimed++;
        }
      }
    }
    return claimed;
  }

  /**
   * Leaves one 4-connected piece of each object and numbers the objects from 1 in the order of
   * their labels.
   *
   * @param most no label is larger
   * @param leastArea objects of fewer pixels are removed
   * @return the former label of each new one; entry 0 is 0
   */
  int[] tidy(int most, int leastArea) {
    int[] area = keepLargestPieces(most, leastArea);
    int[] renumbered = new int[most + 1];
    int[] former = new int[most + 1];
    int kept = 0;
    for (int label = 1; label <= most; label++) {
      if (area[label] > 0) {
        renumbered[label] = ++kept;
        former[kept] = label;
      }
    }
    for (int i = 0; i < labels.length; i++) {
      labels[i] = renumbered[labels[i]];
    }
    return Arrays.copyOf(former, kept + 1);
  }

  /** As {@link #tidy}, without new numbers; returns the pixels that each label has now. */
  int[] keepLargestPieces(int most, int leastArea) {
    int[] pieces = new int[labels.length];
    int[] stack = new int[labels.length];
    int[] largest = new int[most + 1];
    int[] area = new int[most + 1];
    int piece = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] != 0 && pieces[i] == 0) {
        int pixels = flood(i, ++piece, pieces, stack);
        if (pixels >= leastArea && pixels > area[labels[i]]) {
          area[labels[i]] = pixels;
          largest[labels[i]] = piece;
        }
      }
    }
    for (int i = 0; i < labels.length; i++) {
      labels[i] = pieces[i] == largest[labels[i]] ? labels[i] : 0;
    }
    return area;
  }

  private int flood(int start, int piece, int[] pieces, int[] stack) {
    int label = labels[start];
    int size = 0;
    int pixels = 0;
    pieces[start] = piece;
    stack[size++] = start;
    while (size > 0) {
      int i = stack[--size];
      pixels++;
      int x = i % sizeX;
      if (x > 0 && labels[i - 1] == label && pieces[i - 1] == 0) {
        pieces[i - 1] = piece;
        stack[size++] = i - 1;
      }
      if (x < sizeX - 1 && labels[i + 1] == label && pieces[i + 1] == 0) {
        pieces[i + 1] = piece;
        stack[size++] = i + 1;
      }
      if (i >= sizeX && labels[i - sizeX] == label && pieces[i - sizeX] == 0) {
        pieces[i - sizeX] = piece;
        stack[size++] = i - sizeX;
      }
      if (i + sizeX < labels.length && labels[i + sizeX] == label && pieces[i + sizeX] == 0) {
        pieces[i + sizeX] = piece;
        stack[size++] = i + sizeX;
      }
    }
    return pixels;
  }

  /**
   * Distance from each labelled pixel to the outline of its object, half a pixel at the outline,
   * about Euclidean (chamfer, Borgefors 1986); the image's edge is no outline. New, {@code [y][x]}.
   */
  float[] distances() {
    float[] distance = new float[labels.length];
    Arrays.fill(distance, sizeX + sizeY);
    for (int y = 0; y < sizeY; y++) {
      for (int x = 0; x < sizeX; x++) {
        int i = y * sizeX + x;
        float d = distance[i];
        d = x > 0 ? step(distance, i, i - 1, d, 1) : d;
        if (y > 0) {
          d = step(distance, i, i - sizeX, d, 1);
          d = x > 0 ? step(distance, i, i - sizeX - 1, d, DIAGONAL) : d;
          d = x < sizeX - 1 ? step(distance, i, i - sizeX + 1, d, DIAGONAL) : d;
        }
        distance[i] = d;
      }
    }
    for (int y = sizeY - 1; y >= 0; y--) {
      for (int x = sizeX - 1; x >= 0; x--) {
        int i = y * sizeX + x;
        float d = distance[i];
        d = x < sizeX - 1 ? step(distance, i, i + 1, d, 1) : d;
        if (y < sizeY - 1) {
          d = step(distance, i, i + sizeX, d, 1);
          d = x < sizeX - 1 ? step(distance, i, i + sizeX + 1, d, DIAGONAL) : d;
          d = x > 0 ? step(distance, i, i + sizeX - 1, d, DIAGONAL) : d;
        }
        distance[i] = d;
      }
    }
    return distance;
  }

  private float step(float[] distance, int here, int there, float known, float length) {
    float other = labels[here] == labels[there] ? distance[there] + length : FIRST_STEP * length;
    return Math.min(known, other);
  }
}
