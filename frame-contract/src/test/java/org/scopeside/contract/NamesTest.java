package org.scopeside.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NamesTest {
  @Property
  void shouldReadTheLabelOfEveryWell(
      @ForAll @IntRange(max = Well.MAX_ROWS - 1) int row,
      @ForAll @IntRange(max = Well.MAX_COLUMNS - 1) int column) {
    Well well = new Well(row, column);
    assertEquals(well, Well.parse(well.label()));
    assertEquals(well, Well.parse(well.label().toLowerCase(java.util.Locale.ROOT)));
  }

  @Test
  void shouldNameWellsAsPlatesDo() {
    assertEquals("A01", new Well(0, 0).label());
    assertEquals("H12", new Well(7, 11).label());
    assertEquals("Z24", new Well(25, 23).label());
    assertEquals("AA03", new Well(26, 2).label());
    assertEquals("AF48", new Well(31, 47).label());
    assertEquals("BL96", new Well(63, 95).label());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "A", "1", "A0", "A00", "A97", "BM01", "AAA1", "A1 ", "Ä1", "A-1", "A٣"})
  void shouldNotReadOtherTextAsWell(String text) {
    assertNull(Well.parse(text));
  }

  @Property
  void shouldReadEveryFrameId(
      @ForAll @IntRange(max = PlaneHeader.MAX_INDEX) int field,
      @ForAll @IntRange(max = PlaneHeader.MAX_INDEX) int theT,
      @ForAll @IntRange(max = 6144) int well) {
    Well of = well == 6144 ? null : new Well(well / 96, well % 96);
    FrameRef frame = new FrameRef("a.b-c_1", of, field, theT, 3, 2);
    assertEquals(frame, FrameRef.parse(frame.id()));
    assertEquals(frame.hashCode(), new FrameRef("a.b-c_1", of, field, theT, 3, 2).hashCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "run/A01/f0/t0/z0",
        "run/A1/f0/t0/z0/c0",
        "run/A01/f00/t0/z0/c0",
        "run/A01/f-1/t0/z0/c0",
        "run/A01/f0/t0/z0/c9999999",
        "run/A01/f0/t0/z0/c99999999999",
        "run/ZZ99/f0/t0/z0/c0",
        "../A01/f0/t0/z0/c0",
        "run/../A01/f0/t0/z0/c0",
        "run/A01/f0/t0/z0/c0\n",
        "run/A01/f٣/t0/z0/c0"
      })
  void shouldNotReadOtherTextAsFrame(String text) {
    assertNull(FrameRef.parse(text));
  }

  @Test
  void shouldRefuseFramesThatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> new FrameRef("a/b", null, 0, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new FrameRef("a", null, 0, -1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new FrameRef("a", null, 0, 0, 0, 1_000_001));
    assertNull(FrameRef.parse(null));
  }

  @Test
  void shouldPutThePrefixBeforeEveryTopic() {
    assertEquals("scopeside.frames", Topics.DEFAULT.frames());
    assertEquals("lab-2.dead-letters", new Topics("lab-2.").deadLetters());
    assertThrows(IllegalArgumentException.class, () -> new Topics("lab 2."));
  }

  @Test
  void shouldReadTimesOfAnyOffsetAndNumbersOfAsciiDigitsAlone() {
    assertEquals(
        java.time.Instant.parse("2026-11-20T08:00:00Z"),
        WireText.time("2026-11-20T09:00:00+01:00"));
    assertNull(WireText.time("+1000000000-01-01T00:00:00Z"));
    assertNull(WireText.time("yesterday"));
    assertEquals(1e-5, WireText.decimal("1.0E-5"));
    assertNull(WireText.decimal("NaN"));
    assertNull(WireText.decimal("1e999"));
    assertNull(WireText.decimal("0x1p3"));
    assertNull(WireText.decimal("1f"));
    assertEquals(-7, WireText.whole("-7"));
    assertNull(WireText.whole("٣"));
    assertNull(WireText.whole("2147483648"));
    assertNull(WireText.whole("+7"));
  }

  @Test
  void shouldShowTheBeginningOfLongTextWithoutControlCharacters() {
    assertEquals("a\uFFFDb", WireText.clip("a\nb"));
    assertEquals("a\uFFFDb", WireText.clip("a\ud83db"));
    assertEquals("🔬", WireText.clip("🔬"));
    assertEquals(80, WireText.clip("x".repeat(10_000)).length());
    assertEquals("x".repeat(76) + "...", WireText.clip("x".repeat(76) + "🔬" + "y".repeat(9)));
  }
}
