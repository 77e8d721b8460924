package org.scopeside.segmenter.pipeline;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
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
  private final ZProjection projection;
  private final long maxBytes;
  private final OpenFields<Stack> open = new OpenFields<>();

  /** Sections seen of each stack that was handed on incomplete. */
  private final Map<String, BitSet> incomplete = OpenFields.memory();

  /** What to do next after a plane came. */
  record Step(List<FieldImage> fields, List<AnalysedPlane> released) {
    static final Step NOTHING = new Step(List.of(), List.of());
  }

  private static final class Stack extends OpenFields.Waiting {
    final int width;
    final int height;
    final int sizeZ;
    final float[] maximum;
    final BitSet seen = new BitSet();
    final List<AnalysedPlane> superseded = new ArrayList<>();
    List<AnalysedPlane> carriers = new ArrayList<>();

    Stack(DecodedPlane first) {
      width = first.image().width();
      height = first.image().height();
      sizeZ = first.header().sizeZ();
      maximum = first.image().pixels().clone();
    }

    long bytes() {
      return 4L * maximum.length;
    }

    @Override
    TopicPartition partition() {
      return carriers.get(0).frame().partition();
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
      open.touch(key, stack, stack.bytes());
    } else {
      merge(stack, plane);
      open.touch(key, stack, 0);
    }
    List<AnalysedPlane> released = carry(stack, analysed);
    stack.seen.set(plane.header().theZ());
    List<FieldImage> fields = new ArrayList<>();
    if (stack.complete()) {
      fields.add(close(key, stack));
    }
    for (String oldest = open.beyond(maxBytes); oldest != null; oldest = open.beyond(maxBytes)) {
      fields.add(close(oldest, open.held(oldest)));
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
    return open.idle(idleNanos).stream().map(key -> close(key, open.held(key))).toList();
  }

  /** Forgets stacks of partitions that are read by another segmenter now. */
  synchronized void forget(Collection<TopicPartition> partitions) {
    open.forget(partitions);
  }

  private FieldImage close(String key, Stack stack) {
    open.remove(key);
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
    return open.bytes();
  }
}
