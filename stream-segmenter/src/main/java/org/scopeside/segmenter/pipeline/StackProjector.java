package org.scopeside.segmenter.pipeline;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.segmenter.SegmenterSettings.ZProjection;
import org.scopeside.segmenter.image.GreyImage;

/**
 * Joins the z-planes of a field into the one image that is segmented, so that a cell seen in
 * several sections is counted once.
 *
 * <p>Maximum projection keeps one running maximum a stack, whatever the number of sections. The
 * section with the lowest z carries the objects of the field: z = 0 unless it failed. A stack is
 * handed on when its last section has come, when none has come for a while, or, oldest first, when
 * the open stacks hold more memory than they may; the latter two are marked incomplete. A section
 * that comes after its stack was handed on incomplete carries nothing, so that the field is not
 * counted twice. Thread-safe.
 */
final class StackProjector {
  /** Stacks handed on incomplete that are remembered for sections which come late. */
  private static final int REMEMBERED = 10_000;

  private final ZProjection projection;
  private final long maxBytes;
  private final Map<String, Stack> open = new LinkedHashMap<>();
  // Sections seen of each.
  private final Map<String, BitSet> incomplete =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, BitSet> eldest) {
          return size() > REMEMBERED;
        }
      };
  private long bytes;

  /** What to do next after a plane came. */
  record Step(List<FieldImage> fields, List<AnalysedPlane> released) {
    static final Step NOTHING = new Step(List.of(), List.of());
  }

  private static final class Stack {
    final int width;
    final int height;
    final int sizeZ;
    final float[] maximum;
    final BitSet seen = new BitSet();
    final List<AnalysedPlane> superseded = new ArrayList<>();
    List<AnalysedPlane> carriers = new ArrayList<>();
    long touchedNanos;

    Stack(DecodedPlane first) {
      width = first.image().width();
      height = first.image().height();
      sizeZ = first.header().sizeZ();
      maximum = first.image().pixels().clone();
    }

    long bytes() {
      return 4L * maximum.length;
    }

    boolean complete() {
      return seen.cardinality() == sizeZ;
    }

    FieldImage image() {
      return new FieldImage(
          List.copyOf(carriers),
          List.copyOf(superseded),
          new GreyImage(maximum, width, height),
          seen.cardinality(),
          complete());
    }
  }

  StackProjector(ZProjection projection, long maxBytes) {
    this.projection = projection;
    this.maxBytes = maxBytes;
  }

  /**
   * Takes a plane of the segmented channel.
   *
   * @return fields that are ready, and planes that carry no objects and are done
   * @throws IllegalArgumentException if the plane is of another size than its stack, or of a stack
   *     of another number of sections
   */
  Step add(DecodedPlane plane, AnalysedPlane analysed) {
    PlaneHeader header = plane.header();
    if (header.sizeZ() == 1) {
      return alone(plane, analysed);
    }
    return projection == ZProjection.MIDDLE ? middle(plane, analysed) : maximum(plane, analysed);
  }

  private static Step middle(DecodedPlane plane, AnalysedPlane analysed) {
    boolean chosen = plane.header().theZ() == plane.header().sizeZ() / 2;
    return chosen ? alone(plane, analysed) : new Step(List.of(), List.of(analysed));
  }

  private static Step alone(DecodedPlane plane, AnalysedPlane analysed) {
    FieldImage field = new FieldImage(List.of(analysed), List.of(), plane.image(), 1, true);
    return new Step(List.of(field), List.of());
  }

  private synchronized Step maximum(DecodedPlane plane, AnalysedPlane analysed) {
    String key = key(plane);
    Stack stack = open.get(key);
    if (stack == null && late(key, plane.header().theZ())) {
      return new Step(List.of(), List.of(analysed));
    }
    if (stack == null) {
      stack = new Stack(plane);
      open.put(key, stack);
      bytes += stack.bytes();
    } else {
      merge(stack, plane);
    }
    stack.touchedNanos = System.nanoTime();
    List<AnalysedPlane> released = carry(stack, analysed);
    stack.seen.set(plane.header().theZ());
    List<FieldImage> fields = new ArrayList<>();
    if (stack.complete()) {
      fields.add(close(key, stack));
    }
    while (bytes > maxBytes && open.size() > 1) {
      Map.Entry<String, Stack> oldest = open.entrySet().iterator().next();
      fields.add(close(oldest.getKey(), oldest.getValue()));
    }
    return new Step(fields, released);
  }

  /**
   * True for a section of a stack that went on without it; one seen before begins the stack anew.
   */
  private boolean late(String key, int theZ) {
    BitSet seen = incomplete.get(key);
    if (seen == null) {
      return false;
    }
    if (seen.get(theZ)) {
      incomplete.remove(key);
      return false;
    }
    seen.set(theZ);
    return true;
  }

  private static void merge(Stack stack, DecodedPlane plane) {
    GreyImage image = plane.image();
    if (plane.header().sizeZ() != stack.sizeZ) {
      throw new IllegalArgumentException(
          "z-plane is of " + plane.header().sizeZ() + " sections, its stack of " + stack.sizeZ);
    }
    if (image.width() != stack.width || image.height() != stack.height) {
      throw new IllegalArgumentException(
          "z-plane is "
              + image.width()
              + "x"
              + image.height()
              + ", its stack is "
              + stack.width
              + "x"
              + stack.height);
    }
    float[] maximum = stack.maximum;
    float[] pixels = image.pixels();
    for (int i = 0; i < maximum.length; i++) {
      maximum[i] = Math.max(maximum[i], pixels[i]);
    }
  }

  /**
   * Decides who carries the objects; returns the plane if it is done. A carrier that gives way is
   * not: its offset would be committed, and after a crash the stack would be read again without it.
   */
  private static List<AnalysedPlane> carry(Stack stack, AnalysedPlane plane) {
    int lowest =
        stack.carriers.isEmpty() ? Integer.MAX_VALUE : stack.carriers.get(0).header().theZ();
    int z = plane.header().theZ();
    if (z > lowest) {
      return List.of(plane);
    }
    if (z < lowest) {
      stack.superseded.addAll(stack.carriers);
      stack.carriers = new ArrayList<>();
    }
    stack.carriers.add(plane);
    return List.of();
  }

  /** Hands on the stacks that got no plane for a time. */
  synchronized List<FieldImage> flushIdle(long idleNanos) {
    long now = System.nanoTime();
    List<FieldImage> fields = new ArrayList<>();
    for (Map.Entry<String, Stack> entry : List.copyOf(open.entrySet())) {
      if (now - entry.getValue().touchedNanos >= idleNanos) {
        fields.add(close(entry.getKey(), entry.getValue()));
      }
    }
    return fields;
  }

  /** Forgets stacks of partitions that are read by another segmenter now. */
  synchronized void forget(Collection<TopicPartition> partitions) {
    for (Iterator<Stack> stacks = open.values().iterator(); stacks.hasNext(); ) {
      Stack stack = stacks.next();
      if (partitions.contains(stack.carriers.get(0).frame().partition())) {
        bytes -= stack.bytes();
        stacks.remove();
      }
    }
  }

  private FieldImage close(String key, Stack stack) {
    open.remove(key);
    bytes -= stack.bytes();
    if (!stack.complete()) {
      incomplete.put(key, stack.seen);
    }
    return stack.image();
  }

  /**
   * Planes of an earlier assignment must not complete a stack that is read again under a new one.
   */
  private static String key(DecodedPlane plane) {
    PlaneHeader header = plane.header();
    return header.partitionKey()
        + "/t"
        + header.theT()
        + "/c"
        + header.theC()
        + "@"
        + plane.frame().assignment();
  }

  /** Bytes held by open stacks. */
  synchronized long bytes() {
    return bytes;
  }
}
