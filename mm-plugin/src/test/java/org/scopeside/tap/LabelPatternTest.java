package org.scopeside.tap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scopeside.contract.Well;

/** The user's pattern of the labels of positions. */
class LabelPatternTest {
  @ParameterizedTest
  @CsvSource({
    "{well}-Site_{field}, A1-Site_0, A01/f0",
    "{well}-Site_{field}, aa012-Site_003, AA12/f3",
    "{row}{column}_{field}, H12_7, H12/f7",
    "{row}-{column}_{field}, 2-03_4, B03/f4",
    "{row}/{column}, AB/7, AB07/-",
    "*{well}*, Plate1_B02, B02/-",
    "{*}_{field}, a1_b2_33, -/f33",
    "{well}, C7, C07/-",
    "Pos{field}, Pos12, -/f12",
    "{field}0{*}, 1203, -/f12",
  })
  void shouldReadWellAndFieldOfALabel(String pattern, String label, String expected) {
    assertEquals(expected, read(pattern, label));
  }

  @ParameterizedTest
  @CsvSource({
    "{well}-Site_{field}, A1-site_0",
    "{well}-Site_{field}, A97-Site_0",
    "{well}-Site_{field}, BM1-Site_0",
    "{row}-{column}, 65-1",
    "{row}-{column}, 0-1",
    "{well}, A1 and more",
    "Pos{field}, Pos",
    "Pos{field}, Pos1234567",
  })
  void shouldNotMatchOtherLabels(String pattern, String label) {
    assertEquals("no match", read(pattern, label));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "' ' | the pattern is empty; an example: {well}-Site_{field}",
        "A1 | pattern 'A1' tells nothing; there are {well} {row} {column} {field} and {*}",
        "{wel} | pattern '{wel}' has the unknown placeholder {wel}; there are {well} {row} {column}"
            + " {field} and {*}",
        "{well | pattern '{well' has '{well' without '}'",
        "well} | pattern 'well}' has '}' without '{'",
        "{well}_{well} | pattern '{well}_{well}' has {well} twice; {*} takes anything",
        "{row}_x | pattern '{row}_x' has only one of {row} and {column}; a well needs both",
        "{well}{field} | pattern '{well}{field}' has {well} beside {field}; they need something"
            + " between them, as '_', to be told apart",
        "*a*b*c*{field} | pattern '*a*b*c*{field}' has more than 3 times {*}",
        "{well} {row}{column} | pattern '{well} {row}{column}' has {well} as well as {row} and"
            + " {column}; use one or the other",
      })
  void shouldSayWhatIsWrongWithAPattern(String pattern, String fault) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> LabelPattern.parse(pattern));
    assertEquals(fault, refused.getMessage());
  }

  @Test
  @Timeout(20)
  void shouldNotBeHeldUpByAnyLabel() {
    LabelPattern pattern = LabelPattern.parse("*{well}*{field}*x");
    for (int position = 0; position < 50; position++) {
      assertNull(pattern.read("A1-".repeat(66)));
    }
    assertNull(LabelPattern.parse("*{field}").read("0".repeat(100_000)));
  }

  @Property
  void shouldReadBackWhatAPatternWrites(
      @ForAll("patterns") String pattern,
      @ForAll @IntRange(max = 63) int row,
      @ForAll @IntRange(max = 95) int column,
      @ForAll @IntRange(max = 999_999) int field,
      @ForAll boolean padded) {
    Well well = new Well(row, column);
    String letters = well.label().replaceAll("[0-9]", "");
    String number = padded ? String.format(Locale.ROOT, "%03d", column + 1) : "" + (column + 1);
    String label =
        pattern
            .replace("{well}", letters + number)
            .replace("{row}", letters)
            .replace("{column}", number)
            .replace("{field}", "" + field)
            .replace("{*}", "any-thing");

    LabelReading reading = LabelPattern.parse(pattern).read(label);
    assertNotNull(reading, pattern + " on " + label);
    assertEquals(well, reading.well);
    assertEquals(field, reading.field);
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.of(
        "{well}-Site_{field}",
        "{row}{column}_{field}",
        "{row}_{column}_{field}",
        "f{field} of {well}",
        "{*} {well} ({field})",
        "{field}.{row}{column}",
        "[{well}]{*}#{field}");
  }

  private static String read(String pattern, String label) {
    LabelReading reading = LabelPattern.parse(pattern).read(label);
    if (reading == null) {
      return "no match";
    }
    return (reading.well == null ? "-" : reading.well.label())
        + "/"
        + (reading.field == null ? "-" : "f" + reading.field);
  }
}
