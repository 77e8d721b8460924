package org.scopeside.segmenter.ingest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.Plane;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.segmenter.image.GreyImage;

class PlaneImagesTest {
  /** A row of three pixels with the extremes of each type. */
  @ParameterizedTest
  @CsvSource({
    "UINT8, 0, 127, 255",
    "INT8, -128, 0, 127",
    "UINT16, 0, 32768, 65535",
    "INT16, -32768, -1, 32767",
    "UINT32, 0, 2147483648, 4294967295",
    "INT32, -2147483648, -1, 2147483647",
    "FLOAT, -1.5, 0, 1e30",
    "DOUBLE, -1.5, 0.25, 1e30"
  })
  void shouldKeepValuesOfEveryPixelType(PixelType type, double first, double second, double third) {
    GreyImage image = PlaneImages.grey(plane(type, 3, 1, 1, first, second, third));

    assertEquals(3, image.width());
    assertEquals(1, image.height());
    assertArrayEquals(new float[] {(float) first, (float) second, (float) third}, image.pixels());
  }

  @Test
  void shouldKeepRowsAndColumns() {
    GreyImage image = PlaneImages.grey(plane(PixelType.UINT16, 2, 3, 1, 1, 2, 3, 4, 5, 6));
    assertEquals(2, image.width());
    assertEquals(3, image.height());
    assertEquals(4, image.at(1, 1));
    assertEquals(5, image.at(2, 0));
  }

  @Test
  void shouldTurnColourIntoLuma() {
    float[] grey =
        PlaneImages.grey(plane(PixelType.UINT8, 4, 1, 3, 255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9))
            .pixels();
    assertArrayEquals(new float[] {76.245f, 149.685f, 29.07f, 9}, grey, 1e-3f);
  }

  @Test
  void shouldIgnoreAlphaAndSecondSamples() {
    assertArrayEquals(
        new float[] {100, 50},
        PlaneImages.grey(plane(PixelType.UINT8, 2, 1, 4, 100, 100, 100, 7, 50, 50, 50, 255))
            .pixels(),
        1e-3f);
    assertArrayEquals(
        new float[] {100, 50},
        PlaneImages.grey(plane(PixelType.UINT16, 2, 1, 2, 100, 7, 50, 65535)).pixels());
  }

  @ParameterizedTest
  @CsvSource({
    "UINT8, , 255",
    "UINT16, , 65535",
    "UINT16, 12, 4095",
    "UINT32, , 4294967295",
    "UINT32, 18, 262143",
    "INT8, , 127",
    "INT16, , 32767",
    "INT16, 16, 32767",
    "INT16, 12, 4095",
    "INT32, , 2147483647",
    "FLOAT, , NaN",
    "DOUBLE, , NaN",
    "FLOAT, 12, NaN"
  })
  void shouldKnowTheSensorsMaximum(PixelType type, @Nullable Integer bits, double maximum) {
    assertEquals(maximum, PlaneImages.sensorMaximum(header(type, 1, 1, 1, bits)));
  }

  private static Plane plane(PixelType type, int sizeX, int sizeY, int perPixel, double... values) {
    PlaneHeader header = header(type, sizeX, sizeY, perPixel, null);
    ByteBuffer bytes = ByteBuffer.allocate(header.planeBytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      switch (type) {
        case INT8, UINT8 -> bytes.put((byte) (int) value);
        case INT16, UINT16 -> bytes.putShort((short) (int) value);
        case INT32, UINT32 -> bytes.putInt((int) (long) value);
        case FLOAT -> bytes.putFloat((float) value);
        case DOUBLE -> bytes.putDouble(value);
      }
    }
    return new Plane(header, bytes.array());
  }

  private static PlaneHeader header(
      PixelType type, int sizeX, int sizeY, int perPixel, @Nullable Integer significantBits) {
    return new PlaneHeader.Builder()
        .acquisition("run-1")
        .source("/scopes/1")
        .capturedAt(Instant.EPOCH)
        .sizeX(sizeX)
        .sizeY(sizeY)
        .samplesPerPixel(perPixel)
        .pixelType(type)
        .significantBits(significantBits)
        .build();
  }
}
