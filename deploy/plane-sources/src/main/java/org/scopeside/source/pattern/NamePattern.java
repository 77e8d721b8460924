package org.scopeside.source.pattern;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;

/**
 * How file names tell which plane a file is: {@code {well}_s{field}_w{channel}_z{z}} reads {@code
 * b02_s1_w2_z0.tif}. Sub-folders are part of the pattern ({@code {plate}/{well}/{channel}}), with
 * {@code /} on every system.
 *
 * <p>Placeholders are {@code {plate} {well} {row} {column} {field} {t} {z} {channel}}, each at most
 * once; {@code {*}} or {@code *} stands for anything, or nothing, within a name. Everything else is
 * literal, case included. A pattern without an extension reads {@code .tif .tiff .ome.tif .png} in
 * any case.
 *
 * <p>Where a name can be read in several ways:
 *
 * <ul>
 *   <li>text ({@code {plate} {field} {channel} {*}}) is as short as the rest of the pattern allows,
 *       from left to right, so it ends at the first place where the next literal stands: {@code
 *       {field}_{channel}} reads {@code a_b_c} as field a, channel b_c;
 *   <li>numbers ({@code {column} {t} {z}} and the number of {@code {well}}) take all digits there
 *       are, unless the next literal begins with a digit;
 *   <li>after {@code *} a well begins at a letter that follows no letter, a number at a digit that
 *       follows no digit: {@code *{well}*} reads {@code Plate1_B02} as B02;
 *   <li>two placeholders need something between them, but for {@code {row}{column}} (B02), where
 *       the row is letters.
 * </ul>
 *
 * <p>Instances are immutable and may be shared by threads.
 */
public final class NamePattern implements NameScheme {
  private static final String ANYTHING = "*";
  private static final String IMAGE_SUFFIX = "(?:\\.(?i:ome))?\\.(?i:tiff?|png)";
  private static final Pattern EXTENSION = Pattern.compile("(?s).*\\.[A-Za-z][A-Za-z0-9]{0,4}");
  private static final Pattern ENDS_WITH_ANY_EXTENSION =
      Pattern.compile("(?s).*\\.(\\*|\\{\\*\\})");

  private final String text;
  private final Set<Placeholder> placeholders;
  private final boolean namesExtension;
  private final Pattern regex;

  /** A stretch of the pattern: literal text, a placeholder, or (neither) anything. */
  private record Piece(@Nullable String literal, @Nullable Placeholder placeholder) {
    boolean isAnything() {
      return literal == null && placeholder == null;
    }

    boolean isText() {
      return isAnything() || (placeholder != null && placeholder.reads() == Placeholder.Reads.TEXT);
    }

    boolean startsWith(String characterClass) {
      return literal != null && literal.substring(0, 1).matches(characterClass);
    }

    String shown() {
      if (placeholder != null) {
        return placeholder.inBraces();
      }
      return literal != null ? literal : "{*}";
    }
  }

  private NamePattern(String text, List<Piece> pieces) {
    this.text = text;
    this.placeholders = EnumSet.noneOf(Placeholder.class);
    for (Piece piece : pieces) {
      if (piece.placeholder() != null) {
        placeholders.add(piece.placeholder());
      }
    }
    this.namesExtension =
        EXTENSION.matcher(text).matches() || ENDS_WITH_ANY_EXTENSION.matcher(text).matches();
    this.regex = Pattern.compile(regex(pieces) + (namesExtension ? "" : IMAGE_SUFFIX));
  }

  /**
   * Reads a pattern.
   *
   * @throws NamePatternException if it is empty, has an unknown or repeated placeholder, a brace
   *     without its partner, or placeholders that cannot be told apart
   */
  public static NamePattern parse(String text) {
    String relative = text.startsWith("./") ? text.substring(2) : text;
    if (relative.isBlank()) {
      throw new NamePatternException("the pattern is empty; an example: {well}_s{field}_{channel}");
    }
    if (relative.startsWith("/") || relative.endsWith("/") || relative.contains("//")) {
      throw new NamePatternException(
          "pattern '" + text + "': sub-folders are relative to the folder, as {plate}/{well}_*");
    }
    List<Piece> pieces = pieces(relative);
    checkWell(text, pieces);
    checkNeighbours(text, pieces);
    return new NamePattern(relative, pieces);
  }

