package org.scopeside.tap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Well;

/**
 * The place of each stage position of an acquisition, so that no two positions have the same.
 * Thread-safe.
 *
 * <ul>
 *   <li>A position without a well is the field of its index in the list, in no well.
 *   <li>A position with a well is the field that its label says, where the labels of all positions
 *       in that well say different ones; otherwise the positions of the well are numbered in the
 *       order of the list.
 *   <li>A position that is not in the list is placed when its first image comes, by its label: the
 *       field that the label says, or the next free one where it says none or that is taken.
 * </ul>
 */
final class Sites {
  private static final int MAX_NAMED = 3;

  private final @Nullable PlateLayout plate;
  private final @Nullable LabelPattern pattern;
  private final List<Site> listed = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final Map<Integer, Site> found = new HashMap<>();
  private final Set<Site> taken = new HashSet<>();

  private Sites(@Nullable LabelPattern pattern, @Nullable PlateLayout plate) {
    this.plate = plate;
    this.pattern = pattern;
  }

  /**
   * @param pattern the user's, which goes before all else; null for none
   * @param plate null where unknown
   */
  static Sites of(
      List<NamedPosition> positions, @Nullable LabelPattern pattern, @Nullable PlateLayout plate) {
    Sites sites = new Sites(pattern, plate);
    sites.place(positions);
    return sites;
  }

  /** What a position says by itself: by the user's pattern where it matches. */
  static LabelReading read(
      NamedPosition position, @Nullable LabelPattern pattern, @Nullable PlateLayout plate) {
    LabelReading byPattern = pattern == null ? null : pattern.read(position.label());
    if (byPattern == null) {
      return LabelReading.of(position, plate);
    }
    if (byPattern.well != null) {
      return byPattern;
    }
    return new LabelReading(LabelReading.of(position, plate).well, byPattern.field);
  }

  private void place(List<NamedPosition> positions) {
    Map<Well, List<Integer>> byWell = new LinkedHashMap<>();
    List<LabelReading> readings = new ArrayList<>();
    for (int i = 0; i < positions.size(); i++) {
      LabelReading reading = read(positions.get(i), pattern, plate);
      readings.add(reading);
      listed.add(new Site(null, i));
      if (reading.well != null) {
        byWell.computeIfAbsent(reading.well, any -> new ArrayList<>()).add(i);
      }
    }
    List<String> renumbered = new ArrayList<>();
    byWell.forEach((well, members) -> placeWell(well, members, readings, renumbered));
    taken.addAll(listed);
    remark(positions, renumbered);
  }

  private void placeWell(
      Well well, List<Integer> members, List<LabelReading> readings, List<String> renumbered) {
    Set<Integer> fields = new HashSet<>();
    int said = 0;
    for (int i : members) {
      Integer field = readings.get(i).field;
      if (field != null) {
        said++;
        fields.add(field);
      }
    }
    boolean asLabelled = fields.size() == members.size();
    if (!asLabelled && said > 0) {
      renumbered.add(well.label());
    }
    for (int n = 0; n < members.size(); n++) {
      int i = members.get(n);
      Integer field = readings.get(i).field;
      listed.set(i, new Site(well, asLabelled && field != null ? field : n));
    }
  }

  private void remark(List<NamedPosition> positions, List<String> renumbered) {
    if (!renumbered.isEmpty()) {
      remarks.add(
          "several positions name the same field, or some none, in "
              + named(renumbered, "well", "wells")
              + ": their fields are numbered in the order of the list");
    }
    if (pattern != null) {
      List<String> others = new ArrayList<>();
      for (NamedPosition position : positions) {
        if (pattern.read(position.label()) == null) {
          others.add("'" + position.label() + "'");
        }
      }
      if (!others.isEmpty()) {
        remarks.add(
            "the pattern " + pattern + " does not match " + named(others, "label", "labels"));
      }
    }
    long wells = listed.stream().filter(site -> site.well() != null).count();
    if (wells > 0 && wells < listed.size()) {
      remarks.add(
          (listed.size() - wells)
              + " of "
              + listed.size()
              + " positions tell no well: they are fields without a well");
    }
  }

  private static String named(List<String> names, String one, String many) {
    if (names.size() == 1) {
      return one + " " + names.get(0);
    }
    List<String> first = names.subList(0, Math.min(MAX_NAMED, names.size()));
    return names.size()
        + " "
        + many
        + " ("
        + String.join(", ", first)
        + (first.size() < names.size() ? ", …)" : ")");
  }

  /**
   * The place of a position.
   *
   * @param label what an image says of it; only asked where the position is not in the list
   */
  synchronized Site at(int position, @Nullable String label) {
    if (position >= 0 && position < listed.size()) {
      return listed.get(position);
    }
    return found.computeIfAbsent(position, any -> find(position, label));
  }

  private Site find(int position, @Nullable String label) {
    LabelReading reading =
        read(new NamedPosition(label == null ? "" : label, null), pattern, plate);
    if (reading.well == null) {
      return take(new Site(null, Math.max(0, position)));
    }
    int field = reading.field == null ? 0 : reading.field;
    while (taken.contains(new Site(reading.well, field)) && field < PlaneHeader.MAX_INDEX) {
      field++;
    }
    return take(new Site(reading.well, field));
  }

  private Site take(Site site) {
    taken.add(site);
    return site;
  }

  /** Index of the position at a place; -1 where there is none. */
  synchronized int positionOf(Site site) {
    int index = listed.indexOf(site);
    if (index >= 0) {
      return index;
    }
    for (Map.Entry<Integer, Site> entry : found.entrySet()) {
      if (entry.getValue().equals(site)) {
        return entry.getKey();
      }
    }
    return -1;
  }

  /** Places of the positions of the list, in its order. */
  List<Site> listed() {
    return Collections.unmodifiableList(listed);
  }

  /** Wells of the list in the order in which they are visited. */
  List<Well> wells() {
    Set<Well> wells = new LinkedHashSet<>();
    for (Site site : listed) {
      if (site.well() != null) {
        wells.add(site.well());
      }
    }
    return new ArrayList<>(wells);
  }

  /** Positions in the well that has most of the list; at least 1. */
  int fields() {
    Map<String, Integer> count = new HashMap<>();
    for (Site site : listed) {
      count.merge(site.wellLabel(), 1, Integer::sum);
    }
    return count.isEmpty() ? 1 : Collections.max(count.values());
  }

  /** What the user should know of the labels, a sentence each. */
  List<String> remarks() {
    return Collections.unmodifiableList(remarks);
  }
}
