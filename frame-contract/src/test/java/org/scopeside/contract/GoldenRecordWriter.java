package org.scopeside.contract;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Made the golden records of version 1, once. They are what the first release wrote and must be
 * readable for ever, so this program refuses to write a record that is there; no test runs it.
 *
 * <pre>
 * java -cp target/classes:target/test-classes:zstd-jni.jar org.scopeside.contract.GoldenRecordWriter
 * </pre>
 */
final class GoldenRecordWriter {
  private GoldenRecordWriter() {}

  public static void main(String[] args) throws IOException {
    Files.createDirectories(GoldenRecord.FOLDER);
    for (GoldenRecord record : records()) {
      Path headers = GoldenRecord.FOLDER.resolve(record.name() + ".headers");
      if (Files.exists(headers)) {
        throw new IOException(headers + " is there; golden records are never written again");
      }
    }
    for (GoldenRecord record : records()) {
      record.write(GoldenRecord.FOLDER);
    }
  }

  private static List<GoldenRecord> records() {
    PlaneHeader uint16 = SamplePlanes.described(PixelType.UINT16).build();
    PlaneHeader rgb16 = SamplePlanes.described(PixelType.UINT16).samplesPerPixel(3).build();
    PlaneHeader delta =
        SamplePlanes.small(PixelType.UINT16).well(new Well(0, 0)).channelName("DAPI").build();
    return List.of(
        random("uint8-identity", SamplePlanes.small(PixelType.UINT8), PixelCodec.IDENTITY),
        random("uint8-rgb", SamplePlanes.small(PixelType.UINT8).samplesPerPixel(3), shuffle()),
        random("int32", SamplePlanes.small(PixelType.INT32), shuffle()),
        random("double-identity", SamplePlanes.small(PixelType.DOUBLE), PixelCodec.IDENTITY),
        record("uint16-shuffle", uint16, SamplePlanes.camera(uint16), new PlaneEncoder(shuffle())),
        record("uint16-delta", delta, SamplePlanes.camera(delta), new PlaneEncoder()),
        record("uint16-rgb-delta", rgb16, SamplePlanes.camera(rgb16), new PlaneEncoder()),
        random("int16-delta", SamplePlanes.small(PixelType.INT16), PixelCodec.DELTA_SHUFFLE_ZSTD),
        floats(),
        labels());
  }

  private static PixelCodec shuffle() {
    return PixelCodec.SHUFFLE_ZSTD;
  }

  private static GoldenRecord random(String name, PlaneHeader.Builder header, PixelCodec codec) {
    PlaneHeader plane = header.build();
    return record(name, plane, SamplePlanes.pixels(plane), new PlaneEncoder(codec));
  }

  private static GoldenRecord floats() {
    PlaneHeader header = SamplePlanes.small(PixelType.FLOAT).field(1).build();
    ByteBuffer pixels = ByteBuffer.allocate(header.planeBytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < header.samples(); i++) {
      pixels.putFloat((float) Math.sin(i / 3.0) * 100);
    }
    return record("float", header, pixels.array(), new PlaneEncoder(shuffle()));
  }

  /** Two objects in 7 x 5: 1 on the left, 2 on the right, background between. */
  private static GoldenRecord labels() {
    PlaneHeader header = SamplePlanes.small(PixelType.UINT16).well(new Well(7, 11)).build();
    ByteBuffer pixels = ByteBuffer.allocate(header.planeBytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < header.samples(); i++) {
      int x = i % header.sizeX();
      pixels.putShort((short) (x < 3 ? 1 : x > 3 ? 2 : 0));
    }
    return record("labels", header, pixels.array(), PlaneEncoder.ofLabels());
  }

  private static GoldenRecord record(
      String name, PlaneHeader header, byte[] pixels, PlaneEncoder encoder) {
    try (encoder) {
      return new GoldenRecord(name, encoder.encode(header, pixels), new Plane(header, pixels));
    }
  }
}
