package org.scopeside.tap;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.micromanager.MultiStagePosition;

/** A stage position, as far as it tells of wells. Immutable. */
public final class NamedPosition {
  private static final String WELL_PROPERTY = "Well";

  private final String label;
  private final @Nullable String wellProperty;

  /**
   * @param label as the user sees it; empty for none
   * @param wellProperty what the position's property {@code Well} says; null for none
   */
  public NamedPosition(String label, @Nullable String wellProperty) {
    this.label = label;
    this.wellProperty = wellProperty;
  }

  /** Positions of Micro-Manager's list, in its order. */
  public static List<NamedPosition> of(Iterable<MultiStagePosition> positions) {
    List<NamedPosition> named = new ArrayList<>();
    for (MultiStagePosition position : positions) {
      String label = position.getLabel();
      named.add(new NamedPosition(label == null ? "" : label, position.getProperty(WELL_PROPERTY)));
    }
    return named;
  }

  public String label() {
    return label;
  }

  /** What the property {@code Well} says; null for none. */
  public @Nullable String wellProperty() {
    return wellProperty;
  }
}
