package org.scopeside.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Checksum;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Vectors of RFC 3720, appendix B.4, and the customary check value. */
final class Crc32cTest {
  @Test
  void shouldGiveTheVectorsOfRfc3720() {
    byte[] ascending = new byte[32];
    byte[] descending = new byte[32];
    for (int i = 0; i < 32; i++) {
      ascending[i] = (byte) i;
      descending[i] = (byte) (31 - i);
    }
    byte[] ones = new byte[32];
    Arrays.fill(ones, (byte) 0xFF);
    assertCrc(0x8a9136aaL, new byte[32]);
    assertCrc(0x62a8ab43L, ones);
    assertCrc(0x46dd794eL, ascending);
    assertCrc(0x113fdb5cL, descending);
    assertCrc(0xe3069283L, "123456789".getBytes(StandardCharsets.US_ASCII));
    assertCrc(0, new byte[0]);
  }

  @Property
  void shouldAgreeOnAnyPartOfAnyBytes(@ForAll byte[] bytes, @ForAll @IntRange(max = 20) int skip) {
    int from = Math.min(skip, bytes.length);
    Checksum slices = new Crc32c.Slices();
    slices.update(bytes, from, bytes.length - from);
    assertEquals(Crc32c.of(bytes, from, bytes.length - from), slices.getValue());
  }

  @Test
  void shouldStartAgainAfterReset() {
    Checksum slices = new Crc32c.Slices();
    slices.update(7);
    slices.reset();
    slices.update('1');
    slices.update("23456789".getBytes(StandardCharsets.US_ASCII), 0, 8);
    assertEquals(0xe3069283L, slices.getValue());
  }

  private static void assertCrc(long expected, byte[] bytes) {
    assertEquals(expected, Crc32c.of(bytes, 0, bytes.length));
    Checksum slices = new Crc32c.Slices();
    slices.update(bytes, 0, bytes.length);
    assertEquals(expected, slices.getValue());
  }
}
