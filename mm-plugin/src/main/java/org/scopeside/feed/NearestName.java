package org.scopeside.feed;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What a user who mistyped a name may have meant. */
public final class NearestName {
  /** Letters that may differ; more, and the names have little to do with each other. */
  private static final int MOST_DIFFERENCES = 3;

  private NearestName() {}

  /** The name with the fewest differing letters, null where all differ too much. */
  public static @Nullable String to(String typed, Collection<String> names) {
    String nearest = null;
    int fewest = MOST_DIFFERENCES + 1;
    for (String name : names) {
      int differences = differences(typed, name);
      if (differences < fewest) {
        fewest = differences;
        nearest = name;
      }
    }
    return nearest;
  }

  /** Letters to insert, remove or replace (Levenshtein). */
  private static int differences(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
