package org.scopeside.steering;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.scopeside.contract.FrameRef;
import org.scopeside.feed.PlaneOutcome;

/**
 * What is wrong with the fields of one acquisition, from the outcomes of their planes; a later
 * outcome of a plane replaces the earlier one. Thread-safe.
 *
 * <p>It holds a few bytes a plane, of {@link #MAX_PLANES} planes at most; outcomes of further
 * planes are ignored and counted.
 */
public final class FieldQuality {
  /** Planes held: a 1536-well plate of 9 fields, 5 channels and 15 sections. */
  static final int MAX_PLANES = 1_000_000;

  private static final int INDEX_BITS = 20;
  private static final long INDEX_MASK = (1L << INDEX_BITS) - 1;

  private final ToIntFunction<FrameRef> positionOf;

  /** By position, then by plane of the field: what is wrong with it. */
  private final TreeMap<Integer, Map<Long, Set<ReimageKind>>> positions = new TreeMap<>();

  /** Channels that carried objects. */
  private final Set<Integer> segmented = new HashSet<>();

  private int planes;
  private long ignored;
  private long unplaced;

  /**
   * @param positionOf zero-based place of a frame's field in the acquisition's position list;
   *     negative where it is unknown
   */
  public FieldQuality(ToIntFunction<FrameRef> positionOf) {
    this.positionOf = positionOf;
  }

  /** Takes what became of a plane. */
  public synchronized void outcome(PlaneOutcome outcome) {
    FrameRef frame = outcome.frame();
    if (outcome.objects() != null) {
      segmented.add(frame.theC());
    }
    Set<ReimageKind> wrong = EnumSet.noneOf(ReimageKind.class);
    if (outcome.failure() != null) {
      wrong.add(ReimageKind.FAILED);
    }
    for (String flag : outcome.flags()) {
      addFlag(wrong, flag);
    }
    put(frame, wrong);
  }

  private static void addFlag(Set<ReimageKind> wrong, String flag) {
    switch (flag) {
      case "OUT_OF_FOCUS":
        wrong.add(ReimageKind.BLURRED);
        break;
      case "SATURATED":
        wrong.add(ReimageKind.SATURATED);
        break;
      case "EMPTY":
        wrong.add(ReimageKind.EMPTY);
        break;
      case "LOW_SIGNAL":
        wrong.add(ReimageKind.LOW_SIGNAL);
        break;
      default:
        // A flag of a later version says nothing that is known here.
        break;
    }
  }

  /** A plane was captured but not sent, so it has no outcome. */
  public synchronized void dropped(FrameRef frame) {
    put(frame, EnumSet.of(ReimageKind.DROPPED));
  }

  private void put(FrameRef frame, Set<ReimageKind> wrong) {
    int position = positionOf.applyAsInt(frame);
    if (position < 0) {
      unplaced++;
      return;
    }
    Map<Long, Set<ReimageKind>> field =
        positions.computeIfAbsent(position, unseen -> new HashMap<>());
    long plane = key(frame);
    if (!field.containsKey(plane) && planes == MAX_PLANES) {
      ignored++;
    } else if (field.put(plane, wrong) == null) {
      planes++;
    }
  }

  private static long key(FrameRef frame) {
    long time = frame.theT();
    return (time << (2 * INDEX_BITS)) | ((long) frame.theC() << INDEX_BITS) | frame.theZ();
  }

  /** What is wrong with each field that has something wrong, by position. */
  public synchronized Map<Integer, Set<ReimageKind>> wrong() {
    Map<Integer, Set<ReimageKind>> wrong = new TreeMap<>();
    positions.forEach(
        (position, field) -> {
          Set<ReimageKind> kinds = judge(field);
          if (!kinds.isEmpty()) {
            wrong.put(position, kinds);
          }
        });
    return wrong;
  }

  /** Planes whose field has no known position. */
  synchronized long unplaced() {
    return unplaced;
  }

  /** Planes that came after {@link #MAX_PLANES} others. */
  synchronized long ignored() {
    return ignored;
  }

  private Set<ReimageKind> judge(Map<Long, Set<ReimageKind>> field) {
    Set<ReimageKind> kinds = EnumSet.noneOf(ReimageKind.class);
    Map<Long, Stack> stacks = new HashMap<>();
    field.forEach(
        (plane, wrong) -> {
          kinds.addAll(anywhere(wrong));
          if (judged(plane) && !wrong.contains(ReimageKind.FAILED)) {
            stacks.computeIfAbsent(plane >> INDEX_BITS, stack -> new Stack()).add(wrong);
          }
        });
    addOfStacks(kinds, stacks.values());
    return kinds;
  }

  /** What is wrong with the field whichever plane has it. */
  private static Set<ReimageKind> anywhere(Set<ReimageKind> plane) {
    Set<ReimageKind> kinds =
        EnumSet.of(ReimageKind.SATURATED, ReimageKind.FAILED, ReimageKind.DROPPED);
    kinds.retainAll(plane);
    return kinds;
  }

  /** Focus and signal are asked of the segmented channels; of all where none is known. */
  private boolean judged(long plane) {
    return segmented.isEmpty() || segmented.contains((int) ((plane >> INDEX_BITS) & INDEX_MASK));
  }

  /** One time point out of focus is enough; to be empty, a field must be so in every channel. */
  private static void addOfStacks(Set<ReimageKind> kinds, Collection<Stack> stacks) {
    if (stacks.stream().anyMatch(Stack::blurred)) {
      kinds.add(ReimageKind.BLURRED);
    }
    if (!stacks.isEmpty() && stacks.stream().allMatch(Stack::empty)) {
      kinds.add(ReimageKind.EMPTY);
    } else if (!stacks.isEmpty() && stacks.stream().allMatch(Stack::dim)) {
      kinds.add(ReimageKind.LOW_SIGNAL);
    }
  }

  /** The sections of one channel at one time point: one good section makes it good. */
  private static final class Stack {
    private int sections;
    private int blurred;
    private int empty;
    private int dim;

    void add(Set<ReimageKind> wrong) {
      sections++;
      blurred += wrong.contains(ReimageKind.BLURRED) ? 1 : 0;
      empty += wrong.contains(ReimageKind.EMPTY) ? 1 : 0;
      dim += wrong.contains(ReimageKind.LOW_SIGNAL) ? 1 : 0;
    }

    boolean blurred() {
      return blurred > 0 && blurred + empty == sections;
    }

    boolean empty() {
      return empty == sections;
    }

    boolean dim() {
      return dim + empty == sections;
    }
  }
}
