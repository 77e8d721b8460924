package org.scopeside.tap;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;

/**
 * How the labels of stage positions tell wells and fields: {@code {well}-Site_{field}} reads {@code
 * A1-Site_0}. The language is that of the replay command's file names.
 *
 * <p>Placeholders are {@code {well} {row} {column} {field}}, each at most once; {@code {*}} or
 * {@code *}, at most three times, stands for anything, or nothing. Everything else is literal, case
 * included. Numbers take all digits there are; after {@code *} a well begins at a letter that
 * follows no letter, a number at a digit that follows no digit. Two placeholders need something
 * between them, but for {@code {row}{column}}, where the row is letters; with something between
 * them it may be a number.
 *
 * <p>Instances are immutable and may be shared by threads.
 */
public final class LabelPattern {
  /** Longest label that is read; with it and the next limit no label takes long. */
  static final int MAX_LABEL = 200;

  private static final int MAX_ANYTHING = 3;
  private static final String ANYTHING = "*";
  private static final String WELL = "well";
  private static final String ROW = "row";
  private static final String COLUMN = "column";
  private static final String FIELD = "field";
  private static final String ALL = "{well} {row} {column} {field} and {*}";

  private final String text;
  private final Set<String> placeholders;
  private final Pattern regex;

  private LabelPattern(String text, List<Piece> pieces) {
    this.text = text;
    this.placeholders = new HashSet<>();
    StringBuilder expression = new StringBuilder();
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      if (piece.isPlaceholder()) {
        placeholders.add(piece.text);
      }
      Piece next = i + 1 < pieces.size() ? pieces.get(i + 1) : Piece.END;
      expression.append(piece.regex(i > 0 && pieces.get(i - 1).isAnything(), next));
    }
    this.regex = Pattern.compile(expression.toString());
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException in words for the user, if it is empty, tells neither well nor
   *     field, has an unknown or repeated placeholder, a brace without its partner, placeholders
   *     that cannot be told apart, or too many {@code *}
   */
  public static LabelPattern parse(String text) {
    if (text.trim().isEmpty()) {
      throw new IllegalArgumentException("the pattern is empty; an example: {well}-Site_{field}");
    }
    List<Piece> pieces = pieces(text);
    LabelPattern pattern = new LabelPattern(text, pieces);
    pattern.checkPlaceholders();
    checkNeighbours(text, pieces);
    long anything = pieces.stream().filter(Piece::isAnything).count();
    require(anything <= MAX_ANYTHING, text, "has more than " + MAX_ANYTHING + " times {*}");
    return pattern;
  }

  /** What a label says; null where it does not match, or names a well that is on no plate. */
  @Nullable LabelReading read(String label) {
    Matcher matcher = regex.matcher(label.trim());
    if (label.length() > MAX_LABEL || !matcher.matches()) {
      return null;
    }
    Well well = tellsWell() ? well(matcher) : null;
    if (tellsWell() && well == null) {
      return null;
    }
    Integer field = has(FIELD) ? Integer.valueOf(matcher.group(FIELD)) : null;
    return new LabelReading(well, field);
  }

  private boolean tellsWell() {
    return has(WELL) || has(ROW);
  }

  private boolean has(String placeholder) {
    return placeholders.contains(placeholder);
  }

  private @Nullable Well well(Matcher matcher) {
    if (has(WELL)) {
      return Well.parse(matcher.group(WELL));
    }
    String row = matcher.group(ROW);
    int column = Integer.parseInt(matcher.group(COLUMN));
    if (Character.isLetter(row.charAt(0))) {
      return Well.parse(row + column);
    }
    int number = Integer.parseInt(row);
    boolean onPlate =
        number >= 1 && number <= Well.MAX_ROWS && column >= 1 && column <= Well.MAX_COLUMNS;
    return onPlate ? new Well(number - 1, column - 1) : null;
  }

