package org.scopeside.segmenter.decode.starconvex;

import java.util.Arrays;

/**
 * Area that two integer polygons have in common, non-zero winding, by the sweep of Vatti 1992
 * (Commun. ACM 35:56) on an integer lattice.
 *
 * <p>StarDist decides suppression by the area that the Clipper library (6.4.2) reports. That is not
 * the exact area: crossings are rounded to lattice points, and whether two edges cross is seen only
 * where a sweep line ends, on rounded positions. With outlines a dozen pixels wide this moves an
 * overlap by a per cent or two, enough to change who survives. So this sweep rounds where Clipper
 * does (half away from zero) and visits events in the same order: bottom-up, y downwards, merged
 * collinear edges, horizontal edges at the sweep line that they lie on. No polygon is built: each
 * ring keeps its two open ends and twice its area so far. What is left out is Clipper's joining of
 * rings along common edges, which keeps the sum of areas unless a ring falls apart.
 *
 * <p>Keeps scratch; one instance a thread. At most {@link #MAX_COORDINATE} away from the origin.
 */
final class IntersectionSweep {
  /** Products of two differences, and sums over all edges, then fit in a long and a double. */
  static final int MAX_COORDINATE = 1 << 24;

  private static final double HORIZONTAL = -1e40;
  private static final int NONE = -1;

  // Edges: of both polygons one after the other, linked in the order of the polygon.
  private final int[] startX;
  private final int[] startY;
  private final int[] nextEdge;
  private final int[] previousEdge;
  private final int[] botX;
  private final int[] botY;
  private final int[] topX;
  private final int[] topY;
  private final double[] dx;
  private final int[] polygon;

  /** The edge that follows upwards in the same bound, or NONE. */
  private final int[] above;

  private final int[] currentX;
  private final int[] currentY;
  private final int[] windDelta;
  private final int[] windCount;
  private final int[] otherCount;
  private final boolean[] leftSide;
  private final int[] ring;

  // Local minima, lowest (largest y) first.
  private final int[] minimumLeft;
  private final int[] minimumRight;
  private int minima;
  private int nextMinimum;

  // Edges that cut the sweep line, from left to right, and where each of them stands there.
  private final int[] active;
  private final int[] place;
  private int activeCount;

  private final int[] horizontals;
  private int horizontalCount;

  // Ends of the scanbeams still to come, ascending: the next is the last.
  private final int[] beams;
  private int beamCount;

  private final int[] sorted;
  private final int[] sortedPlace;
  private int[] crossFirst;
  private int[] crossSecond;
  private int[] crossX;
  private int[] crossY;
  private int crossings;

  private int[] ringFrontX;
  private int[] ringFrontY;
  private int[] ringBackX;
  private int[] ringBackY;
  private long[] ringArea;
  private int rings;
  private long closedArea;

  private int meetX;
  private int meetY;

  /**
   * @param vertices the most that both polygons together may have
   */
  IntersectionSweep(int vertices) {
    int n = vertices;
    startX = new int[n];
    startY = new int[n];
    nextEdge = new int[n];
    previousEdge = new int[n];
    botX = new int[n];
    botY = new int[n];
    topX = new int[n];
    topY = new int[n];
    dx = new double[n];
    polygon = new int[n];
    above = new int[n];
    currentX = new int[n];
    currentY = new int[n];
    windDelta = new int[n];
    windCount = new int[n];
    otherCount = new int[n];
    leftSide = new boolean[n];
    ring = new int[n];
    minimumLeft = new int[n];
    minimumRight = new int[n];
    active = new int[n];
    place = new int[n];
    horizontals = new int[n];
    beams = new int[2 * n + 2];
    sorted = new int[n];
    sortedPlace = new int[n];
    crossFirst = new int[n];
    crossSecond = new int[n];
    crossX = new int[n];
    crossY = new int[n];
    ringFrontX = new int[n];
    ringFrontY = new int[n];
    ringBackX = new int[n];
    ringBackY = new int[n];
    ringArea = new long[n];
  }

