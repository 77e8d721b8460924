package org.scopeside.deploy.replay;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;

/** Wells as people write them: {@code A01,C03-D06}, where a range is the rectangle between two. */
record WellRanges(List<Rectangle> rectangles) {
  /** Both corners belong to it. */
  record Rectangle(Well first, Well last) {
    boolean contains(Well well) {
      return first.row() <= well.row()
          && well.row() <= last.row()
          && first.column() <= well.column()
          && well.column() <= last.column();
    }
  }

  WellRanges {
    rectangles = List.copyOf(rectangles);
  }

  /**
   * Reads wells.
   *
   * @throws IllegalArgumentException if a part is no well and no range, in words
   */
  static WellRanges parse(String text) {
    List<Rectangle> rectangles = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String[] corners = part.strip().split("-", 2);
      Rectangle rectangle =
          new Rectangle(well(corners[0], part), well(corners[corners.length - 1], part));
      if (!rectangle.contains(rectangle.first)) {
        throw new IllegalArgumentException(
            "the wells '" + part + "' do not go from the upper left to the lower right");
      }
      rectangles.add(rectangle);
    }
    return new WellRanges(rectangles);
  }

  private static Well well(String label, String part) {
    Well well = Well.parse(label);
    if (well == null) {
      throw new IllegalArgumentException(
          "'" + part + "' is no well and no range of wells; an example: A01,C03-D06");
    }
    return well;
  }

  boolean contains(@Nullable Well well) {
    return well != null && rectangles.stream().anyMatch(rectangle -> rectangle.contains(well));
  }
}
