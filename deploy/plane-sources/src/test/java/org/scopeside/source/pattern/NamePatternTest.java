package org.scopeside.source.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scopeside.contract.Well;

class NamePatternTest {

  @ParameterizedTest
  @CsvSource({
    "{well}_s{field}_w{channel}_z{z}, b02_s1_w2_z0.tif, {WELL=b02; FIELD=1; Z=0; CHANNEL=2}",
    "{well}_{channel}, A1_dna.PNG, {WELL=A1; CHANNEL=dna}",
    "{well}_{channel}, AA12_dna.ome.TIFF, {WELL=AA12; CHANNEL=dna}",
    "r{row}c{column}f{field}p{z}-ch{channel}sk{t}, r02c13f07p01-ch2sk1.tiff,"
        + " {ROW=02; COLUMN=13; FIELD=07; T=1; Z=01; CHANNEL=2}",
    "{row}{column}_{field}, B02_3.tif, {ROW=B; COLUMN=02; FIELD=3}",
    "{plate}/{well}/{channel}, P1/B02/DAPI.tif, {PLATE=P1; WELL=B02; CHANNEL=DAPI}",
    "{field}_{channel}, a_b_c.tif, {FIELD=a; CHANNEL=b_c}",
    "*{well}*, Plate1_B02.tif, {WELL=B02}",
    "{*}_t{t}, x_t12.png, {T=12}",
    "t{t}0, t120.png, {T=12}",
    "./{well}.tif, a01.tif, {WELL=a01}",
    "(a+b)[{z}], (a+b)[7].png, {Z=7}",
  })
  void shouldReadTokens(String pattern, String name, String tokens) {
    Map<Placeholder, String> read = NamePattern.parse(pattern).match(name);
    assertEquals(tokens, String.valueOf(read).replace(", ", "; "));
  }

  @ParameterizedTest
  @CsvSource({
    "{well}_{channel}, a01_dna.txt",
    "{well}_{channel}, a01-dna.png",
    "{well}_{channel}, sub/a01_dna.png",
    "{well}_{channel}, a01_dna",
    "{well}.tif, a01.TIF",
    "{well}, a0.tif",
    "{well}, zz01.tif",
    "{well}, a97.tif",
    "r{row}c{column}, r0c1.tif",
    "r{row}c{column}, r65c1.tif",
    "X{well}, xa01.tif",
    "t{t}, t1x.png",
    "*/{well}, a01.tif",
  })
  void shouldNotTakeOtherNames(String pattern, String name) {
    assertNull(NamePattern.parse(pattern).match(name));
  }

  @ParameterizedTest
  @CsvSource({
    "'', the pattern is empty",
    "{wel}_{channel}, did you mean {well}?",
    "{col}, did you mean {column}?",
    "{site}, unknown placeholder {site}",
    "{chanel}, did you mean {channel}?",
    "{well}_{well}, has {well} twice",
    "{well, '{well' without '}'",
    "well}, '}' without '{'",
    "{row}_{channel}, a well needs both",
    "{well}_{row}{column}, use one or the other",
    "{field}{channel}, {field} and {channel} need something between them",
    "{field}*, {field} and {*} need something between them",
    "/abs/{well}, relative to the folder",
  })
  void shouldRefusePatternSayingWhy(String pattern, String reason) {
    String message =
        String.valueOf(
            assertThrows(NamePatternException.class, () -> NamePattern.parse(pattern))
                .getMessage());
    assertTrue(message.contains(reason), message);
  }

  @Test
  void shouldGiveWellOfLettersAndOfNumbers() {
    assertEquals(new Well(1, 12), well("r{row}c{column}", "r02c13.tif"));
    assertEquals(new Well(1, 12), well("{row}_{column}", "b_013.tif"));
    assertEquals(new Well(26, 0), well("{well}", "AA1.tif"));
  }

  private static @Nullable Well well(String pattern, String name) {
    return NamePattern.well(tokens(NamePattern.parse(pattern), name));
  }

  private static Map<Placeholder, String> tokens(NamePattern pattern, String name) {
    return Objects.requireNonNull(pattern.match(name), name);
  }

  @Property
  void shouldReadBackWhatNameWasMadeOf(
      @ForAll @IntRange(max = 63) int row,
      @ForAll @IntRange(max = 95) int column,
      @ForAll @AlphaChars @NumericChars @StringLength(min = 1, max = 9) String field,
      @ForAll @AlphaChars @StringLength(min = 1, max = 9) String channel,
      @ForAll @IntRange(max = 9999) int z) {
    Well well = new Well(row, column);
    NamePattern pattern = NamePattern.parse("{plate}/{well}-{field}_{channel}_z{z}*");
    String name = "P 1/" + well.label() + "-" + field + "_" + channel + "_z" + z + "_x.tif";
    Map<Placeholder, String> tokens = tokens(pattern, name);
    assertEquals(well, NamePattern.well(tokens));
    assertEquals(field, tokens.get(Placeholder.FIELD));
    assertEquals(channel, tokens.get(Placeholder.CHANNEL));
    assertEquals(String.valueOf(z), tokens.get(Placeholder.Z));
    assertEquals("P 1", tokens.get(Placeholder.PLATE));
  }

  @Property
  void shouldTakeLiteralsAsTheyAre(@ForAll @StringLength(min = 1, max = 20) String literal) {
    String plain = literal.replaceAll("[{}*/]", "-");
    assertNotNull(NamePattern.parse("_" + plain + "_{t}.tif").match("_" + plain + "_5.tif"));
  }
}