  /**
   * Twice the common area.
   *
   * @param ax columns of the first polygon's vertices
   * @param ay their rows
   * @param bx columns of the second polygon's
   * @param by their rows
   * @param vertices of each
   * @return 0 also where Clipper gives up
   */
  long doubleArea(int[] ax, int[] ay, int[] bx, int[] by, int vertices) {
    minima = 0;
    boolean first = addPolygon(ax, ay, vertices, 0, 0);
    boolean second = addPolygon(bx, by, vertices, vertices, 1);
    return first && second && sweep() ? closedArea : 0;
  }

  // ---- from polygons to bounds -------------------------------------------------------------

  private boolean addPolygon(int[] xs, int[] ys, int vertices, int base, int which) {
    int last = vertices - 1;
    while (last > 0 && xs[last] == xs[0] && ys[last] == ys[0]) {
      last--;
    }
    if (last < 2) {
      return false;
    }
    int count = last + 1;
    for (int i = 0; i < count; i++) {
      int e = base + i;
      startX[e] = xs[i];
      startY[e] = ys[i];
      nextEdge[e] = base + (i + 1 == count ? 0 : i + 1);
      previousEdge[e] = base + (i == 0 ? count - 1 : i - 1);
      polygon[e] = which;
      above[e] = NONE;
      ring[e] = NONE;
      place[e] = NONE;
    }
    int start = mergeCollinear(base);
    if (start == NONE || !orient(start)) {
      return false;
    }
    findBounds(start);
    return true;
  }

  /** Drops doubled vertices and those on a straight line; NONE if less than a triangle is left. */
  private int mergeCollinear(int start) {
    int e = start;
    int stop = start;
    while (true) {
      int next = nextEdge[e];
      int previous = previousEdge[e];
      if (startX[e] == startX[next] && startY[e] == startY[next]) {
        if (e == next) {
          break;
        }
        start = e == start ? next : start;
        e = unlink(e);
        stop = e;
        continue;
      }
      if (previous == next) {
        break;
      }
      if (collinear(previous, e, next)) {
        start = e == start ? next : start;
        e = previousEdge[unlink(e)];
        stop = e;
        continue;
      }
      e = next;
      if (e == stop) {
        break;
      }
    }
    return previousEdge[e] == nextEdge[e] ? NONE : start;
  }

  private int unlink(int e) {
    int next = nextEdge[e];
    int previous = previousEdge[e];
    nextEdge[previous] = next;
    previousEdge[next] = previous;
    return next;
  }

  private boolean collinear(int a, int b, int c) {
    return (long) (startY[a] - startY[b]) * (startX[b] - startX[c])
        == (long) (startX[a] - startX[b]) * (startY[b] - startY[c]);
  }

  /** Gives every edge its lower and upper end; false if the polygon is flat. */
  private boolean orient(int start) {
    boolean flat = true;
    int e = start;
    do {
      int next = nextEdge[e];
      boolean up = startY[e] >= startY[next];
      int bottom = up ? e : next;
      int top = up ? next : e;
      botX[e] = startX[bottom];
      botY[e] = startY[bottom];
      topX[e] = startX[top];
      topY[e] = startY[top];
      int dy = topY[e] - botY[e];
      dx[e] = dy == 0 ? HORIZONTAL : (double) (topX[e] - botX[e]) / dy;
      flat &= startY[next] == startY[start];
      e = next;
    } while (e != start);
    return !flat;
  }

  private boolean horizontal(int e) {
    return topY[e] == botY[e];
  }

  private void findBounds(int start) {
    int e = start;
    int first = NONE;
    while (true) {
      e = nextLocalMinimum(e);
      if (e == first) {
        return;
      }
      first = first == NONE ? e : first;
      boolean leftForward = !(dx[e] < dx[previousEdge[e]]);
      int left = leftForward ? e : previousEdge[e];
      int right = leftForward ? previousEdge[e] : e;
      windDelta[left] = nextEdge[left] == right ? -1 : 1;
      windDelta[right] = -windDelta[left];
      int afterLeft = linkBound(left, leftForward);
      int afterRight = linkBound(right, !leftForward);
      addMinimum(left, right);
      e = leftForward ? afterLeft : afterRight;
    }
  }

