package org.scopeside.source.zarr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Samples made with numcodecs (0.16.5; 0.11.0 for Snappy) by {@code Blosc(cname, clevel=9, shuffle,
 * blocksize=512).encode((np.arange(640) // 40 * 3).astype("<u2"))}: two whole blocks and one that
 * is left over.
 */
class BloscContainerTest {
  private static final String ZLIB =
      "AgFhAgAFAAAABQAAXgAAABQAAAAzAAAAeNqNwQEGACEAALCIiIg4joiIiP7/vb6wLQQTUUIZFVRRQx/6UUcDTbTQ"
          + "Rgdd9ACKQzhBDwAAAHjaY2AYBaNg4AAAAoAAAQ==";

  @ParameterizedTest(name = "{0}, shuffle {1}")
  @CsvSource({
    "lz4, 1, AgEhAgAFAAAABQAAfwAAABQAAABWAAAAHwABABQfAwEAFB8GAQAUHwkBABQfDAEAFB8PAQAU"
        + "HxIBABQfFQEAFB8YAQAUHxsBABQfHgEAFB8hAQAUHyQBABQfJwEAFB8qAQAUHy0BAA9QLS0tLS0NAAAA"
        + "HwABAP//aVAAAAAAAA==",
    "lz4hc, 2, AgEkAgAFAAAABQAAbQAAABQAAABEAAAAEAABABD/AQAPCgA9Bg8ADxQALg9fAAsOQQAPKA"
        + "ASCyMADocADhkAD6UADw9fAAsONwAPAQAXD2kAJQ8BAIdQAAAAAAANAAAAHwABAP//aVAAAAAAAA==",
    "zstd, 2, AgGUAgAFAAAAAgAArAAAABwAAABMAAAAgAAAACwAAAAotS/9YAABFQEAkkIDBuAPAGBMCvY"
        + "B+J8PAgYAXEAdeFNNmEGqBaCptC4FCTAAAAAotS/9YAABNQEA8kQEBuAPAGBMCv77Af4DwP8AnI8GADx"
        + "ARdAcrrBDSABk0rpK6QIoAAAAKLUv/WAAAPUAAJJCAwbgDwBgTAr6wP8++AIFABxACeiu2wtsF0bKEw="
        + "=",
    "zlib, 1, AgFhAgAFAAAABQAAXgAAABQAAAAzAAAAeNqNwQEGACEAALCIiIg4joiIiP7/vb6wLQQTUUI"
        + "ZFVRRQx/6UUcDTbTQRgdd9ACKQzhBDwAAAHjaY2AYBaNg4AAAAoAAAQ==",
    "blosclz, 1, AgEBAgAFAAAABQAAkAAAABQAAABmAAAAIwAAAADgGgMBAAPgHQABAwbgHQABBgngHQAB"
        + "CQzgHQABDA/gHQABDxLgHQABEhXgHQABFRjgHQABGBvgHQABGx7gHQABHiHgHQABISTgHQABJCfgHQAB"
        + "JyrgHQABKi3gGwACLS0tDgAAACMAAAAA4P//cgMCAAAA",
    "blosclz, 2, AgEEAgAFAAAABQAAsgAAABQAAACIAAAAKQAAAAAA///////gRgkD/////4BUBgAAAAAA"
        + "AP/AAAH/AMAA4B8TAgAAAKAsAv8AAKAJA//////gAg4B/wDAAAIA//+gDgEA/8AAAv8AAKAOAf8A4AQA"
        + "4AEiA//////gAh3gEBgCAAAA4AMd4AZP4AYA4AZF4AEB4BU24CkA4GBo4EUAAgAAAA4AAAAjAAAAAOD/"
        + "/3IDAgAAAA==",
    "blosclz, 0, AgEAAgAFAAAABQAAiAAAABQAAAA2AAAAIwAAAADgQgMBAAPgRQEBAAbgRQEBAAngRQEB"
        + "AAzgRQEBAA/gRQEBABLgRQEBABXgQwECABUANgAAACMYABgA4EIDAQAb4EUBAQAe4EUBAQAh4EUBAQAk"
        + "4EUBAQAn4EUBAQAq4EUBAQAt4EMBAgAtAA==",
    "snappy, 1, AgFBAgAFAAAABQAAkAAAABQAAABSAAAAgAUAAJoBAAADmgEAAAaaAQAACZoBAAAMmgEAA"
        + "A+aAQAAEpoBAAAVmgEAABiaAQAAG5oBAAAemgEAACGaAQAAJJoBAAAnmgEAACqaAQAALZoBACIAAACAB"
        + "QAA/gEA/gEA/gEA/gEA/gEA/gEA/gEA/gEA/gEA+gEA"
  })
  void shouldDecodeWhatNumcodecsWrote(String compressor, int shuffle, String encoded)
      throws IOException {
    byte[] chunk = new byte[1280];
    new BloscContainer().decode(Base64.getDecoder().decode(encoded), chunk);
    assertArrayEquals(stairs(), chunk, compressor + shuffle);
  }

  @Test
  void shouldDecodeWhatNumcodecsStored() throws IOException {
    byte[] chunk = new byte[16];
    new BloscContainer()
        .decode(Base64.getDecoder().decode("AgEzAhAAAAAQAAAAIAAAAAeaAAECAwQFBgcICQoLDA0="), chunk);
    assertArrayEquals(
        new byte[] {7, (byte) 0x9a, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}, chunk);
  }

  @Test
  void shouldRefuseEveryCut() {
    byte[] whole = Base64.getDecoder().decode(ZLIB);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(IOException.class, () -> new BloscContainer().decode(cut, new byte[1280]));
    }
  }

  @Test
  void shouldRefuseChunkOfAnotherSize() {
    String facts =
        String.valueOf(
            assertThrows(
                    IOException.class,
                    () ->
                        new BloscContainer()
                            .decode(Base64.getDecoder().decode(ZLIB), new byte[1282]))
                .getMessage());
    assertTrue(facts.contains("1280 bytes of a chunk of 1282"), facts);
  }

  private static byte[] stairs() {
    byte[] chunk = new byte[1280];
    for (int i = 0; i < 640; i++) {
      chunk[2 * i] = (byte) (i / 40 * 3);
    }
    return chunk;
  }
}
