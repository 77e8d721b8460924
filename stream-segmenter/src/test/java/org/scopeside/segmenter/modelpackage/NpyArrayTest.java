package org.scopeside.segmenter.modelpackage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyArrayTest {
  private static NpyArray read(byte[] file) throws IOException {
    return NpyArray.read(new ByteArrayInputStream(file));
  }

  private static void assertRefused(byte[] file, String part) {
    IOException e = assertThrows(IOException.class, () -> read(file));
    assertTrue(String.valueOf(e.getMessage()).contains(part), e::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "|u1,1,255",
    "|i1,1,-1",
    "<u2,2,65535",
    "<i2,2,-1",
    "<u4,4,4294967296",
    "<i4,4,-1",
    "<i8,8,-1"
  })
  void shouldReadWholeNumbersOfEverySize(String type, int size, float largest) throws IOException {
    byte[] data = new byte[2 * size];
    Arrays.fill(data, size, 2 * size, (byte) 0xFF);
    NpyArray array = read(PackageWriter.npy(type, data, 2, 1));
    assertArrayEquals(new long[] {2, 1}, array.shape());
    assertArrayEquals(new float[] {0, largest}, array.values());
  }

  @Test
  void shouldReadFloatsOfMoreThanOneBuffer() throws IOException {
    float[] values = new float[5000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 3f;
    }
    NpyArray array = read(PackageWriter.npy(values, 50, 100));
    assertArrayEquals(values, array.values());
  }

  @Test
  void shouldReadANumberWithoutAxes() throws IOException {
    assertArrayEquals(new float[] {2.5f}, read(PackageWriter.npy(new float[] {2.5f})).values());
  }

  @Test
  void shouldRefuseWhatIsNotExactlyOneArray() {
    byte[] sound = PackageWriter.npy(new float[6], 2, 3);
    assertRefused(new byte[0], "no NumPy file");
    assertRefused("PK, says the zip".getBytes(StandardCharsets.UTF_8), "no NumPy file");
    assertRefused(Arrays.copyOf(sound, sound.length - 1), "ends before its array does");
    assertRefused(Arrays.copyOf(sound, 9), "ends before");
    assertRefused(Arrays.copyOf(sound, sound.length + 1), "goes on after its array [2, 3]");
    assertRefused(PackageWriter.npy(">f4", new byte[4], 1), "no plain little-endian array");
    assertRefused(PackageWriter.npy("|O", new byte[4], 1), "no plain little-endian array");
    assertRefused(PackageWriter.npy("<c8", new byte[8], 1), "no plain little-endian array");
  }

  @Test
  void shouldBelieveNoSize() {
    assertRefused(PackageWriter.npy("<f4", new byte[4], 100_000, 100_000), "at most");
    assertRefused(
        PackageWriter.npy("<f4", new byte[4], 999_999_999, 999_999_999, 999_999_999), "at most");
  }
}