  private int nextLocalMinimum(int e) {
    while (true) {
      while (botX[e] != botX[previousEdge[e]]
          || botY[e] != botY[previousEdge[e]]
          || (startX[e] == topX[e] && startY[e] == topY[e])) {
        e = nextEdge[e];
      }
      if (!horizontal(e) && !horizontal(previousEdge[e])) {
        return e;
      }
      while (horizontal(previousEdge[e])) {
        e = previousEdge[e];
      }
      int leftmost = e;
      while (horizontal(e)) {
        e = nextEdge[e];
      }
      if (topY[e] == botY[previousEdge[e]]) {
        continue; // a step, no minimum
      }
      return botX[previousEdge[leftmost]] < botX[e] ? leftmost : e;
    }
  }

  private int step(int e, boolean forward) {
    return forward ? nextEdge[e] : previousEdge[e];
  }

  /** Chains the edges of a bound upwards; the edge beyond it. */
  private int linkBound(int start, boolean forward) {
    if (horizontal(start) && botX[step(start, !forward)] != botX[start]) {
      turn(start);
    }
    int last = start;
    while (topY[last] == botY[step(last, forward)]) {
      last = step(last, forward);
    }
    if (horizontal(last)) {
      // A horizontal top belongs to the bound that reaches its left end.
      int flat = last;
      while (horizontal(step(flat, !forward))) {
        flat = step(flat, !forward);
      }
      int before = step(flat, !forward);
      int after = topX[step(last, forward)];
      if (topX[before] > after || (!forward && topX[before] == after)) {
        last = before;
      }
    }
    int e = start;
    while (e != last) {
      above[e] = step(e, forward);
      turnToward(e, start, forward);
      e = above[e];
    }
    turnToward(e, start, forward);
    return step(last, forward);
  }

  private void turnToward(int e, int start, boolean forward) {
    if (horizontal(e) && e != start && botX[e] != topX[step(e, !forward)]) {
      turn(e);
    }
  }

  private void turn(int e) {
    int x = topX[e];
    topX[e] = botX[e];
    botX[e] = x;
  }

  private void addMinimum(int left, int right) {
    int at = minima++;
    while (at > 0 && botY[minimumLeft[at - 1]] < botY[left]) {
      minimumLeft[at] = minimumLeft[at - 1];
      minimumRight[at] = minimumRight[at - 1];
      at--;
    }
    minimumLeft[at] = left;
    minimumRight[at] = right;
  }

  // ---- the sweep ---------------------------------------------------------------------------

  private boolean sweep() {
    nextMinimum = 0;
    activeCount = 0;
    horizontalCount = 0;
    beamCount = 0;
    rings = 0;
    closedArea = 0;
    for (int m = 0; m < minima; m++) {
      addBeam(botY[minimumLeft[m]]);
      enterBound(minimumLeft[m], true);
      enterBound(minimumRight[m], false);
    }
    insertMinima(nextBeam());
    while (beamCount > 0) {
      int y = nextBeam();
      processHorizontals();
      if (!processCrossings(y) || !finishBeam(y)) {
        return false;
      }
      insertMinima(y);
    }
    return true;
  }

  private void enterBound(int e, boolean left) {
    currentX[e] = botX[e];
    currentY[e] = botY[e];
    leftSide[e] = left;
  }

  private void addBeam(int y) {
    int at = beamCount;
    while (at > 0 && beams[at - 1] > y) {
      at--;
    }
    if (at > 0 && beams[at - 1] == y) {
      return;
    }
    System.arraycopy(beams, at, beams, at + 1, beamCount - at);
    beams[at] = y;
    beamCount++;
  }

  private int nextBeam() {
    return beams[--beamCount];
  }

  private void insertMinima(int y) {
    while (nextMinimum < minima && botY[minimumLeft[nextMinimum]] == y) {
      int left = minimumLeft[nextMinimum];
      int right = minimumRight[nextMinimum];
      nextMinimum++;
      insertActive(left, 0);
      insertActive(right, place[left] + 1);
      countWinding(left);
      windCount[right] = windCount[left];
      otherCount[right] = otherCount[left];
      if (Math.abs(windCount[left]) == 1 && otherCount[left] != 0) {
        openRing(left, right, botX[left], botY[left]);
      }
      touchBeforeMinimum(left, right);
      addBeam(topY[left]);
      if (horizontal(right)) {
        horizontals[horizontalCount++] = right;
        if (above[right] != NONE) {
          addBeam(topY[above[right]]);
        }
      } else {
        addBeam(topY[right]);
      }
      for (int at = place[left] + 1; active[at] != right; at++) {
        intersect(right, active[at], currentX[left], currentY[left]);
      }
    }
  }

