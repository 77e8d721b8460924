package org.scopeside.source.ometiff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;

/**
 * Wells in the names of positions: {@code A01_0}, {@code B2-Site_3}, {@code C10 f2}, {@code D4}. A
 * set of names is taken for wells only where each of them reads so, and no two are the same field.
 */
public final class PositionName {
  private static final Pattern NAME =
      Pattern.compile(
          "(?i)(?:well[ _-]?)?([a-z]{1,2}0{0,2}[1-9][0-9]?)"
              + "(?:(?:[ _-]{1,3}(?:site|field|fov|position|pos|f|s|p)?"
              + "|site|field|fov|position|pos|f|s|p)[ _#-]{0,3}0{0,6}([0-9]{1,6}))?");

  /** One letter and a number, where all have the same letter: sites, sections, times as well. */
  private static final Set<String> MORE_LIKELY_NO_ROWS = Set.of("F", "P", "S", "T", "V", "X", "Z");

  private PositionName() {}

  /**
   * A field in a well.
   *
   * @param field zero-based; the numbers of fields over all names, compacted from 0
   */
  public record Seat(Well well, int field) {}

  private record Read(Well well, @Nullable Integer number) {}

  /** A seat for each name in their order; null where they are not names of wells. */
  public static @Nullable List<Seat> seats(List<@Nullable String> names) {
    List<Read> all = new ArrayList<>();
    for (String name : names) {
      Read read = name == null ? null : read(name.strip());
      if (read == null) {
        return null;
      }
      all.add(read);
    }
    return looksLikeOneRowOfSites(all) ? null : distinct(all);
  }

  private static @Nullable Read read(String name) {
    Matcher matcher = NAME.matcher(name);
    Well well = matcher.matches() ? Well.parse(matcher.group(1)) : null;
    if (well == null) {
      return null;
    }
    String number = matcher.group(2);
    return new Read(well, number == null ? null : Integer.valueOf(number));
  }

  private static boolean looksLikeOneRowOfSites(List<Read> all) {
    Set<String> rows = new HashSet<>();
    for (Read read : all) {
      rows.add(read.well().label().replaceAll("[0-9]", "").toUpperCase(Locale.ROOT));
    }
    return rows.size() == 1
        && all.stream().allMatch(read -> read.number() == null)
        && MORE_LIKELY_NO_ROWS.containsAll(rows);
  }

  private static @Nullable List<Seat> distinct(List<Read> all) {
    TreeSet<Integer> numbers = new TreeSet<>();
    all.forEach(read -> numbers.add(number(read)));
    Map<Integer, Integer> fields = new HashMap<>();
    numbers.forEach(number -> fields.put(number, fields.size()));
    List<Seat> seats = new ArrayList<>();
    for (Read read : all) {
      seats.add(new Seat(read.well(), Objects.requireNonNull(fields.get(number(read)))));
    }
    return new HashSet<>(seats).size() == seats.size() ? seats : null;
  }

  private static int number(Read read) {
    Integer number = read.number();
    return number == null ? 0 : number;
  }
}
