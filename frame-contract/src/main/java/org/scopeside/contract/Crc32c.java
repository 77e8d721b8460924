package org.scopeside.contract;

import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * CRC-32C (Castagnoli, reflected polynomial 0x82F63B78, RFC 3720): the JDK's, which uses the CPU's
 * instruction, from Java 9 on; a table of eight slices on Java 8.
 */
final class Crc32c {
  private static final int POLYNOMIAL = 0x82F63B78;
  private static final @Nullable Class<?> JDK = jdkClass();

  private Crc32c() {}

  /** The checksum of a part of an array, as an unsigned number in a long. */
  static long of(byte[] bytes, int offset, int length) {
    Checksum checksum = start();
    checksum.update(bytes, offset, length);
    return checksum.getValue();
  }

  /** A checksum of nothing yet, to be fed part by part. */
  static Checksum start() {
    Checksum checksum = newJdkChecksum();
    return checksum == null ? new Slices() : checksum;
  }

  private static @Nullable Class<?> jdkClass() {
    try {
      return Class.forName("java.util.zip.CRC32C");
    } catch (ClassNotFoundException java8) {
      return null;
    }
  }

  private static @Nullable Checksum newJdkChecksum() {
    try {
      return JDK == null ? null : (Checksum) JDK.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("java.util.zip.CRC32C cannot be made", e);
    }
  }

  /** Slicing-by-8 (Kounavis and Berry 2008). */
  static final class Slices implements Checksum {
    private static final int[][] TABLE = table();

    private int crc = ~0;

    @Override
    public void update(byte[] bytes, int offset, int length) {
      int i = offset;
      int end = offset + length;
      for (; i + 8 <= end; i += 8) {
        crc ^= littleEndian(bytes, i);
        crc =
            TABLE[7][crc & 0xFF]
                ^ TABLE[6][(crc >>> 8) & 0xFF]
                ^ TABLE[5][(crc >>> 16) & 0xFF]
                ^ TABLE[4][crc >>> 24]
                ^ TABLE[3][bytes[i + 4] & 0xFF]
                ^ TABLE[2][bytes[i + 5] & 0xFF]
                ^ TABLE[1][bytes[i + 6] & 0xFF]
                ^ TABLE[0][bytes[i + 7] & 0xFF];
      }
      for (; i < end; i++) {
        update(bytes[i]);
      }
    }

    @Override
    public void update(int value) {
      crc = (crc >>> 8) ^ TABLE[0][(crc ^ value) & 0xFF];
    }

    @Override
    public long getValue() {
      return ~crc & 0xFFFFFFFFL;
    }

    @Override
    public void reset() {
      crc = ~0;
    }

    private static int littleEndian(byte[] bytes, int i) {
      return (bytes[i] & 0xFF)
          | (bytes[i + 1] & 0xFF) << 8
          | (bytes[i + 2] & 0xFF) << 16
          | (bytes[i + 3] & 0xFF) << 24;
    }

    private static int[][] table() {
      int[][] table = new int[8][256];
      for (int n = 0; n < 256; n++) {
        int crc = n;
        for (int bit = 0; bit < 8; bit++) {
          crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
        }
        table[0][n] = crc;
      }
      for (int n = 0; n < 256; n++) {
        for (int slice = 1; slice < 8; slice++) {
          int crc = table[slice - 1][n];
          table[slice][n] = (crc >>> 8) ^ table[0][crc & 0xFF];
        }
      }
      return table;
    }
  }
}