  /** The neighbours on the left get a vertex where the new edges run along them. */
  private void touchBeforeMinimum(int left, int right) {
    if (place[left] > 0) {
      int before = active[place[left] - 1];
      if (ring[left] != NONE
          && ring[before] != NONE
          && currentX[before] == botX[left]
          && parallel(botX[before], botY[before], before, currentX[left], currentY[left], left)) {
        addPoint(before, botX[left], botY[left]);
      }
    }
    int before = active[place[right] - 1];
    if (before != left
        && ring[right] != NONE
        && ring[before] != NONE
        && parallel(
            currentX[before], currentY[before], before, currentX[right], currentY[right], right)) {
      addPoint(before, botX[right], botY[right]);
    }
  }

  /** Whether the ways from two points to the tops of two edges have one slope. */
  private boolean parallel(int ax, int ay, int a, int bx, int by, int b) {
    return (long) (ay - topY[a]) * (bx - topX[b]) == (long) (ax - topX[a]) * (by - topY[b]);
  }

  /** A drawn edge that has just climbed leaves a vertex on a neighbour that it runs along. */
  private void touchBeside(int e, int fromX, int fromY) {
    int at = place[e];
    if (at > 0 && runsAlong(active[at - 1], e, fromX, fromY)) {
      addPoint(active[at - 1], botX[e], botY[e]);
    } else if (at + 1 < activeCount && runsAlong(active[at + 1], e, fromX, fromY)) {
      addPoint(active[at + 1], botX[e], botY[e]);
    }
  }

  private boolean runsAlong(int beside, int e, int x, int y) {
    return ring[beside] != NONE
        && currentX[beside] == botX[e]
        && currentY[beside] == botY[e]
        && currentY[beside] > topY[beside]
        && parallel(x, y, e, currentX[beside], currentY[beside], beside);
  }

  private void insertActive(int e, int from) {
    int at = from;
    while (at < activeCount && !standsBefore(e, active[at])) {
      at++;
    }
    System.arraycopy(active, at, active, at + 1, activeCount - at);
    active[at] = e;
    activeCount++;
    renumber(at);
  }

  private void removeActive(int e) {
    int at = place[e];
    if (at == NONE) {
      return;
    }
    activeCount--;
    System.arraycopy(active, at + 1, active, at, activeCount - at);
    place[e] = NONE;
    renumber(at);
  }

  private void renumber(int from) {
    for (int i = from; i < activeCount; i++) {
      place[active[i]] = i;
    }
  }

  /** Whether a new edge goes to the left of one that is there. */
  private boolean standsBefore(int fresh, int there) {
    if (currentX[fresh] != currentX[there]) {
      return currentX[fresh] < currentX[there];
    }
    return topY[fresh] > topY[there]
        ? topX[fresh] < xAt(there, topY[fresh])
        : topX[there] > xAt(fresh, topY[there]);
  }

  private int xAt(int e, int y) {
    return y == topY[e] ? topX[e] : botX[e] + round(dx[e] * (y - botY[e]));
  }

  private static int round(double value) {
    return (int) (value < 0 ? value - 0.5 : value + 0.5);
  }

  /** Winding numbers beside an edge: of its own polygon, and of the other one where it lies. */
  private void countWinding(int e) {
    int before = place[e] - 1;
    while (before >= 0 && polygon[active[before]] != polygon[e]) {
      before--;
    }
    if (before < 0) {
      windCount[e] = windDelta[e];
      otherCount[e] = 0;
    } else {
      int p = active[before];
      boolean outside = windCount[p] * windDelta[p] < 0;
      if (outside && Math.abs(windCount[p]) <= 1) {
        windCount[e] = windDelta[e];
      } else if (windDelta[p] * windDelta[e] < 0) {
        windCount[e] = windCount[p];
      } else {
        windCount[e] = windCount[p] + windDelta[e];
      }
      otherCount[e] = otherCount[p];
    }
    for (int i = before + 1; i < place[e]; i++) {
      otherCount[e] += windDelta[active[i]];
    }
  }

