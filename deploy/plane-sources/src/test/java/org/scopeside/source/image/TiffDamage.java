package org.scopeside.source.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/** Damages the bytes of a TIFF as discs, networks and strange programs do, and as nobody would. */
final class TiffDamage {
  private static final long[] WILD = {
    0,
    1,
    2,
    3,
    7,
    8,
    16,
    255,
    256,
    4096,
    32_767,
    65_535,
    65_536,
    1 << 20,
    1 << 26,
    (1 << 30) + 1,
    Integer.MAX_VALUE,
    1L << 31,
    0xFFFFFFFEL,
    0xFFFFFFFFL,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private final Random random;

  TiffDamage(Random random) {
    this.random = random;
  }

  byte[] damaged(byte[] whole) {
    byte[] bytes = whole.clone();
    for (int hit = random.nextInt(3); hit >= 0; hit--) {
      bytes =
          switch (random.nextInt(8)) {
            case 0 -> flipped(bytes);
            case 1 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 2 -> inserted(bytes);
            case 3 -> overwritten(bytes);
            default -> withWildField(bytes);
          };
      if (bytes.length == 0) {
        return bytes;
      }
    }
    return bytes;
  }

  private byte[] flipped(byte[] bytes) {
    for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private byte[] inserted(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    byte[] more = new byte[1 + random.nextInt(16)];
    random.nextBytes(more);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + more.length);
    System.arraycopy(bytes, at, longer, at + more.length, bytes.length - at);
    System.arraycopy(more, 0, longer, at, more.length);
    return longer;
  }

  private byte[] overwritten(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    int end = Math.min(bytes.length, at + 1 + random.nextInt(64));
    byte value = (byte) random.nextInt();
    for (int i = at; i < end; i++) {
      bytes[i] = random.nextBoolean() ? value : (byte) random.nextInt();
    }
    return bytes;
  }

  /** Sets a tag, type, count or value of a field of the first directory, or where the next lies. */
  private byte[] withWildField(byte[] bytes) {
    if (bytes.length < 32) {
      return flipped(bytes);
    }
    ByteOrder order = bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
    boolean big = buffer.getShort(2) == 43;
    long directory = big ? buffer.getLong(8) : buffer.getInt(4) & 0xFFFFFFFFL;
    if (directory < 0 || directory > bytes.length - 16) {
      return flipped(bytes);
    }
    int at = (int) directory;
    int count = buffer.getShort(big && order == ByteOrder.BIG_ENDIAN ? at + 6 : at) & 0xFFFF;
    int entryBytes = big ? 20 : 12;
    int entry = at + (big ? 8 : 2) + random.nextInt(Math.max(1, count + 1)) * entryBytes;
    int[] places = big ? new int[] {0, 2, 4, 12} : new int[] {0, 2, 4, 8};
    int place = entry + places[random.nextInt(places.length)];
    long value = random.nextInt(4) == 0 ? random.nextInt(bytes.length + 1) : wild(bytes.length);
    int width = place - entry < 4 ? 2 : big ? 8 : 4;
    if (place + width <= bytes.length && place >= 0) {
      put(buffer, place, width, value);
    }
    return bytes;
  }

  private long wild(int length) {
    int choice = random.nextInt(WILD.length + 2);
    return choice < WILD.length ? WILD[choice] : length - (choice - WILD.length);
  }

  private static void put(ByteBuffer buffer, int at, int width, long value) {
    switch (width) {
      case 2 -> buffer.putShort(at, (short) value);
      case 4 -> buffer.putInt(at, (int) value);
      default -> buffer.putLong(at, value);
    }
  }
}
