package org.scopeside.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Mutates golden records at random, the same on every run: a reader answers with a plane or with a
 * {@link MalformedRecordException}, and without memory for what is not there.
 */
final class RecordFuzzTest {
  private static final int CASES = 20_000;
  private static final String[] NASTY = {
    "",
    "-1",
    "0",
    "1",
    "7",
    "65535",
    "65536",
    "2147483647",
    "-2147483648",
    "9999999999",
    "1e308",
    "NaN",
    "-Infinity",
    "0x10",
    "\u0000",
    "a/b",
    "..",
    "org.scopeside.plane.v9",
    "identity",
    "shuffle-zstd",
    "delta-shuffle-zstd",
    "float",
    "double",
    "uint8",
    "💥",
    "\ud800"
  };

  private final Random random = new Random(20261120);

  @Test
  void shouldAnswerEveryMutationWithAPlaneOrARefusal()
      throws IOException, MalformedRecordException {
    List<GoldenRecord> golden = GoldenRecord.all();
    int refused = 0;
    try (PlaneDecoder decoder = new PlaneDecoder()) {
      for (int i = 0; i < CASES; i++) {
        GoldenRecord record = golden.get(random.nextInt(golden.size()));
        Map<String, String> headers = new LinkedHashMap<>(record.wire().headers());
        byte[] value = record.wire().value().clone();
        String what = record.name() + ", case " + i + ": ";
        for (int k = random.nextInt(3); k >= 0; k--) {
          if (random.nextBoolean()) {
            what += mutate(headers) + "; ";
          } else {
            value = mutate(value);
          }
        }
        refused += refuses(decoder, headers, value, what) ? 1 : 0;
      }
    }
    assertTrue(refused > CASES / 2, refused + " refused: the mutations are too tame");
    assertTrue(refused < CASES, "none decoded: the mutations are too wild");
  }

  private static boolean refuses(
      PlaneDecoder decoder, Map<String, String> headers, byte[] value, String what) {
    long before = Refusal.allocated();
    boolean refused = false;
    try {
      Plane plane = decoder.decode(headers, value);
      assertEquals(plane.header().planeBytes(), plane.pixels().length, what);
    } catch (MalformedRecordException e) {
      refused = true;
    } catch (RuntimeException e) {
      throw new AssertionError(what, e);
    }
    long bytes = Refusal.allocated() - before;
    assertTrue(bytes < Refusal.FEW_BYTES, what + bytes + " bytes allocated");
    return refused;
  }

  private String mutate(Map<String, String> headers) {
    List<String> names = new ArrayList<>(headers.keySet());
    String name = names.get(random.nextInt(names.size()));
    String other = names.get(random.nextInt(names.size()));
    String text = headers.get(name) + "";
    switch (random.nextInt(6)) {
      case 0 -> headers.remove(name);
      case 1 -> headers.put(name, headers.get(other) + "");
      case 2 -> headers.put(name, NASTY[random.nextInt(NASTY.length)]);
      case 3 -> headers.put(name, flip(text));
      case 4 -> headers.put(name, text + text);
      default -> headers.put(flip(name), text);
    }
    return name + " -> " + headers.get(name);
  }

  private String flip(String text) {
    if (text.isEmpty()) {
      return "?";
    }
    char[] chars = text.toCharArray();
    chars[random.nextInt(chars.length)] ^= (char) (1 << random.nextInt(16));
    return new String(chars);
  }

  private byte[] mutate(byte[] value) {
    int at = value.length == 0 ? 0 : random.nextInt(value.length);
    byte[] mutant = value.clone();
    switch (random.nextInt(5)) {
      case 0 -> {
        return Arrays.copyOf(value, at);
      }
      case 1 -> {
        return insert(value, at);
      }
      case 2 -> random.nextBytes(mutant);
      default -> {
        if (mutant.length > 0) {
          mutant[at] ^= (byte) (1 << random.nextInt(8));
        }
      }
    }
    return mutant;
  }

  private byte[] insert(byte[] value, int at) {
    byte[] longer = new byte[value.length + 1 + random.nextInt(9)];
    random.nextBytes(longer);
    System.arraycopy(value, 0, longer, 0, at);
    System.arraycopy(value, at, longer, longer.length - (value.length - at), value.length - at);
    return longer;
  }
}