  /** Two edges meet; {@code right} is the right one above the meeting point. */
  private void intersect(int right, int left, int x, int y) {
    boolean same = polygon[right] == polygon[left];
    if (same) {
      int r = windCount[right] + windDelta[left];
      windCount[right] = r == 0 ? -windCount[right] : r;
      int l = windCount[left] - windDelta[right];
      windCount[left] = l == 0 ? -windCount[left] : l;
    } else {
      otherCount[right] += windDelta[left];
      otherCount[left] -= windDelta[right];
    }
    boolean rightOuter = Math.abs(windCount[right]) <= 1;
    boolean leftOuter = Math.abs(windCount[left]) <= 1;
    boolean rightDraws = ring[right] != NONE;
    boolean leftDraws = ring[left] != NONE;
    if (rightDraws && leftDraws) {
      if (rightOuter && leftOuter && same) {
        addPoint(right, x, y);
        addPoint(left, x, y);
        swapRings(right, left);
      } else {
        closeRing(right, left, x, y);
      }
    } else if (rightDraws) {
      if (leftOuter) {
        addPoint(right, x, y);
        swapRings(right, left);
      }
    } else if (leftDraws) {
      if (rightOuter) {
        addPoint(left, x, y);
        swapRings(right, left);
      }
    } else if (rightOuter && leftOuter) {
      beginAt(right, left, same, x, y);
    }
  }

  private void beginAt(int right, int left, boolean same, int x, int y) {
    if (!same) {
      openRing(right, left, x, y);
    } else if (windCount[right] != 0 && windCount[left] != 0) {
      if (otherCount[right] != 0 && otherCount[left] != 0) {
        openRing(right, left, x, y);
      }
    } else {
      swapSides(right, left);
    }
  }

  private void swapSides(int a, int b) {
    boolean side = leftSide[a];
    leftSide[a] = leftSide[b];
    leftSide[b] = side;
  }

  private void swapRings(int a, int b) {
    swapSides(a, b);
    int r = ring[a];
    ring[a] = ring[b];
    ring[b] = r;
  }

  private void swapActive(int a, int b) {
    int pa = place[a];
    int pb = place[b];
    if (pa == NONE || pb == NONE) {
      return;
    }
    active[pa] = b;
    active[pb] = a;
    place[a] = pb;
    place[b] = pa;
  }

  // ---- horizontal edges --------------------------------------------------------------------

  private void processHorizontals() {
    while (horizontalCount > 0) {
      processHorizontal(horizontals[--horizontalCount]);
    }
  }

  private void processHorizontal(int e) {
    int lastFlat = e;
    while (above[lastFlat] != NONE && horizontal(above[lastFlat])) {
      lastFlat = above[lastFlat];
    }
    int pair = above[lastFlat] == NONE ? maximumPair(lastFlat) : NONE;
    while (true) {
      boolean rightward = botX[e] < topX[e];
      int end = rightward ? 1 : -1;
      for (int at = place[e] + end; at >= 0 && at < activeCount; at = place[e] + end) {
        int other = active[at];
        int x = currentX[other];
        if (rightward ? x > topX[e] : x < topX[e]) {
          break;
        }
        if (x == topX[e] && above[e] != NONE && dx[other] < dx[above[e]]) {
          break;
        }
        if (ring[e] != NONE) {
          addPoint(e, x, currentY[other]);
        }
        if (other == pair && e == lastFlat) {
          if (ring[e] != NONE) {
            closeRing(e, pair, topX[e], topY[e]);
          }
          removeActive(e);
          removeActive(pair);
          return;
        }
        if (rightward) {
          intersect(e, other, x, currentY[e]);
        } else {
          intersect(other, e, x, currentY[e]);
        }
        swapActive(e, other);
      }
      if (above[e] == NONE || !horizontal(above[e])) {
        break;
      }
      e = climb(e);
      if (ring[e] != NONE) {
        addPoint(e, botX[e], botY[e]);
      }
    }
    if (ring[e] != NONE) {
      addPoint(e, topX[e], topY[e]);
    }
    if (above[e] == NONE) {
      removeActive(e);
      return;
    }
    e = climb(e);
    if (ring[e] != NONE) {
      touchBeside(e, botX[e], botY[e]);
    }
  }

