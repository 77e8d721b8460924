package org.scopeside.segmenter.pipeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.ChannelRole;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.segmenter.SegmenterSettings.MissingChannel;
import org.scopeside.segmenter.image.GreyImage;

/**
 * Joins the channels of a field that a model wants to see together, by their roles.
 *
 * <p>A field goes on when all of its channels are there. The planes of the first role carry the
 * objects; all other planes end together with them, so that after a crash the whole field is read
 * again. When no plane has come for a while, or, oldest first, when waiting fields hold more memory
 * than they may, {@link MissingChannel} decides. A plane that comes after its field was given up
 * carries nothing.
 *
 * <p>A field that is sent again is joined again. If only some of its planes are, those are given up
 * in silence after the same time: what they are was told the first time. Thread-safe.
 */
final class FieldJoiner {
  private static final double NANOS_PER_SECOND = 1e9;

  private final List<ChannelRole> roles;
  private final MissingChannel policy;
  private final long maxBytes;
  private final OpenFields<Waiting> open = new OpenFields<>();

  /** Roles that were accounted for, of fields that have gone on or were given up. */
  private final Map<String, Set<ChannelRole>> ended = OpenFields.memory();

  /**
   * Planes that fail.
   *
   * @param reason in words, for the dead letters
   */
  record Refused(List<AnalysedPlane> planes, String reason) {
    /** All planes of a field. */
    static Refused of(FieldImage field, String reason) {
      return new Refused(planesOf(field).toList(), reason);
    }
  }

  /**
   * What to do next. Every plane that was added ends up in exactly one step, once.
   *
   * @param fields go on to be segmented
   * @param released planes that carry no objects and are done
   * @param refused planes that fail
   * @param repeated planes that were accounted for when they came first: they are done without any
   *     event
   */
  record Step(
      List<FieldImage> fields,
      List<AnalysedPlane> released,
      List<Refused> refused,
      List<AnalysedPlane> repeated) {
    Step() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    void add(Step other) {
      fields.addAll(other.fields);
      released.addAll(other.released);
      refused.addAll(other.refused);
      repeated.addAll(other.repeated);
    }
  }

  /** A channel that has come. */
  private static final class Part {
    final int theC;
    FieldImage image;

    Part(FieldImage image) {
      this.theC = image.carrier().header().theC();
      this.image = image;
    }
  }

  /** A field that waits for channels. */
  private static final class Waiting extends OpenFields.Waiting {
    final Map<ChannelRole, Part> parts = new EnumMap<>(ChannelRole.class);

    /** Roles that were accounted for before this field was sent again. */
    final Set<ChannelRole> before;

    private final TopicPartition partition;

    Waiting(FieldImage first, Set<ChannelRole> before) {
      this.before = before;
      this.partition = first.carrier().frame().partition();
    }

    @Override
    TopicPartition partition() {
      return partition;
    }
  }

  /**
   * @param roles the model's channels, the one whose planes carry the objects first
   * @param maxBytes that waiting fields may hold together
   */
  FieldJoiner(List<ChannelRole> roles, MissingChannel policy, long maxBytes) {
    if (roles.isEmpty() || EnumSet.copyOf(roles).size() != roles.size()) {
      throw new IllegalArgumentException(
          "a model's channels must differ, and be at least one: " + roles);
    }
    this.roles = List.copyOf(roles);
    this.policy = policy;
    this.maxBytes = maxBytes;
  }

  /**
   * Takes a channel of a field.
   *
   * @param role what it shows; the same for every plane of a channel, and for one channel only
   */
  Step add(FieldImage field, ChannelRole role) {
    Step step = new Step();
    if (!roles.contains(role)) {
      planesOf(field).forEach(step.released::add);
    } else if (roles.size() == 1) {
      step.fields.add(field);
    } else {
      join(field, role, step);
    }
    return step;
  }

  private synchronized void join(FieldImage field, ChannelRole role, Step step) {
    String key = key(field.carrier());
    Waiting waiting = open.get(key);
    if (waiting == null) {
      Set<ChannelRole> seen = ended.get(key);
      if (seen != null && seen.add(role)) {
        planesOf(field).forEach(step.released::add);
        return;
      }
      ended.remove(key);
      waiting = new Waiting(field, seen == null ? EnumSet.noneOf(ChannelRole.class) : seen);
    }
    String mismatch = mismatch(waiting, field, role);
    if (mismatch != null) {
      step.refused.add(Refused.of(field, mismatch));
      return;
    }
    Part part = waiting.parts.get(role);
    if (part == null) {
      waiting.parts.put(role, new Part(field));
      open.touch(key, waiting, field.bytes());
    } else {
      part.image = together(part.image, field);
      open.touch(key, waiting, 0);
    }
    if (waiting.parts.size() == roles.size()) {
      end(key, waiting);
      step.fields.add(image(waiting));
    }
    for (String oldest = open.beyond(maxBytes); oldest != null; oldest = open.beyond(maxBytes)) {
      giveUp(oldest, ": fields that wait hold more than " + maxBytes + " bytes", step);
    }
  }

