package org.scopeside.segmenter.decode.starconvex;

import java.util.Arrays;
import org.scopeside.segmenter.decode.NonFiniteOutputException;

/**
 * Greedy suppression: an outline survives unless a surer survivor shares more than a part of the
 * smaller one's area with it (Schmidt et al. 2018). Gives StarDist's survivors at a fraction of its
 * work:
 *
 * <ul>
 *   <li>An outline that survives at once suppresses the candidates whose centres lie in its box:
 *       nearly all of those that it ever will. Their distances lie side by side in the maps then,
 *       so each is read from the cache, and no copy of them is kept.
 *   <li>A candidate that is left when its turn comes is tested against the survivors near it only.
 *   <li>The overlap is bounded from the rows of both outlines. It is measured, by {@link
 *       IntersectionSweep}, only for a candidate whose turn has come and that no bound suppresses.
 * </ul>
 *
 * <p>One instance a call.
 */
final class OverlapSuppression {
  /** StarDist's least distance, in pixels. */
  private static final float MIN_DISTANCE = 1e-3f;

  /** Beyond any plane; keeps coordinates within {@link IntersectionSweep#MAX_COORDINATE}. */
  private static final float MAX_DISTANCE = 1 << 20;

  /**
   * By how much the area on the lattice and that of the rows may differ: rounding moves a crossing
   * by up to a pixel, and a crossing within a row is passed over. In 600,000 random pairs, smooth
   * and ragged, 6 to 100 pixels wide, the difference stayed below 0.22 of the common box's height
   * plus width, or below 4 pixels.
   */
  private static final float MARGIN = 3;

  private static final float MARGIN_PER_SPAN = 0.25f;

  /** Half a side of the largest window whose candidates a survivor suppresses at once. */
  private static final int MAX_REACH = 96;

  private final StarRays rays;
  private final int mapWidth;
  private final int mapHeight;
  private final int grid;
  private final float threshold;
  private final RayDirections directions;
  private final IntersectionSweep sweep;
  private final SurvivorGrid survivors;

  /** Candidates whose turn has not come and that nothing has suppressed, by map position. */
  private final boolean[] waiting;

  private final float[] distances;
  private StarOutline candidate;

  /**
   * @param rays of the candidates
   * @param mapWidth columns of the maps
   * @param mapHeight their rows
   * @param width columns of the plane
   * @param height its rows
   */
  OverlapSuppression(
      StarRays rays,
      int mapWidth,
      int mapHeight,
      int width,
      int height,
      StarConvexSettings settings,
      RayDirections directions) {
    this.rays = rays;
    this.mapWidth = mapWidth;
    this.mapHeight = mapHeight;
    grid = settings.grid();
    threshold = (float) settings.overlapThreshold();
    this.directions = directions;
    sweep = new IntersectionSweep(2 * settings.rays());
    survivors = new SurvivorGrid(width, height);
    waiting = new boolean[mapWidth * mapHeight];
    distances = new float[settings.rays()];
    candidate = new StarOutline(settings.rays());
  }

  /**
   * @param surestFirst positions of the candidates in the maps
   * @return positions of those that survive, in the same order
   * @throws NonFiniteOutputException if a distance of a candidate that is looked at is NaN or
   *     infinite
   */
  int[] survivors(int[] surestFirst) {
    for (int position : surestFirst) {
      waiting[position] = true;
    }
    int[] kept = new int[Math.min(surestFirst.length, 1024)];
    int count = 0;
    for (int position : surestFirst) {
      if (!waiting[position]) {
        continue;
      }
      waiting[position] = false;
      outline(position);
      if (survivors.any(candidate, this::surelySuppresses)
          || survivors.any(candidate, this::suppresses)) {
        continue;
      }
      if (count == kept.length) {
        kept = Arrays.copyOf(kept, 2 * count);
      }
      kept[count++] = position;
      keep(candidate);
    }
    return Arrays.copyOf(kept, count);
  }

  private void keep(StarOutline survivor) {
    survivor.trim();
    survivors.add(survivor);
    candidate = new StarOutline(directions.count());
    suppressWithin(survivor);
  }

  private void suppressWithin(StarOutline survivor) {
    int centreY = (survivor.minY + survivor.maxY) / 2 / grid;
    int centreX = (survivor.minX + survivor.maxX) / 2 / grid;
    int fromY = Math.max(Math.max(survivor.minY / grid, centreY - MAX_REACH), 0);
    int toY = Math.min(Math.min(survivor.maxY / grid, centreY + MAX_REACH), mapHeight - 1);
    int fromX = Math.max(Math.max(survivor.minX / grid, centreX - MAX_REACH), 0);
    int toX = Math.min(Math.min(survivor.maxX / grid, centreX + MAX_REACH), mapWidth - 1);
    for (int y = fromY; y <= toY; y++) {
      for (int i = y * mapWidth + fromX; i <= y * mapWidth + toX; i++) {
        if (waiting[i]) {
          outline(i);
          if (survivor.boxesMeet(candidate) && surelySuppresses(survivor, candidate)) {
            waiting[i] = false;
          }
        }
      }
    }
  }

  private void outline(int position) {
    readDistances(position, distances);
    candidate.set(position / mapWidth * grid, position % mapWidth * grid, distances, directions);
  }

  /** Distances of a pixel of the maps, cut to what is possible. */
  void readDistances(int position, float[] into) {
    rays.read(position, into);
    float zero = 0;
    for (int k = 0; k < into.length; k++) {
      float d = into[k];
      zero += d * 0f;
      into[k] = d < MIN_DISTANCE ? MIN_DISTANCE : d > MAX_DISTANCE ? MAX_DISTANCE : d;
    }
    if (zero != 0) {
      reportNonFinite(position);
    }
  }

  private void reportNonFinite(int position) {
    float[] read = new float[distances.length];
    rays.read(position, read);
    for (int k = 0; k < read.length; k++) {
      float d = read[k];
      if (!Float.isFinite(d)) {
        throw new NonFiniteOutputException(1 + k, position, mapWidth, d);
      }
    }
  }

  /** Whether the bounds alone say that a survivor suppresses an outline. */
  private boolean surelySuppresses(StarOutline survivor, StarOutline other) {
    return boundsDecide(survivor, other) > 0;
  }

  private boolean suppresses(StarOutline survivor, StarOutline other) {
    int decision = boundsDecide(survivor, other);
    return decision == 0 ? measureDecides(survivor, other) : decision > 0;
  }

  /** Above 0 if the overlap is surely above the threshold, below 0 if surely not, 0 if open. */
  private int boundsDecide(StarOutline survivor, StarOutline other) {
    if (!survivor.rowsKnown || !other.rowsKnown) {
      return 0;
    }
    float limit = threshold * Math.min(survivor.area, other.area);
    float extent = survivor.commonExtent(other);
    float margin = MARGIN + MARGIN_PER_SPAN * survivor.commonSpan(other);
    float beyond = Math.max(0, survivor.excess) + Math.max(0, other.excess);
    return extent + margin < limit ? -1 : extent - beyond - margin > limit ? 1 : 0;
  }

  private boolean measureDecides(StarOutline survivor, StarOutline other) {
    float common =
        0.5f * sweep.doubleArea(survivor.x, survivor.y, other.x, other.y, other.x.length);
    double smaller = Math.min(survivor.area + 1e-10, other.area + 1e-10);
    return (float) (common / smaller) > threshold;
  }
}
