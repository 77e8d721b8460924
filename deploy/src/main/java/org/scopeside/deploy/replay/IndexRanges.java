package org.scopeside.deploy.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Zero-based indices as people write them: {@code 0-4,9}. */
record IndexRanges(List<Range> ranges) {
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,7})(?:-([0-9]{1,7}))?");

  /** Both ends belong to it. */
  record Range(int first, int last) {}

  IndexRanges {
    ranges = List.copyOf(ranges);
  }

  /**
   * Reads ranges.
   *
   * @throws IllegalArgumentException if a part is no index and no range, in words
   */
  static IndexRanges parse(String text) {
    List<Range> ranges = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher range = RANGE.matcher(part.strip());
      if (!range.matches()) {
        throw new IllegalArgumentException(
            "'" + part + "' is no index and no range; an example: 0-4,9");
      }
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (last < first) {
        throw new IllegalArgumentException("the range '" + part + "' ends before it begins");
      }
      ranges.add(new Range(first, last));
    }
    return new IndexRanges(ranges);
  }

  boolean contains(int index) {
    return ranges.stream().anyMatch(range -> range.first <= index && index <= range.last);
  }
}
