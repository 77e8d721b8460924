package org.scopeside.feed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why planes failed, each text once and by number, so that a field keeps four bytes. The first
 * {@value #MOST} texts are kept; of others it is only known that there was one. Not thread-safe.
 */
final class FailureWords {
  private static final int MOST = 1000;
  private static final int LONGEST = 300;
  private static final String FORGOTTEN = "failed for a reason that is not kept";

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> words = new ArrayList<>();

  FailureWords() {
    number(FORGOTTEN);
  }

  /** From 1. */
  int number(String failure) {
    String cut = failure.length() <= LONGEST ? failure : failure.substring(0, LONGEST - 1) + "…";
    Integer known = numbers.get(cut);
    if (known != null) {
      return known;
    }
    if (words.size() > MOST) {
      return 1;
    }
    words.add(cut);
    numbers.put(cut, words.size());
    return words.size();
  }

  /** Null for 0. */
  @Nullable String words(int number) {
    return number == 0 ? null : words.get(number - 1);
  }
}
