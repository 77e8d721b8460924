package org.scopeside.simulator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the cells of one field are at one time: the truth, without a pixel drawn. Cells are placed
 * on an area larger than the image, about a third of them against another cell (stepping outward
 * until no pixel is shared, so they touch and never overlap). The stage drifts slowly with time
 * over this area. A cell of which fewer than {@link #SMALLEST_OBJECT_PX} pixels remain at the
 * image's border is not in the field at all, neither drawn nor counted.
 *
 * @param nuclei in label order: label i + 1 is {@code nuclei.get(i)}
 * @param specks debris: bright, smaller than any nucleus, not in the truth
 * @param defect what went wrong in this field, at all times
 * @param bubble only with {@link FieldDefect#BUBBLE}
 */
record FieldLayout(
    List<Nucleus> nuclei, List<Speck> specks, FieldDefect defect, @Nullable Bubble bubble) {

  static final int SMALLEST_OBJECT_PX = 40;

  private static final double CELLS_PER_MM2 = 355;
  private static final double TOUCHING_FRACTION = 0.35;
  private static final int ATTEMPTS = 30;
  private static final int DRIFT_PX = 12;

  /** Debris lies on empty wells too. */
  private static final double SPECKS_PER_MM2 = 50;

  /** A nucleus farther outside the image than this never shows in it. */
  private static final double LARGEST_REACH_UM = 20;

  static FieldLayout of(SimulationSettings settings, SimulatedWell well, int field, int time) {
    long key = SeededRandom.key(settings.seed(), well.row(), well.column(), field);
    SeededRandom random = new SeededRandom(key);
    FieldDefect defect = FieldDefect.draw(random, settings.defectFraction());
    Bubble bubble =
        defect == FieldDefect.BUBBLE
            ? Bubble.draw(random, settings.sizeX(), settings.sizeY())
            : null;
    double wellFactor =
        new SeededRandom(SeededRandom.key(settings.seed(), well.row(), well.column())).factor(0.05);
    List<Nucleus> placed = new Placement(settings, well, bubble, wellFactor, random).place();
    int driftX = drift(SeededRandom.key(key, 'x'), time);
    int driftY = drift(SeededRandom.key(key, 'y'), time);
    return new FieldLayout(
        visible(placed, settings, driftX, driftY),
        specks(settings, key, driftX, driftY),
        defect,
        bubble);
  }

  private static List<Nucleus> visible(
      List<Nucleus> placed, SimulationSettings settings, int driftX, int driftY) {
    List<Nucleus> visible = new ArrayList<>(placed.size());
    for (Nucleus nucleus : placed) {
      Nucleus moved = nucleus.movedBy(driftX, driftY);
      int area =
          moved
              .shape()
              .visibleArea(moved.originX(), moved.originY(), settings.sizeX(), settings.sizeY());
      if (area >= SMALLEST_OBJECT_PX) {
        visible.add(moved);
      }
    }
    return List.copyOf(visible);
  }

  private static List<Speck> specks(SimulationSettings settings, long key, int driftX, int driftY) {
    SeededRandom random = new SeededRandom(SeededRandom.key(key, 's'));
    double areaMm2 =
        settings.sizeX() * settings.sizeY() * settings.pixelSizeUm() * settings.pixelSizeUm() / 1e6;
    int count = (int) Math.rint(SPECKS_PER_MM2 * areaMm2 * random.uniform(0.3, 1.7));
    List<Speck> specks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      specks.add(Speck.draw(random, settings).movedBy(driftX, driftY));
    }
    return List.copyOf(specks);
  }

  /** Slow, bounded and zero at time 0. */
  private static int drift(long key, int time) {
    double rate = new SeededRandom(key).uniform(-0.12, 0.12);
    return (int) Math.rint(DRIFT_PX * StrictMath.sin(rate * time));
  }

  /** Places the cells of a field one after the other. */
  private static final class Placement {

    private final SimulationSettings settings;
    private final double response;
    private final @Nullable Bubble bubble;
    private final SeededRandom random;
    private final int margin;
    private final int wanted;
    private final List<Nucleus> placed = new ArrayList<>();
    private final List<Integer> reaches = new ArrayList<>();

    Placement(
        SimulationSettings settings,
        SimulatedWell well,
        @Nullable Bubble bubble,
        double wellFactor,
        SeededRandom random) {
      this.settings = settings;
      this.response = well.response();
      this.bubble = bubble;
      this.random = random;
      this.margin = DRIFT_PX + (int) (LARGEST_REACH_UM / settings.pixelSizeUm());
      double widthMm = (settings.sizeX() + 2 * margin) * settings.pixelSizeUm() / 1000;
      double heightMm = (settings.sizeY() + 2 * margin) * settings.pixelSizeUm() / 1000;
      double expected = CELLS_PER_MM2 * widthMm * heightMm * well.survival();
      this.wanted = (int) Math.rint(expected * wellFactor * random.factor(0.06));
    }

    List<Nucleus> place() {
      for (int i = 0; i < wanted; i++) {
        boolean touching = !placed.isEmpty() && random.uniform() < TOUCHING_FRACTION;
        Nucleus candidate = draw();
        int reach = candidate.shape().reach();
        Nucleus settled =
            touching ? settleBesideAnother(candidate, reach) : settle(candidate, reach);
        if (settled != null) {
          placed.add(settled);
          reaches.add(reach);
        }
      }
      return placed;
    }

    private Nucleus draw() {
      double pixel = settings.pixelSizeUm();
      long lookSeed = random.next();
      double fate = random.uniform();
      double dead = 0.02 + 0.14 * response;
      double mitotic = 0.045 * (1 - 0.8 * response);
      if (fate < dead) {
        double radius = random.uniform(3.2, 4.6) / pixel;
        NucleusShape round = NucleusShape.draw(random, radius * 1.06, radius, 0.05);
        float level = (float) (5200 * random.factor(0.2));
        return new Nucleus(round, 0, 0, Nucleus.State.DEAD, level, lookSeed);
      }
      if (fate < dead + mitotic) {
        double length = random.uniform(5.5, 7.5) / pixel;
        double width = random.uniform(2.4, 3.4) / pixel;
        NucleusShape plate = NucleusShape.draw(random, length, width, 0.10);
        float level = (float) (5600 * random.factor(0.15));
        return new Nucleus(plate, 0, 0, Nucleus.State.MITOTIC, level, lookSeed);
      }
      // Late in the cycle a nucleus is larger and holds up to twice the DNA.
      double cycle = random.uniform() < 0.6 ? 0 : random.uniform(0.2, 1);
      double radius = 7.2 * (1 + 0.16 * cycle) * random.factor(0.11) / pixel;
      double stretch = Math.sqrt(random.uniform(1.05, 1.75));
      NucleusShape nucleus = NucleusShape.draw(random, radius * stretch, radius / stretch, 0.10);
      float level = (float) (1900 * (1 + 0.5 * cycle) * random.factor(0.25));
      return new Nucleus(nucleus, 0, 0, Nucleus.State.INTERPHASE, level, lookSeed);
    }

    /** Somewhere free, clear of all others; null after too many attempts. */
    private @Nullable Nucleus settle(Nucleus candidate, int reach) {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        int x = random.below(settings.sizeX() + 2 * margin) - margin;
        int y = random.below(settings.sizeY() + 2 * margin) - margin;
        if (!underBubble(x, y, reach) && isClear(x, y, reach)) {
          return candidate.movedBy(x, y);
        }
      }
      return null;
    }

    /** At the first free place in a random direction from another cell; null if none is near. */
    private @Nullable Nucleus settleBesideAnother(Nucleus candidate, int reach) {
      int parentIndex = random.below(placed.size());
      Nucleus parent = placed.get(parentIndex);
      double angle = random.uniform(0, 2 * StrictMath.PI);
      double cos = StrictMath.cos(angle);
      double sin = StrictMath.sin(angle);
      int farthest = 2 * (reach + reaches.get(parentIndex));
      for (int step = 1; step <= farthest; step++) {
        int x = parent.originX() + (int) Math.rint(cos * step);
        int y = parent.originY() + (int) Math.rint(sin * step);
        Nucleus moved = candidate.movedBy(x, y);
        if (!overlapsAny(moved, reach)) {
          return underBubble(x, y, reach) ? null : moved;
        }
      }
      return null;
    }

    private boolean underBubble(int x, int y, int reach) {
      return bubble != null && bubble.covers(x, y, reach + DRIFT_PX);
    }

    private boolean isClear(int x, int y, int reach) {
      for (int i = 0; i < placed.size(); i++) {
        Nucleus other = placed.get(i);
        int dx = other.originX() - x;
        int dy = other.originY() - y;
        int distance = reach + reaches.get(i) + 2;
        if (dx * dx + dy * dy < distance * distance) {
          return false;
        }
      }
      return true;
    }

    private boolean overlapsAny(Nucleus candidate, int reach) {
      for (int i = 0; i < placed.size(); i++) {
        Nucleus other = placed.get(i);
        int distance = reach + reaches.get(i);
        if (Math.abs(other.originX() - candidate.originX()) <= distance
            && Math.abs(other.originY() - candidate.originY()) <= distance
            && candidate.overlaps(other)) {
          return true;
        }
      }
      return false;
    }
  }
}