  private static List<Piece> pieces(String text) {
    List<Piece> pieces = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end = at + 1;
      switch (text.charAt(at)) {
        case '{':
          end = text.indexOf('}', at) + 1;
          require(end > 0, text, "has '" + text.substring(at) + "' without '}'");
          addPlaceholder(text, text.substring(at + 1, end - 1), pieces);
          break;
        case '}':
          throw new IllegalArgumentException("pattern '" + text + "' has '}' without '{'");
        case '*':
          addAnything(pieces);
          break;
        default:
          while (end < text.length() && "{}*".indexOf(text.charAt(end)) < 0) {
            end++;
          }
          pieces.add(Piece.literal(text.substring(at, end)));
      }
      at = end;
    }
    return pieces;
  }

  private static void addPlaceholder(String text, String word, List<Piece> pieces) {
    if (word.equals(ANYTHING)) {
      addAnything(pieces);
      return;
    }
    boolean known =
        word.equals(WELL) || word.equals(ROW) || word.equals(COLUMN) || word.equals(FIELD);
    require(known, text, "has the unknown placeholder {" + word + "}; there are " + ALL);
    Piece piece = Piece.placeholder(word);
    for (Piece other : pieces) {
      boolean twice = other.isPlaceholder() && other.text.equals(word);
      require(!twice, text, "has {" + word + "} twice; {*} takes anything");
    }
    pieces.add(piece);
  }

  private static void addAnything(List<Piece> pieces) {
    if (pieces.isEmpty() || !pieces.get(pieces.size() - 1).isAnything()) {
      pieces.add(Piece.anything());
    }
  }

  private void checkPlaceholders() {
    require(!placeholders.isEmpty(), text, "tells nothing; there are " + ALL);
    require(has(ROW) == has(COLUMN), text, "has only one of {row} and {column}; a well needs both");
    require(
        !has(ROW) || !has(WELL),
        text,
        "has {well} as well as {row} and {column}; use one or the other");
  }

  private static void checkNeighbours(String text, List<Piece> pieces) {
    for (int i = 1; i < pieces.size(); i++) {
      Piece left = pieces.get(i - 1);
      Piece right = pieces.get(i);
      boolean apart = !left.isPlaceholder() || !right.isPlaceholder();
      boolean rowColumn = left.text.equals(ROW) && right.text.equals(COLUMN);
      require(
          apart || rowColumn,
          text,
          String.format(
              Locale.ROOT,
              "has {%s} beside {%s}; they need something between them, as '_', to be told apart",
              left.text,
              right.text));
    }
  }

  private static void require(boolean holds, String pattern, String fault) {
    if (!holds) {
      throw new IllegalArgumentException("pattern '" + pattern + "' " + fault);
    }
  }

  /** The pattern as written. */
  @Override
  public String toString() {
    return text;
  }

  /** A stretch of the pattern: literal text, a placeholder, or anything. */
  private static final class Piece {
    static final Piece END = literal(" ");

    private enum Kind {
      LITERAL,
      PLACEHOLDER,
      ANYTHING
    }

    private final Kind kind;
    final String text;

    private Piece(Kind kind, String text) {
      this.kind = kind;
      this.text = text;
    }

    static Piece literal(String text) {
      return new Piece(Kind.LITERAL, text);
    }

    static Piece placeholder(String word) {
      return new Piece(Kind.PLACEHOLDER, word);
    }

    static Piece anything() {
      return new Piece(Kind.ANYTHING, LabelPattern.ANYTHING);
    }

    boolean isAnything() {
      return kind == Kind.ANYTHING;
    }

    boolean isPlaceholder() {
      return kind == Kind.PLACEHOLDER;
    }

    private boolean startsWith(String characterClass) {
      return kind == Kind.LITERAL && text.substring(0, 1).matches(characterClass);
    }

    String regex(boolean afterAnything, Piece next) {
      if (kind == Kind.LITERAL) {
        return Pattern.quote(text);
      }
      if (kind == Kind.ANYTHING) {
        return ".*?";
      }
      String noMoreDigits = next.startsWith("[0-9]") ? "" : "(?![0-9])";
      String noLetterBefore = afterAnything ? "(?<![A-Za-z])" : "";
      String noDigitBefore = afterAnything ? "(?<![0-9])" : "";
      switch (text) {
        case WELL:
          return noLetterBefore + "(?<well>[A-Za-z]{1,2}[0-9]{1,3})" + noMoreDigits;
        case ROW:
          return row(noLetterBefore, noDigitBefore, noMoreDigits, next);
        case COLUMN:
          return noDigitBefore + "(?<column>[0-9]{1,3})" + noMoreDigits;
        default:
          return noDigitBefore + "(?<field>[0-9]{1,6})" + noMoreDigits;
      }
    }

    private static String row(
        String noLetterBefore, String noDigitBefore, String noMoreDigits, Piece next) {
      if (next.isPlaceholder()) {
        return noLetterBefore + "(?<row>[A-Za-z]{1,2})";
      }
      String noMoreLetters = next.startsWith("[A-Za-z]") ? "" : "(?![A-Za-z])";
      return "(?<row>"
          + noLetterBefore
          + "[A-Za-z]{1,2}"
          + noMoreLetters
          + "|"
          + noDigitBefore
          + "[0-9]{1,2}"
          + noMoreDigits
          + ")";
    }
  }
}