  private static List<Piece> pieces(String text) {
    List<Piece> pieces = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int end = at + 1;
      if (c == '{') {
        end = endOfBraces(text, at);
        addPlaceholder(text, text.substring(at + 1, end - 1), pieces);
      } else if (c == '*') {
        addAnything(pieces);
      } else {
        while (end < text.length() && "{}*".indexOf(text.charAt(end)) < 0) {
          end++;
        }
        if (c == '}') {
          throw new NamePatternException("pattern '" + text + "' has '}' without '{'");
        }
        pieces.add(new Piece(text.substring(at, end), null));
      }
      at = end;
    }
    return pieces;
  }

  private static int endOfBraces(String text, int open) {
    int close = text.indexOf('}', open);
    if (close < 0) {
      throw new NamePatternException(
          "pattern '" + text + "' has '" + text.substring(open) + "' without '}'");
    }
    return close + 1;
  }

  private static void addPlaceholder(String text, String word, List<Piece> pieces) {
    if (word.equals(ANYTHING)) {
      addAnything(pieces);
      return;
    }
    Placeholder placeholder = Placeholder.named(word);
    if (placeholder == null) {
      throw new NamePatternException(
          "pattern '%s' has the unknown placeholder {%s}; did you mean %s? There are %s and {*}"
              .formatted(text, word, Placeholder.nearest(word).inBraces(), allInBraces()));
    }
    if (pieces.stream().anyMatch(piece -> piece.placeholder() == placeholder)) {
      throw new NamePatternException(
          "pattern '" + text + "' has " + placeholder.inBraces() + " twice; {*} takes anything");
    }
    pieces.add(new Piece(null, placeholder));
  }

  private static String allInBraces() {
    return EnumSet.allOf(Placeholder.class).stream()
        .map(Placeholder::inBraces)
        .collect(Collectors.joining(" "));
  }

  private static void addAnything(List<Piece> pieces) {
    if (pieces.isEmpty() || !pieces.get(pieces.size() - 1).isAnything()) {
      pieces.add(new Piece(null, null));
    }
  }

  private static void checkWell(String text, List<Piece> pieces) {
    Set<Placeholder> found = EnumSet.noneOf(Placeholder.class);
    for (Piece piece : pieces) {
      if (piece.placeholder() != null) {
        found.add(piece.placeholder());
      }
    }
    boolean row = found.contains(Placeholder.ROW);
    boolean column = found.contains(Placeholder.COLUMN);
    if (row != column) {
      throw new NamePatternException(
          "pattern '" + text + "' has only one of {row} and {column}; a well needs both");
    }
    if (row && found.contains(Placeholder.WELL)) {
      throw new NamePatternException(
          "pattern '" + text + "' has {well} as well as {row} and {column}; use one or the other");
    }
  }

  private static void checkNeighbours(String text, List<Piece> pieces) {
    for (int i = 1; i < pieces.size(); i++) {
      Piece left = pieces.get(i - 1);
      Piece right = pieces.get(i);
      boolean apart = left.literal() != null || right.literal() != null;
      boolean rowColumn =
          left.placeholder() == Placeholder.ROW && right.placeholder() == Placeholder.COLUMN;
      boolean anythingBesideNumber =
          (left.isAnything() && !right.isText()) || (right.isAnything() && !left.isText());
      if (!apart && !rowColumn && !anythingBesideNumber) {
        throw new NamePatternException(
            "pattern '%s': %s and %s need something between them, as '_', to be told apart"
                .formatted(text, left.shown(), right.shown()));
      }
    }
  }

  private static String regex(List<Piece> pieces) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      Piece next = i + 1 < pieces.size() ? pieces.get(i + 1) : new Piece(".", null);
      boolean afterAnything = i > 0 && pieces.get(i - 1).isAnything();
      if (piece.literal() != null) {
        regex.append(Pattern.quote(piece.literal()));
      } else if (piece.placeholder() == null) {
        regex.append("[^/]*?");
      } else {
        regex.append(regex(piece.placeholder(), next, afterAnything));
      }
    }
    return regex.toString();
  }

  private static String regex(Placeholder placeholder, Piece next, boolean afterAnything) {
    String noMoreDigits = next.startsWith("[0-9]") ? "" : "(?![0-9])";
    String noMoreLetters = next.startsWith("[A-Za-z]") ? "" : "(?![A-Za-z])";
    String noLetterBefore = afterAnything ? "(?<![A-Za-z])" : "";
    String noDigitBefore = afterAnything ? "(?<![0-9])" : "";
    String expression =
        switch (placeholder.reads()) {
          case TEXT -> "(?<@>[^/]+?)";
          case NUMBER -> noDigitBefore + "(?<@>[0-9]{1,9})" + noMoreDigits;
          case WELL -> noLetterBefore + "(?<@>[A-Za-z]{1,2}[0-9]{1,3})" + noMoreDigits;
          case ROW ->
              next.placeholder() == Placeholder.COLUMN
                  ? noLetterBefore + "(?<@>[A-Za-z]{1,2})"
                  : "(?<@>"
                      + noLetterBefore
                      + "[A-Za-z]{1,2}"
                      + noMoreLetters
                      + "|"
                      + noDigitBefore
                      + "[0-9]{1,2}"
                      + noMoreDigits
                      + ")";
        };
    return expression.replace("@", placeholder.word());
  }

  /** True if the pattern reads that placeholder. */
  public boolean has(Placeholder placeholder) {
    return placeholders.contains(placeholder);
  }

  /**
   * True if the pattern tells the well, by {@code {well}} or {@code {row}} and {@code {column}}.
   */
  public boolean hasWell() {
    return has(Placeholder.WELL) || has(Placeholder.ROW);
  }

  @Override
  public int depth() {
    return (int) text.chars().filter(c -> c == '/').count();
  }

  @Override
  public boolean ignores(String relativeName) {
    return false;
  }

  /** With {@code {z}} further pages are not read; without it they are z-sections. */
  @Override
  public boolean onePlaneAFile() {
    return has(Placeholder.Z);
  }

  @Override
  public String acquisition(String relativeName, Map<Placeholder, String> tokens) {
    return tokens.getOrDefault(Placeholder.PLATE, "");
  }

  @Override
  public int first(String relativeName, Placeholder placeholder) {
    return UNKNOWN_FIRST;
  }

  /** Null also where it matches something that is no well of any plate. */
  @Override
  public @Nullable Map<Placeholder, String> match(String relativeName) {
    Matcher matcher = regex.matcher(relativeName);
    if (!matcher.matches()) {
      return null;
    }
    Map<Placeholder, String> tokens = new EnumMap<>(Placeholder.class);
    for (Placeholder placeholder : placeholders) {
      tokens.put(placeholder, matcher.group(placeholder.word()));
    }
    return hasWell() && well(tokens) == null ? null : Collections.unmodifiableMap(tokens);
  }

  /** The well that the tokens name; null where they name none, or one outside every plate. */
  public static @Nullable Well well(Map<Placeholder, String> tokens) {
    String label = tokens.get(Placeholder.WELL);
    if (label != null) {
      return Well.parse(label);
    }
    String row = tokens.get(Placeholder.ROW);
    String column = tokens.get(Placeholder.COLUMN);
    if (row == null || column == null) {
      return null;
    }
    if (Character.isLetter(row.charAt(0))) {
      return column.length() > 3 ? null : Well.parse(row + Integer.parseInt(column));
    }
    int rowNumber = Integer.parseInt(row);
    int columnNumber = Integer.parseInt(column);
    boolean onPlate =
        rowNumber >= 1
            && rowNumber <= Well.MAX_ROWS
            && columnNumber >= 1
            && columnNumber <= Well.MAX_COLUMNS;
    return onPlate ? new Well(rowNumber - 1, columnNumber - 1) : null;
  }

  @Override
  public String meaning() {
    List<String> parts = new ArrayList<>();
    for (Placeholder placeholder : placeholders) {
      parts.add(placeholder.inBraces() + " is " + placeholder.meaning());
    }
    if (!namesExtension) {
      parts.add("the name ends with .tif, .tiff or .png");
    }
    parts.add("everything else stands as written, case included");
    return String.join("; ", parts);
  }

  /** The pattern as written. */
  @Override
  public String toString() {
    return text;
  }
}
