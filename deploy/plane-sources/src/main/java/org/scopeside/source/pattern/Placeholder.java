package org.scopeside.source.pattern;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a {@link NamePattern} can read from a file's name. */
public enum Placeholder {
  PLATE(Reads.TEXT, "any text"),
  WELL(Reads.WELL, "one or two letters and a number, as A01"),
  ROW(Reads.ROW, "one or two letters, or a number from 1"),
  COLUMN(Reads.NUMBER, "a number from 1"),
  FIELD(Reads.TEXT, "a number or any text"),
  T(Reads.NUMBER, "a number"),
  Z(Reads.NUMBER, "a number"),
  CHANNEL(Reads.TEXT, "a number or any text");

  /** The kind of characters a placeholder takes. */
  enum Reads {
    TEXT,
    NUMBER,
    WELL,
    ROW
  }

  private final Reads reads;
  private final String meaning;

  Placeholder(Reads reads, String meaning) {
    this.reads = reads;
    this.meaning = meaning;
  }

  Reads reads() {
    return reads;
  }

  /** In words, what it takes from the name. */
  public String meaning() {
    return meaning;
  }

  /** As it stands in a pattern: {@code {well}}. */
  public String inBraces() {
    return "{" + word() + "}";
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static @Nullable Placeholder named(String word) {
    for (Placeholder placeholder : values()) {
      if (placeholder.word().equals(word)) {
        return placeholder;
      }
    }
    return null;
  }

  /** The one whose name takes the fewest changed letters. */
  static Placeholder nearest(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    List<Placeholder> all = Arrays.asList(values());
    Comparator<Placeholder> byChanges =
        Comparator.comparingInt(candidate -> changedLetters(lower, candidate.word()));
    // {col}, {ch} and {pos} are shortened rather than misspelt: a common start decides ties.
    return all.stream()
        .min(byChanges.thenComparing(candidate -> !startsAlike(candidate.word(), lower)))
        .orElseThrow();
  }

  private static boolean startsAlike(String word, String typed) {
    return !typed.isEmpty() && word.charAt(0) == typed.charAt(0);
  }

  /** Levenshtein's distance, with letters missing at the end for free: {col} means {column}. */
  private static int changedLetters(String typed, String word) {
    if (typed.length() > 1 && word.startsWith(typed)) {
      return 0;
    }
    int[] row = new int[word.length() + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= typed.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= word.length(); j++) {
        int above = row[j];
        int replaced = diagonal + (typed.charAt(i - 1) == word.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above, row[j - 1]));
        diagonal = above;
      }
    }
    return row[word.length()];
  }
}