  /** The edge above takes the place of one that ends. */
  private int climb(int e) {
    int up = above[e];
    ring[up] = ring[e];
    leftSide[up] = leftSide[e];
    windDelta[up] = windDelta[e];
    windCount[up] = windCount[e];
    otherCount[up] = otherCount[e];
    currentX[up] = botX[up];
    currentY[up] = botY[up];
    place[up] = place[e];
    active[place[up]] = up;
    place[e] = NONE;
    if (!horizontal(up)) {
      addBeam(topY[up]);
    }
    return up;
  }

  private int maximumPair(int e) {
    int next = nextEdge[e];
    if (topX[next] == topX[e] && topY[next] == topY[e] && above[next] == NONE) {
      return next;
    }
    int previous = previousEdge[e];
    if (topX[previous] == topX[e] && topY[previous] == topY[e] && above[previous] == NONE) {
      return previous;
    }
    return NONE;
  }

  // ---- crossings within a scanbeam ---------------------------------------------------------

  private boolean processCrossings(int y) {
    findCrossings(y);
    if (crossings == 0) {
      return true;
    }
    if (crossings > 1 && !orderCrossings()) {
      return false;
    }
    for (int i = 0; i < crossings; i++) {
      intersect(crossFirst[i], crossSecond[i], crossX[i], crossY[i]);
      swapActive(crossFirst[i], crossSecond[i]);
    }
    return true;
  }

  /** Edges in another order at the beam's end have crossed: bubble sort meets each such pair. */
  private void findCrossings(int y) {
    crossings = 0;
    for (int i = 0; i < activeCount; i++) {
      int e = active[i];
      sorted[i] = e;
      currentX[e] = xAt(e, y);
    }
    boolean changed = true;
    for (int end = activeCount - 1; end > 0 && changed; end--) {
      changed = false;
      for (int i = 0; i < end; i++) {
        int a = sorted[i];
        int b = sorted[i + 1];
        if (currentX[a] > currentX[b]) {
          meet(a, b);
          if (meetY < y) {
            meetX = xAt(a, y);
            meetY = y;
          }
          addCrossing(a, b);
          sorted[i] = b;
          sorted[i + 1] = a;
          changed = true;
        }
      }
    }
  }

  private void addCrossing(int a, int b) {
    if (crossings == crossFirst.length) {
      int size = 2 * crossings;
      crossFirst = Arrays.copyOf(crossFirst, size);
      crossSecond = Arrays.copyOf(crossSecond, size);
      crossX = Arrays.copyOf(crossX, size);
      crossY = Arrays.copyOf(crossY, size);
    }
    int at = crossings++;
    // Lowest first; equals stay in the order in which they were found.
    while (at > 0 && crossY[at - 1] < meetY) {
      crossFirst[at] = crossFirst[at - 1];
      crossSecond[at] = crossSecond[at - 1];
      crossX[at] = crossX[at - 1];
      crossY[at] = crossY[at - 1];
      at--;
    }
    crossFirst[at] = a;
    crossSecond[at] = b;
    crossX[at] = meetX;
    crossY[at] = meetY;
  }

  /** Brings the crossings into an order in which every pair is adjacent when its turn comes. */
  private boolean orderCrossings() {
    System.arraycopy(active, 0, sorted, 0, activeCount);
    for (int i = 0; i < activeCount; i++) {
      sortedPlace[sorted[i]] = i;
    }
    for (int i = 0; i < crossings; i++) {
      int j = i;
      while (j < crossings && !adjacent(j)) {
        j++;
      }
      if (j == crossings) {
        return false;
      }
      if (j != i) {
        exchange(i, j);
      }
      int a = crossFirst[i];
      int b = crossSecond[i];
      int pa = sortedPlace[a];
      int pb = sortedPlace[b];
      sorted[pa] = b;
      sorted[pb] = a;
      sortedPlace[a] = pb;
      sortedPlace[b] = pa;
    }
    return true;
  }

