package org.scopeside.contract;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which frame an event speaks of: the coordinates of a plane without its pixels. */
public final class FrameRef {
  private static final Pattern ID =
      Pattern.compile(
          "([A-Za-z0-9][A-Za-z0-9._-]{0,127})/([A-Z]{1,2}[0-9]{2}|-)/f([0-9]{1,7})/t([0-9]{1,7})/z([0-9]{1,7})/c([0-9]{1,7})");

  private final String acquisition;
  private final @Nullable Well well;
  private final int field;
  private final int theT;
  private final int theZ;
  private final int theC;

  /**
   * @param well null where there is no plate
   * @throws IllegalArgumentException if the acquisition is no acquisition id or an index is out of
   *     range
   */
  public FrameRef(
      String acquisition, @Nullable Well well, int field, int theT, int theZ, int theC) {
    if (!PlaneHeader.isAcquisitionId(acquisition)) {
      throw new IllegalArgumentException("'" + acquisition + "' is not an acquisition id");
    }
    int max = PlaneHeader.MAX_INDEX;
    if (Math.min(Math.min(field, theT), Math.min(theZ, theC)) < 0
        || Math.max(Math.max(field, theT), Math.max(theZ, theC)) > max) {
      throw new IllegalArgumentException(
          "field "
              + field
              + ", t "
              + theT
              + ", z "
              + theZ
              + ", c "
              + theC
              + ": not all from 0 to "
              + max);
    }
    this.acquisition = acquisition;
    this.well = well;
    this.field = field;
    this.theT = theT;
    this.theZ = theZ;
    this.theC = theC;
  }

  public static FrameRef of(PlaneHeader plane) {
    return new FrameRef(
        plane.acquisition(), plane.well(), plane.field(), plane.theT(), plane.theZ(), plane.theC());
  }

  /**
   * Reads a frame id, so that a record whose other headers lie can still be charged to its well.
   *
   * @return null where the text is not exactly what {@link #id()} would say of some frame
   */
  public static @Nullable FrameRef parse(@Nullable String id) {
    Matcher matcher = id == null ? null : ID.matcher(id);
    if (matcher == null || !matcher.matches()) {
      return null;
    }
    String label = matcher.group(2);
    Well well = Well.parse(label);
    if (well == null && !label.equals(PlaneHeader.NO_WELL)) {
      return null;
    }
    int[] indices = new int[4];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = Integer.parseInt(matcher.group(3 + i));
      if (indices[i] > PlaneHeader.MAX_INDEX) {
        return null;
      }
    }
    FrameRef frame =
        new FrameRef(matcher.group(1), well, indices[0], indices[1], indices[2], indices[3]);
    return frame.id().equals(id) ? frame : null;
  }

  /**
   * The frame that a plane record speaks of by its {@code ce_id}; null where that is unreadable.
   */
  public static @Nullable FrameRef ofHeaders(java.util.Map<String, String> headers) {
    return parse(headers.get(PlaneHeaders.ID));
  }

  /** As {@link PlaneHeader#frameId()}. */
  public String id() {
    return acquisition + "/" + wellLabel() + "/f" + field + "/t" + theT + "/z" + theZ + "/c" + theC;
  }

  public String acquisition() {
    return acquisition;
  }

  /** The well; null where there is no plate. */
  public @Nullable Well well() {
    return well;
  }

  /** "A01", or {@link PlaneHeader#NO_WELL}. */
  public String wellLabel() {
    return well == null ? PlaneHeader.NO_WELL : well.label();
  }

  public int field() {
    return field;
  }

  public int theT() {
    return theT;
  }

  public int theZ() {
    return theZ;
  }

  public int theC() {
    return theC;
  }

  JsonBuilder write(JsonBuilder json) {
    return json.put("frame", id())
        .put("acquisition", acquisition)
        .put("well", well == null ? null : well.label())
        .put("field", field)
        .put("theT", theT)
        .put("theZ", theZ)
        .put("theC", theC);
  }

  static FrameRef read(JsonTree json) throws MalformedRecordException {
    int max = PlaneHeader.MAX_INDEX;
    FrameRef frame =
        new FrameRef(
            json.acquisition(),
            json.well("well"),
            json.intOr("field", 0, 0, max),
            json.intOr("theT", 0, 0, max),
            json.intOr("theZ", 0, 0, max),
            json.intOr("theC", 0, 0, max));
    if (!frame.id().equals(json.requiredText("frame"))) {
      throw new MalformedRecordException(
          MalformedRecordException.Reason.ID_MISMATCH,
          "$.frame '"
              + HeaderReader.clip(json.requiredText("frame"))
              + "' is not '"
              + frame.id()
              + "', which the coordinates say");
    }
    return frame;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FrameRef && ((FrameRef) other).id().equals(id());
  }

  @Override
  public int hashCode() {
    return id().hashCode();
  }

  @Override
  public String toString() {
    return id();
  }
}
