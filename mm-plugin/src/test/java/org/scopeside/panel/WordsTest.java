package org.scopeside.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void shouldWriteNumbersForPeople() {
    assertEquals("1,234", Words.number(1234));
    assertEquals("0.0213", Words.number(0.0213));
    assertEquals("118", Words.number(118.4));
    assertEquals("1.80", Words.number(1.8));
    assertEquals("\u2013", Words.number(Double.NaN));
    assertEquals("-1.84", Words.number(-1.84));
  }

  @Test
  void shouldWriteNumbersThatFitIntoAWell() {
    double[] values = {0, 7, 999, 1234, 9999, 12_345, 99_999, 123_456, 999_999, 1.5e6, 3e8, 0.004};
    for (double value : values) {
      assertTrue(Words.brief(value).length() <= 5, Words.brief(value));
    }
    assertEquals("12.3k", Words.brief(12_345));
    assertEquals("1.5M", Words.brief(1.5e6));
  }

  @Test
  void shouldWriteBytesAsDisksAreSold() {
    assertEquals("0 B", Words.bytes(0));
    assertEquals("208 MB", Words.bytes(208e6));
    assertEquals("4.2 MB", Words.bytes(4.2e6));
    assertEquals("18.6 GB", Words.bytes(18.6e9));
    assertEquals("20 GB", Words.bytes(20e9));
    assertEquals("512 MB", Words.bytes(512e6));
  }

  @Test
  void shouldWriteAgesAndDurations() {
    assertEquals("0 s", Words.age(Duration.ofSeconds(-3)));
    assertEquals("99 s", Words.age(Duration.ofSeconds(99)));
    assertEquals("3 min", Words.age(Duration.ofSeconds(194)));
    assertEquals("5 h", Words.age(Duration.ofHours(5)));
    assertEquals("4:05", Words.duration(Duration.ofSeconds(245)));
    assertEquals("1:02:09", Words.duration(Duration.ofSeconds(3729)));
  }

  @Test
  void shouldNameRowsFlagsAndPlanes() {
    assertEquals("A", Words.rowLetters(0));
    assertEquals("AF", Words.rowLetters(31));
    assertEquals("BL", Words.rowLetters(63));
    assertEquals(
        "out of focus, saturated", Words.flags(Arrays.asList("OUT_OF_FOCUS", "SATURATED")));
    assertEquals("1 plane", Words.count(1, "plane"));
    assertEquals("999,999", Words.planes(999_999));
    assertEquals("1.25 M", Words.planes(1_250_000));
  }
}