  private boolean adjacent(int crossing) {
    return Math.abs(sortedPlace[crossFirst[crossing]] - sortedPlace[crossSecond[crossing]]) == 1;
  }

  private void exchange(int i, int j) {
    swap(crossFirst, i, j);
    swap(crossSecond, i, j);
    swap(crossX, i, j);
    swap(crossY, i, j);
  }

  private static void swap(int[] values, int i, int j) {
    int value = values[i];
    values[i] = values[j];
    values[j] = value;
  }

  /** The lattice point where two edges meet, kept between the ends that both have in this beam. */
  private void meet(int a, int b) {
    double da = dx[a];
    double db = dx[b];
    if (da == db) {
      meetY = currentY[a];
      meetX = xAt(a, meetY);
      return;
    }
    if (da == 0) {
      meetX = botX[a];
      meetY = round(meetX / db + (botY[b] - botX[b] / db));
    } else if (db == 0) {
      meetX = botX[b];
      meetY = round(meetX / da + (botY[a] - botX[a] / da));
    } else {
      double interceptA = botX[a] - botY[a] * da;
      double interceptB = botX[b] - botY[b] * db;
      double y = (interceptB - interceptA) / (da - db);
      meetY = round(y);
      meetX = round(Math.abs(da) < Math.abs(db) ? da * y + interceptA : db * y + interceptB);
    }
    if (meetY < topY[a] || meetY < topY[b]) {
      meetY = Math.max(topY[a], topY[b]);
      meetX = xAt(Math.abs(da) < Math.abs(db) ? a : b, meetY);
    }
    if (meetY > currentY[a]) {
      meetY = currentY[a];
      meetX = xAt(Math.abs(da) > Math.abs(db) ? b : a, meetY);
    }
  }

  // ---- the end of a scanbeam ---------------------------------------------------------------

  private boolean finishBeam(int y) {
    for (int at = 0; at < activeCount; ) {
      int e = active[at];
      if (endsInMaximum(e, y)) {
        if (!closeMaximum(e)) {
          return false;
        }
        continue; // the next edge has come to this place
      }
      if (topY[e] == y && above[e] != NONE && horizontal(above[e])) {
        int flat = climb(e);
        if (ring[flat] != NONE) {
          addPoint(flat, botX[flat], botY[flat]);
        }
        horizontals[horizontalCount++] = flat;
      } else {
        currentX[e] = xAt(e, y);
        currentY[e] = y;
      }
      at++;
    }
    processHorizontals();
    for (int at = 0; at < activeCount; at++) {
      int e = active[at];
      if (topY[e] == y && above[e] != NONE) {
        if (ring[e] != NONE) {
          addPoint(e, topX[e], topY[e]);
        }
        e = climb(e);
        if (ring[e] != NONE) {
          touchBeside(e, currentX[e], currentY[e]);
        }
      }
    }
    return true;
  }

  private boolean endsInMaximum(int e, int y) {
    if (topY[e] != y || above[e] != NONE) {
      return false;
    }
    int pair = maximumPair(e);
    return pair == NONE || !horizontal(pair);
  }

  private boolean closeMaximum(int e) {
    int pair = maximumPair(e);
    if (pair == NONE || place[pair] == NONE) {
      if (ring[e] != NONE) {
        addPoint(e, topX[e], topY[e]);
      }
      removeActive(e);
      return true;
    }
    while (place[e] + 1 < activeCount && active[place[e] + 1] != pair) {
      int next = active[place[e] + 1];
      intersect(e, next, topX[e], topY[e]);
      swapActive(e, next);
    }
    if ((ring[e] == NONE) != (ring[pair] == NONE)) {
      return false;
    }
    if (ring[e] != NONE) {
      closeRing(e, pair, topX[e], topY[e]);
    }
    removeActive(e);
    removeActive(pair);
    return true;
  }

  // ---- rings of the common area ------------------------------------------------------------

