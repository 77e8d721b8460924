package org.scopeside.tap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the caller of AcqEngJ knows of an acquisition and the engine does not: it pulls its events
 * one by one. All of it may stay unknown. Immutable.
 */
public final class EnginePlan {
  /** Nothing is known. */
  public static final EnginePlan UNKNOWN =
      new EnginePlan(null, Collections.emptyList(), Collections.emptyList(), 1, 1, 0);

  private final @Nullable String name;
  private final List<String> channels;
  private final List<NamedPosition> positions;
  private final int sizeZ;
  private final int sizeT;
  private final long expectedPlanes;

  private EnginePlan(
      @Nullable String name,
      List<String> channels,
      List<NamedPosition> positions,
      int sizeZ,
      int sizeT,
      long expectedPlanes) {
    this.name = name;
    this.channels = Collections.unmodifiableList(new ArrayList<>(channels));
    this.positions = Collections.unmodifiableList(new ArrayList<>(positions));
    this.sizeZ = sizeZ;
    this.sizeT = sizeT;
    this.expectedPlanes = expectedPlanes;
  }

  /** What the user calls it; the id of the acquisition begins with it. */
  public EnginePlan name(String newName) {
    return new EnginePlan(newName, channels, positions, sizeZ, sizeT, expectedPlanes);
  }

  /** Channels in the order of theC, by the values of the engine's channel axis. */
  public EnginePlan channels(List<String> names) {
    return new EnginePlan(name, names, positions, sizeZ, sizeT, expectedPlanes);
  }

  /** Stage positions in the order of the engine's position axis. */
  public EnginePlan positions(List<NamedPosition> list) {
    return new EnginePlan(name, channels, list, sizeZ, sizeT, expectedPlanes);
  }

  /**
   * Sizes of a field.
   *
   * @param planes of the whole acquisition; 0 where unknown
   */
  public EnginePlan sizes(int newSizeZ, int newSizeT, long planes) {
    return new EnginePlan(name, channels, positions, newSizeZ, newSizeT, planes);
  }

  @Nullable String name() {
    return name;
  }

  List<String> channels() {
    return channels;
  }

  List<NamedPosition> positions() {
    return positions;
  }

  PlannedSize size() {
    return new PlannedSize(positions.size(), sizeT, sizeZ, channels.size(), expectedPlanes);
  }
}
