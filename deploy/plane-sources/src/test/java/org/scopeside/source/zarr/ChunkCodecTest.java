package org.scopeside.source.zarr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Chunks as numcodecs wrote them, whole, cut and damaged. */
class ChunkCodecTest {
  private static final int SAMPLES = 600;
  private static final List<Golden> CHUNKS = golden();

  private record Golden(String name, int sampleBytes, ChunkCodec codec, List<Byte> chunk) {
    byte[] bytes() {
      byte[] bytes = new byte[chunk.size()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = chunk.get(i);
      }
      return bytes;
    }
  }

  private static List<Golden> golden() {
    try (InputStream input = ChunkCodecTest.class.getResourceAsStream("/zarr-chunks.txt")) {
      String text =
          new String(Objects.requireNonNull(input).readAllBytes(), StandardCharsets.US_ASCII);
      return text.lines().filter(line -> !line.startsWith("#")).map(ChunkCodecTest::parse).toList();
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static Golden parse(String line) {
    String[] parts = line.split(" ", -1);
    List<Byte> chunk = new ArrayList<>();
    for (byte one : Base64.getDecoder().decode(parts[3])) {
      chunk.add(one);
    }
    ChunkCodec codec = Objects.requireNonNull(ChunkCodec.named(parts[2]));
    return new Golden(parts[0], Integer.parseInt(parts[1]), codec, chunk);
  }

  private static byte[] expected(int sampleBytes) {
    ByteBuffer samples = ByteBuffer.allocate(SAMPLES * sampleBytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < SAMPLES; i++) {
      int value = (i / 3 * 7 + i % 5) % 251 + 256 * (i / 40 % 3);
      switch (sampleBytes) {
        case 1 -> samples.put((byte) value);
        case 2 -> samples.putShort((short) value);
        case 4 -> samples.putInt(value);
        default -> samples.putDouble(value);
      }
    }
    return samples.array();
  }

  @Test
  void shouldDecodeEveryCodecAndShuffleOfPython() throws MalformedChunkException {
    assertEquals(23, CHUNKS.size());
    for (Golden golden : CHUNKS) {
      byte[] expected = expected(golden.sampleBytes());
      byte[] out = new byte[expected.length];
      golden.codec().decode(golden.bytes(), out);
      assertArrayEquals(expected, out, golden.name());
    }
  }

  @Test
  void shouldRefuseChunksThatAreCutOrOfOtherSize() {
    for (Golden golden : CHUNKS) {
      byte[] whole = golden.bytes();
      int bytes = SAMPLES * golden.sampleBytes();
      for (int length = 0; length < whole.length - 12; length += 7) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThrows(
            MalformedChunkException.class,
            () -> golden.codec().decode(cut, new byte[bytes]),
            golden.name());
      }
      for (int other : new int[] {bytes - 8, bytes + 8}) {
        assertThrows(
            MalformedChunkException.class,
            () -> golden.codec().decode(whole, new byte[other]),
            golden.name());
      }
    }
  }

  @Property(tries = 3000)
  void shouldDecodeOrRefuseDamagedChunks(
      @ForAll @IntRange(max = 22) int chunk,
      @ForAll @IntRange(max = 4000) int at,
      @ForAll byte value,
      @ForAll @IntRange(max = 40) int second) {
    Golden golden = CHUNKS.get(chunk);
    byte[] damaged = golden.bytes();
    damaged[at % damaged.length] = value;
    damaged[second % damaged.length] ^= (byte) (value + 1);
    try {
      golden.codec().decode(damaged, new byte[SAMPLES * golden.sampleBytes()]);
    } catch (MalformedChunkException refusal) {
      assertTrue(String.valueOf(refusal.getMessage()).length() > 5);
    }
  }

  @Test
  void shouldNameBlosc2() {
    byte[] head = new byte[32];
    head[0] = 5;
    MalformedChunkException refusal =
        assertThrows(MalformedChunkException.class, () -> BloscChunk.decode(head, new byte[8]));
    assertEquals("is Blosc of version 5; version 1 and 2 are read", refusal.getMessage());
  }
}