  private static @Nullable String mismatch(Waiting waiting, FieldImage field, ChannelRole role) {
    Part same = waiting.parts.get(role);
    int theC = field.carrier().header().theC();
    if (same != null && same.theC != theC) {
      return "channels " + same.theC + " and " + theC + " of the field both show " + name(role);
    }
    GreyImage image = field.image();
    for (Part part : waiting.parts.values()) {
      GreyImage held = part.image.image();
      if (held.width() != image.width() || held.height() != image.height()) {
        return "channel %s is %dx%d, its field is %dx%d"
            .formatted(name(role), image.width(), image.height(), held.width(), held.height());
      }
    }
    return null;
  }

  /**
   * A channel that came twice: the image of the one that is complete, carried by the lowest
   * section.
   */
  private static FieldImage together(FieldImage held, FieldImage again) {
    int z = held.carrier().header().theZ();
    int zAgain = again.carrier().header().theZ();
    List<AnalysedPlane> carriers = new ArrayList<>();
    List<AnalysedPlane> others = new ArrayList<>();
    (z <= zAgain ? carriers : others).addAll(held.carriers());
    (zAgain <= z ? carriers : others).addAll(again.carriers());
    others.addAll(held.others());
    others.addAll(again.others());
    FieldImage better = again.complete() && !held.complete() ? again : held;
    return new FieldImage(carriers, others, better.channels(), better.planes(), better.complete());
  }

  /** What there is of a field, with zeros where a channel is missing. */
  private FieldImage image(Waiting waiting) {
    List<FieldImage> present =
        roles.stream()
            .map(waiting.parts::get)
            .filter(part -> part != null)
            .map(p -> p.image)
            .toList();
    FieldImage first = present.get(0);
    List<AnalysedPlane> others = new ArrayList<>(first.others());
    present.stream().skip(1).flatMap(FieldJoiner::planesOf).forEach(others::add);
    GreyImage size = first.image();
    List<GreyImage> channels = new ArrayList<>();
    for (ChannelRole role : roles) {
      Part part = waiting.parts.get(role);
      channels.add(part == null ? blank(size) : part.image.image());
    }
    boolean complete =
        present.size() == roles.size() && present.stream().allMatch(FieldImage::complete);
    return new FieldImage(
        first.carriers(), List.copyOf(others), channels, first.planes(), complete);
  }

  private static GreyImage blank(GreyImage size) {
    return new GreyImage(new float[size.pixels().length], size.width(), size.height());
  }

  /** Ends the waiting of fields that got no plane for a time, by the policy. */
  synchronized Step flushIdle(long idleNanos) {
    Step step = new Step();
    for (String key : open.idle(idleNanos)) {
      giveUp(key, " after " + seconds(idleNanos), step);
    }
    return step;
  }

  private void giveUp(String key, String why, Step step) {
    Waiting waiting = open.held(key);
    end(key, waiting);
    if (!waiting.before.isEmpty()) {
      waiting.parts.forEach(
          (role, part) ->
              (waiting.before.contains(role) ? step.repeated : step.released)
                  .addAll(planesOf(part.image).toList()));
    } else if (policy == MissingChannel.BLANK) {
      step.fields.add(image(waiting));
    } else {
      step.refused.add(
          new Refused(
              waiting.parts.values().stream().flatMap(part -> planesOf(part.image)).toList(),
              missing(waiting) + why));
    }
  }

  private String missing(Waiting waiting) {
    List<ChannelRole> missing =
        roles.stream().filter(role -> !waiting.parts.containsKey(role)).toList();
    return (missing.size() == 1 ? "missing channel " : "missing channels ")
        + missing.stream().map(FieldJoiner::name).collect(Collectors.joining(", "));
  }

  private void end(String key, Waiting waiting) {
    open.remove(key);
    Set<ChannelRole> accounted = EnumSet.copyOf(waiting.parts.keySet());
    accounted.addAll(waiting.before);
    ended.put(key, accounted);
  }

  /** Forgets fields of partitions that are read by another segmenter now. */
  synchronized void forget(Collection<TopicPartition> partitions) {
    open.forget(partitions);
  }

  /** Bytes held by fields that wait. */
  synchronized long bytes() {
    return open.bytes();
  }

  private static Stream<AnalysedPlane> planesOf(FieldImage field) {
    return Stream.concat(field.carriers().stream(), field.others().stream());
  }

  private static String name(ChannelRole role) {
    return role.wireName();
  }

  private static String seconds(long nanos) {
    double seconds = nanos / NANOS_PER_SECOND;
    return seconds == Math.rint(seconds) ? (long) seconds + " s" : seconds + " s";
  }

  /**
   * Planes of an earlier assignment must not complete a field that is read again under a new one.
   */
  private static String key(AnalysedPlane plane) {
    PlaneHeader header = plane.header();
    return header.partitionKey() + "/t" + header.theT() + "@" + plane.frame().assignment();
  }
}
