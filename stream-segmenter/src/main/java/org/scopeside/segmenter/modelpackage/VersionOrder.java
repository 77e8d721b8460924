package org.scopeside.segmenter.modelpackage;

import java.util.Comparator;

/**
 * Orders versions as people number them: {@code 2 < 10}, {@code 1.9 < 1.10}, and as SemVer 2.0 has
 * it {@code 1.0-rc1 < 1.0}.
 */
enum VersionOrder implements Comparator<String> {
  ORDER;

  @Override
  public int compare(String a, String b) {
    String[] left = parts(a);
    String[] right = parts(b);
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      int order = compareParts(i < left.length ? left[i] : "", i < right.length ? right[i] : "");
      if (order != 0) {
        return order;
      }
    }
    return a.compareTo(b);
  }

  private static String[] parts(String version) {
    return version
        .replaceFirst("\\+.*", "")
        .split("(?=-)|[.]|(?<=\\d)(?=[A-Za-z])|(?<=[A-Za-z])(?=\\d)");
  }

  /** Words stand before the end of a version, which stands before a further number. */
  private static int compareParts(String a, String b) {
    int kinds = Integer.compare(kind(a), kind(b));
    if (kinds != 0) {
      return kinds;
    } else if (kind(a) == 2) {
      String left = a.replaceFirst("^0+(?=\\d)", "");
      String right = b.replaceFirst("^0+(?=\\d)", "");
      int lengths = Integer.compare(left.length(), right.length());
      return lengths != 0 ? lengths : left.compareTo(right);
    }
    return a.compareTo(b);
  }

  private static int kind(String part) {
    if (part.isEmpty()) {
      return 1;
    }
    return Character.isDigit(part.charAt(0)) ? 2 : 0;
  }
}
