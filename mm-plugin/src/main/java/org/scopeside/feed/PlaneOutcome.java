package org.scopeside.feed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.PlaneResult;
import org.scopeside.contract.Segmentation;

/**
 * What became of one plane: its quality, and its objects where it carries them, or why it failed.
 */
public final class PlaneOutcome {
  private final FrameRef frame;
  private final Instant at;
  private final @Nullable String failure;
  private final Map<String, Double> quality;
  private final List<String> flags;
  private final @Nullable Segmentation objects;

  private PlaneOutcome(
      FrameRef frame,
      Instant at,
      @Nullable String failure,
      Map<String, Double> quality,
      List<String> flags,
      @Nullable Segmentation objects) {
    this.frame = frame;
    this.at = at;
    this.failure = failure;
    this.quality = Collections.unmodifiableMap(new LinkedHashMap<>(quality));
    this.flags = Collections.unmodifiableList(new ArrayList<>(flags));
    this.objects = objects;
  }

  /** An analysed plane; the first segmentation is the one that counts. */
  public static PlaneOutcome of(PlaneResult result) {
    List<Segmentation> found = result.segmentations();
    return new PlaneOutcome(
        result.frame(),
        result.receipt().segmentedAt(),
        null,
        result.quality(),
        result.flags(),
        found.isEmpty() ? null : found.get(0));
  }

  /**
   * A plane that was analysed, from its parts.
   *
   * @param quality image quality by CellProfiler name
   * @param objects null for a plane that carries none
   */
  public static PlaneOutcome analysed(
      FrameRef frame,
      Instant at,
      Map<String, Double> quality,
      List<String> flags,
      @Nullable Segmentation objects) {
    return new PlaneOutcome(frame, at, null, quality, flags, objects);
  }

  /**
   * A plane that could not be analysed.
   *
   * @param reason in words
   */
  public static PlaneOutcome failed(FrameRef frame, Instant at, String reason) {
    return new PlaneOutcome(
        frame, at, reason, Collections.emptyMap(), Collections.emptyList(), null);
  }

  public FrameRef frame() {
    return frame;
  }

  /** When it was analysed or given up. */
  public Instant at() {
    return at;
  }

  /** Why it could not be analysed; null where it was. */
  public @Nullable String failure() {
    return failure;
  }

  /** Image quality by CellProfiler name; empty where it failed. */
  public Map<String, Double> quality() {
    return quality;
  }

  /** What is wrong with the plane, by name. */
  public List<String> flags() {
    return flags;
  }

  /** Its field's objects; null where this plane carries none. */
  public @Nullable Segmentation objects() {
    return objects;
  }
}
