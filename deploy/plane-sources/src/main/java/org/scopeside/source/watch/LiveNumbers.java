package org.scopeside.source.watch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.pattern.NamePattern;
import org.scopeside.source.pattern.NameScheme;
import org.scopeside.source.pattern.Placeholder;

/**
 * Indices from names while not all names are known. A number is an index once what numbers begin
 * with is taken off; text counts in the order in which it appears. What names do not tell is
 * decided with the first files and remembered, so that a restart gives every plane its place again.
 */
final class LiveNumbers {
  private static final Placeholder[] NUMBERED = {
    Placeholder.FIELD, Placeholder.T, Placeholder.Z, Placeholder.CHANNEL
  };

  private final WatchMemory memory;
  private final String acquisition;
  private final List<String> channels;
  private final int firstNumber;
  private final Map<Placeholder, List<String>> texts = new HashMap<>();
  private final Map<Placeholder, Integer> firsts = new HashMap<>();

  /** A name that does not fit those before it. */
  static final class MisplacedException extends Exception {
    private static final long serialVersionUID = 1L;

    MisplacedException(String facts) {
      super(facts);
    }
  }

  /**
   * @param channels names of the channels in their order; empty where not known
   * @param firstNumber 0, 1, or -1 to tell by the first files
   */
  LiveNumbers(WatchMemory memory, String acquisition, List<String> channels, int firstNumber) {
    this.memory = memory;
    this.acquisition = acquisition;
    this.channels = channels;
    this.firstNumber = firstNumber;
    for (Placeholder placeholder : NUMBERED) {
      recall(placeholder);
    }
  }

  private void recall(Placeholder placeholder) {
    List<String> known = new ArrayList<>();
    for (String text = recall(placeholder, 0); text != null; ) {
      known.add(text);
      text = recall(placeholder, known.size());
    }
    texts.put(placeholder, known);
    String first = memory.decided(acquisition, "first " + placeholder);
    if (first != null) {
      firsts.put(placeholder, Integer.valueOf(first));
    }
  }

  private @Nullable String recall(Placeholder placeholder, int index) {
    return memory.decided(acquisition, placeholder + " " + index);
  }

  /** Whether a place can be told without deciding anything. */
  boolean isDecided(NameScheme scheme, String name, Map<Placeholder, String> tokens) {
    for (Placeholder placeholder : NUMBERED) {
      String token = tokens.get(placeholder);
      if (token != null && !isDecided(scheme, name, placeholder, token)) {
        return false;
      }
    }
    return true;
  }

  private boolean isDecided(NameScheme scheme, String name, Placeholder placeholder, String token) {
    return isNumber(token)
        ? first(scheme, name, placeholder) != NameScheme.UNKNOWN_FIRST
        : textIndex(placeholder, token) >= 0;
  }

  /** Decides what numbers begin with, by the smallest of those there are. */
  void decideFirsts(PendingFile file, Iterable<PendingFile> others) {
    for (Placeholder placeholder : NUMBERED) {
      String token = file.tokens.get(placeholder);
      if (token != null
          && isNumber(token)
          && first(file.scheme, file.relativeName, placeholder) == NameScheme.UNKNOWN_FIRST) {
        decideFirst(placeholder, file, others);
      }
    }
  }

  private void decideFirst(
      Placeholder placeholder, PendingFile file, Iterable<PendingFile> others) {
    boolean zero = isZero(file.tokens.get(placeholder));
    for (PendingFile other : others) {
      zero |= other.acquisition == file.acquisition && isZero(other.tokens.get(placeholder));
    }
    firsts.put(placeholder, zero ? 0 : 1);
    memory.decide(acquisition, "first " + placeholder, zero ? "0" : "1");
  }

  /**
   * The place of a plane; text that is new gets the next index.
   *
   * @throws MisplacedException if a number is below what numbers begin with; says so
   */
  PlanePlace place(NameScheme scheme, String name, Map<Placeholder, String> tokens)
      throws MisplacedException {
    return new PlanePlace(
        NamePattern.well(tokens),
        index(scheme, name, Placeholder.FIELD, tokens),
        index(scheme, name, Placeholder.T, tokens),
        index(scheme, name, Placeholder.Z, tokens),
        index(scheme, name, Placeholder.CHANNEL, tokens));
  }

  private int index(
      NameScheme scheme, String name, Placeholder placeholder, Map<Placeholder, String> tokens)
      throws MisplacedException {
    String token = tokens.get(placeholder);
    if (token == null) {
      return 0;
    }
    if (!isNumber(token)) {
      int known = textIndex(placeholder, token);
      return known >= 0 ? known : append(placeholder, token);
    }
    int first = first(scheme, name, placeholder);
    long number = token.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(token);
    if (number < first || number - first >= org.scopeside.contract.PlaneHeader.MAX_INDEX) {
      throw new MisplacedException(
          "%s is %s in its name, but numbers begin with %d in this acquisition, by its first files"
                  .formatted(placeholder.inBraces(), token, first)
              + "; --first-number 0 says otherwise");
    }
    return (int) (number - first);
  }

  private int first(NameScheme scheme, String name, Placeholder placeholder) {
    int said = scheme.first(name, placeholder);
    if (said != NameScheme.UNKNOWN_FIRST) {
      return said;
    }
    return firstNumber >= 0
        ? firstNumber
        : firsts.getOrDefault(placeholder, NameScheme.UNKNOWN_FIRST);
  }

  private int textIndex(Placeholder placeholder, String token) {
    int named = placeholder == Placeholder.CHANNEL ? channels.indexOf(token) : -1;
    int seen = texts.getOrDefault(placeholder, List.of()).indexOf(token);
    int before = placeholder == Placeholder.CHANNEL ? channels.size() : 0;
    return named >= 0 || seen < 0 ? named : before + seen;
  }

  private int append(Placeholder placeholder, String token) {
    List<String> known = texts.computeIfAbsent(placeholder, any -> new ArrayList<>());
    memory.decide(acquisition, placeholder + " " + known.size(), token);
    known.add(token);
    return textIndex(placeholder, token);
  }

  private static boolean isZero(@Nullable String token) {
    return token != null && isNumber(token) && token.chars().allMatch(c -> c == '0');
  }

  static boolean isNumber(String token) {
    return !token.isEmpty() && token.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