  private void openRing(int a, int b, int x, int y) {
    boolean aLeft = horizontal(b) || dx[a] > dx[b];
    if (rings == ringArea.length) {
      growRings();
    }
    int r = rings++;
    ringFrontX[r] = x;
    ringFrontY[r] = y;
    ringBackX[r] = x;
    ringBackY[r] = y;
    ringArea[r] = 0;
    ring[a] = r;
    ring[b] = r;
    leftSide[a] = aLeft;
    leftSide[b] = !aLeft;
    touchBeforeRing(aLeft ? a : b, aLeft ? b : a, x, y);
  }

  /** A drawn edge on the left of a new ring gets a vertex where the ring runs along it. */
  private void touchBeforeRing(int left, int right, int x, int y) {
    int at = place[left] - 1;
    if (at >= 0 && active[at] == right) {
      at--;
    }
    if (at < 0) {
      return;
    }
    int before = active[at];
    if (ring[before] != NONE && topY[before] < y && topY[left] < y) {
      int there = xAt(before, y);
      if (there == xAt(left, y) && parallel(there, y, before, there, y, left)) {
        addPoint(before, x, y);
      }
    }
  }

  private void growRings() {
    int size = 2 * rings;
    ringFrontX = Arrays.copyOf(ringFrontX, size);
    ringFrontY = Arrays.copyOf(ringFrontY, size);
    ringBackX = Arrays.copyOf(ringBackX, size);
    ringBackY = Arrays.copyOf(ringBackY, size);
    ringArea = Arrays.copyOf(ringArea, size);
  }

  private static long cross(int x0, int y0, int x1, int y1) {
    return (long) x0 * y1 - (long) y0 * x1;
  }

  private void addPoint(int e, int x, int y) {
    int r = ring[e];
    if (leftSide[e]) {
      ringArea[r] += cross(x, y, ringFrontX[r], ringFrontY[r]);
      ringFrontX[r] = x;
      ringFrontY[r] = y;
    } else {
      ringArea[r] += cross(ringBackX[r], ringBackY[r], x, y);
      ringBackX[r] = x;
      ringBackY[r] = y;
    }
  }

  private void closeRing(int a, int b, int x, int y) {
    addPoint(a, x, y);
    int ra = ring[a];
    int rb = ring[b];
    if (ra == rb) {
      closedArea +=
          Math.abs(
              ringArea[ra] + cross(ringBackX[ra], ringBackY[ra], ringFrontX[ra], ringFrontY[ra]));
      ring[a] = NONE;
      ring[b] = NONE;
    } else if (ra < rb) {
      append(a, b);
    } else {
      append(b, a);
    }
  }

  /** Joins the ring of {@code b} to that of {@code a}, at the ends where the two edges are. */
  private void append(int a, int b) {
    int ra = ring[a];
    int rb = ring[b];
    boolean reversed = leftSide[a] == leftSide[b];
    if (reversed) {
      reverse(rb);
    }
    if (leftSide[a]) {
      ringArea[ra] +=
          ringArea[rb] + cross(ringBackX[rb], ringBackY[rb], ringFrontX[ra], ringFrontY[ra]);
      ringFrontX[ra] = ringFrontX[rb];
      ringFrontY[ra] = ringFrontY[rb];
    } else {
      ringArea[ra] +=
          ringArea[rb] + cross(ringBackX[ra], ringBackY[ra], ringFrontX[rb], ringFrontY[rb]);
      ringBackX[ra] = ringBackX[rb];
      ringBackY[ra] = ringBackY[rb];
    }
    ring[a] = NONE;
    ring[b] = NONE;
    for (int i = 0; i < activeCount; i++) {
      int e = active[i];
      if (ring[e] == rb) {
        ring[e] = ra;
        leftSide[e] = leftSide[a];
        return;
      }
    }
  }

  private void reverse(int r) {
    ringArea[r] = -ringArea[r];
    int x = ringFrontX[r];
    int y = ringFrontY[r];
    ringFrontX[r] = ringBackX[r];
    ringFrontY[r] = ringBackY[r];
    ringBackX[r] = x;
    ringBackY[r] = y;
  }
}
