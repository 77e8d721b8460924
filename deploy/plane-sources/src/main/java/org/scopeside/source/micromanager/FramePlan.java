package org.scopeside.source.micromanager;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.ometiff.PositionName;

/**
 * An acquisition of frames that tell their positions, channels, times and sections. Positions whose
 * names all read as wells are fields of wells; else each is a field without a well.
 */
public final class FramePlan {
  private final List<? extends Frame> frames;
  private final SummaryMetadata summary;
  private final AxisIndices<String> positions;
  private final AxisIndices<Long> times;
  private final AxisIndices<Long> sections;
  private final Channels channels;

  /** A frame that is in an acquisition, still without its place there. */
  public interface Frame {
    FrameAt at();

    StoredPlane plane(PlanePlace place);
  }

  private FramePlan(List<? extends Frame> frames, List<FrameAt> unread, SummaryMetadata summary) {
    this.frames = frames;
    this.summary = summary;
    List<FrameAt> all = new ArrayList<>(unread);
    frames.forEach(frame -> all.add(frame.at()));
    positions = AxisIndices.ofTokens(frames.stream().map(f -> f.at().position()).toList());
    times = AxisIndices.ofNumbers(all.stream().map(FrameAt::time).toList());
    sections = AxisIndices.ofNumbers(all.stream().map(FrameAt::section).toList());
    channels = new Channels(frames, summary.channelNames());
  }

  /**
   * The acquisition of these frames, in their order.
   *
   * @param frames at least one; of those of one place the last counts
   * @param unread frames that cannot be read; they keep their times and sections, so that others do
   *     not move
   * @param pixelSizeUm what the frames say where the summary does not; null where not known
   */
  public static StoredAcquisition of(
      String name,
      List<? extends Frame> frames,
      List<FrameAt> unread,
      SummaryMetadata summary,
      @Nullable Double pixelSizeUm) {
    return new FramePlan(frames, unread, summary).acquisition(name, pixelSizeUm);
  }

  private StoredAcquisition acquisition(String name, @Nullable Double pixelSizeUm) {
    List<@Nullable String> labels = labels();
    List<PositionName.Seat> seats = seats(labels);
    return new StoredAcquisition(
        name,
        null,
        0,
        0,
        seats == null ? fieldNames(labels) : List.of(),
        channels.names,
        sections.size(),
        times.size(),
        summary.pixelSizeUm() == null ? pixelSizeUm : summary.pixelSizeUm(),
        summary.startedAt(),
        planes(seats));
  }

  private List<StoredPlane> planes(@Nullable List<PositionName.Seat> seats) {
    Map<PlanePlace, StoredPlane> planes = new LinkedHashMap<>();
    for (Frame frame : frames) {
      PlanePlace place = place(frame.at(), seats);
      planes.put(place, frame.plane(place));
    }
    return List.copyOf(planes.values());
  }

  private PlanePlace place(FrameAt at, @Nullable List<PositionName.Seat> seats) {
    int position = positions.of(at.position());
    PositionName.Seat seat = seats == null ? null : seats.get(position);
    return new PlanePlace(
        seat == null ? null : seat.well(),
        seat == null ? position : seat.field(),
        times.of(at.time()),
        sections.of(at.section()),
        channels.of(at.channel()));
  }

  /** The first label that a frame of the position tells, by position. */
  private List<@Nullable String> labels() {
    @Nullable String[] labels = new @Nullable String[positions.size()];
    for (Frame frame : frames) {
      int position = positions.of(frame.at().position());
      if (labels[position] == null) {
        labels[position] = frame.at().label();
      }
    }
    return Arrays.asList(labels);
  }

  private @Nullable List<PositionName.Seat> seats(List<@Nullable String> labels) {
    List<PositionName.Seat> byLabel = PositionName.seats(labels);
    return byLabel == null ? PositionName.seats(Collections.unmodifiableList(tokens())) : byLabel;
  }

  private List<String> tokens() {
    String[] tokens = new String[positions.size()];
    for (Frame frame : frames) {
      tokens[positions.of(frame.at().position())] = frame.at().position();
    }
    return Arrays.asList(tokens);
  }

  private List<String> fieldNames(List<@Nullable String> labels) {
    List<String> tokens = tokens();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      String token = tokens.get(i);
      names.add(label != null ? label : AxisIndices.isNumber(token) ? "Pos" + token : token);
    }
    // One position that nobody named needs no name.
    return names.size() == 1 && labels.get(0) == null ? List.of() : names;
  }

  /** Channels by the summary's list where it has them all, else as frames name them. */
  private static final class Channels {
    private final List<String> names;
    private final Map<String, Integer> indices = new LinkedHashMap<>();

    Channels(List<? extends Frame> frames, List<String> declared) {
      Map<String, @Nullable String> own = new LinkedHashMap<>();
      for (Frame frame : frames) {
        own.merge(frame.at().channel(), nameOf(frame.at()), (a, b) -> a.isEmpty() ? b : a);
      }
      names = isIn(declared, own.keySet()) ? declared : ownNames(own);
    }

    private static String nameOf(FrameAt at) {
      String name = at.channelName();
      return name == null ? "" : name;
    }

    private boolean isIn(List<String> declared, Set<String> tokens) {
      if (declared.isEmpty() || new TreeSet<>(declared).size() < declared.size()) {
        return false;
      }
      for (String token : tokens) {
        int index = declared.indexOf(token);
        if (index < 0 && AxisIndices.isNumber(token)) {
          index = Integer.parseInt(token);
        }
        if (index < 0 || index >= declared.size()) {
          return false;
        }
        indices.put(token, index);
      }
      return Set.copyOf(indices.values()).size() == indices.size();
    }

    private List<String> ownNames(Map<String, @Nullable String> own) {
      indices.clear();
      AxisIndices<String> order = AxisIndices.ofTokens(own.keySet());
      String[] found = new String[order.size()];
      own.forEach(
          (token, name) -> {
            indices.put(token, order.of(token));
            boolean nameless = name == null || name.isEmpty();
            found[order.of(token)] =
                !nameless ? name : AxisIndices.isNumber(token) ? "channel " + token : token;
          });
      boolean oneWithoutName = found.length == 1 && found[0].startsWith("channel ");
      return oneWithoutName ? List.of() : List.of(found);
    }

    int of(String token) {
      Integer index = indices.get(token);
      if (index == null) {
        throw new IllegalStateException("channel " + token);
      }
      return index;
    }
  }
}
