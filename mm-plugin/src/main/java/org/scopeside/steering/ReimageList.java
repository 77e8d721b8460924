package org.scopeside.steering;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fields of one acquisition to be imaged again, each once, in the order in which they were visited.
 * Immutable.
 */
public final class ReimageList {
  private final List<Integer> positions;
  private final Map<ReimageKind, Integer> fields;
  private final long unplaced;

  private ReimageList(List<Integer> positions, Map<ReimageKind, Integer> fields, long unplaced) {
    this.positions = Collections.unmodifiableList(positions);
    this.fields = Collections.unmodifiableMap(fields);
    this.unplaced = unplaced;
  }

  /** The fields with something wrong of the kinds that are chosen. */
  public static ReimageList of(FieldQuality quality, Set<ReimageKind> chosen) {
    List<Integer> positions = new ArrayList<>();
    Map<ReimageKind, Integer> fields = new EnumMap<>(ReimageKind.class);
    quality
        .wrong()
        .forEach(
            (position, wrong) -> {
              Set<ReimageKind> kinds = EnumSet.copyOf(wrong);
              kinds.retainAll(chosen);
              if (!kinds.isEmpty()) {
                positions.add(position);
              }
              kinds.forEach(kind -> fields.merge(kind, 1, Integer::sum));
            });
    return new ReimageList(positions, fields, quality.unplaced());
  }

  /** Zero-based places in the acquisition's position list, ascending. */
  public List<Integer> positions() {
    return positions;
  }

  /** Fields of each chosen kind; a field may be of several. */
  public Map<ReimageKind, Integer> fields() {
    return fields;
  }

  /** How many, and of which kinds. */
  public String words() {
    List<String> parts = new ArrayList<>();
    fields.forEach((kind, count) -> parts.add(count + " " + kind.words()));
    String words =
        positions.isEmpty()
            ? "no field is to be imaged again"
            : positions.size() + " fields to be imaged again: " + String.join(", ", parts);
    return unplaced == 0 ? words : words + "; " + unplaced + " planes have no known position";
  }
}
