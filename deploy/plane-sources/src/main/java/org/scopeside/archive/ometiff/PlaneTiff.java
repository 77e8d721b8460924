package org.scopeside.archive.ometiff;

import com.github.luben.zstd.Zstd;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import org.scopeside.archive.Packing;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.PlaneHeader;

/**
 * Makes the bytes of a TIFF of one plane (TIFF 6.0): little-endian, strips of about a quarter of a
 * megabyte, each compressed by itself; integers as differences to their left neighbour (predictor
 * 2).
 */
final class PlaneTiff {
  /** A field of the range that TIFF leaves to everybody; holds the plane's headers as lines. */
  static final int HEADERS = 65_211;

  private static final int ASCII = 2;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int RATIONAL = 5;
  private static final int STRIP_BYTES = 256 << 10;
  private static final int FIRST_DIRECTORY = 8;
  private static final int PER_CENTIMETRE = 3;
  private static final double UM_PER_CENTIMETRE = 10_000;

  private final PlaneHeader plane;
  private final Packing packing;
  private final int rowBytes;
  private final int rowsPerStrip;
  private final Map<Integer, Field> fields = new TreeMap<>();

  /** A field with its values in the file's byte order. */
  private record Field(int type, int count, ByteBuffer values) {}

  private PlaneTiff(PlaneHeader plane, Packing packing) {
    this.plane = plane;
    this.packing = packing;
    this.rowBytes = plane.planeBytes() / plane.sizeY();
    this.rowsPerStrip = Math.max(1, Math.min(plane.sizeY(), STRIP_BYTES / rowBytes));
  }

  /**
   * The bytes of the file, in pieces to be written one after the other.
   *
   * @param omeXml the description
   * @param headers see {@link #HEADERS}
   * @param pixels little-endian, only read
   */
  static List<ByteBuffer> of(
      PlaneHeader plane, byte[] pixels, Packing packing, String omeXml, String headers) {
    return new PlaneTiff(plane, packing).pieces(pixels, omeXml, headers);
  }

  private List<ByteBuffer> pieces(byte[] pixels, String omeXml, String headers) {
    List<ByteBuffer> strips = strips(pixels);
    putShape();
    text(270, omeXml);
    text(305, "Scopeside");
    text(HEADERS, headers);
    resolution();
    int[] lengths = strips.stream().mapToInt(ByteBuffer::remaining).toArray();
    longs(279, lengths);
    longs(273, new int[lengths.length]);
    // Where the strips lie is known when the length of all before them is.
    int[] offsets = new int[lengths.length];
    int at = directoryBytes();
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = at;
      at += lengths[i];
    }
    longs(273, offsets);
    List<ByteBuffer> pieces = new ArrayList<>();
    pieces.add(directory());
    pieces.addAll(strips);
    return pieces;
  }

  private void putShape() {
    int samples = plane.samplesPerPixel();
    PixelType type = plane.pixelType();
    longs(256, plane.sizeX());
    longs(257, plane.sizeY());
    shorts(258, repeated(type.bytes() * 8, samples));
    shorts(259, compression(packing));
    shorts(262, samples >= 3 ? 2 : 1);
    shorts(277, samples);
    longs(278, rowsPerStrip);
    shorts(284, 1);
    if (isPredicted()) {
      shorts(317, 2);
    }
    if (samples == 2 || samples == 4) {
      shorts(338, samples == 4 ? 2 : 0);
    }
    shorts(339, repeated(sampleFormat(type), samples));
  }

  /** The value of TIFF's field Compression. */
  private static int compression(Packing packing) {
    return switch (packing) {
      case NONE -> 1;
      case DEFLATE -> 8;
      case ZSTD -> 50_000;
    };
  }

  private static int[] repeated(int value, int times) {
    int[] values = new int[times];
    Arrays.fill(values, value);
    return values;
  }

  private static int sampleFormat(PixelType type) {
    return switch (type) {
      case UINT8, UINT16, UINT32 -> 1;
      case INT8, INT16, INT32 -> 2;
      case FLOAT, DOUBLE -> 3;
    };
  }

  private boolean isPredicted() {
    boolean integers = sampleFormat(plane.pixelType()) != 3;
    return integers && packing != Packing.NONE;
  }

  /** For programs that know no OME-XML. */
  private void resolution() {
    Double um = plane.physicalSizeXUm();
    Double umY = plane.physicalSizeYUm();
    if (um != null) {
      rational(282, UM_PER_CENTIMETRE / um);
      rational(283, UM_PER_CENTIMETRE / (umY == null ? um : umY));
      shorts(296, PER_CENTIMETRE);
    }
  }

  private void shorts(int tag, int... values) {
    ByteBuffer bytes = buffer(values.length * 2);
    for (int value : values) {
      bytes.putShort((short) value);
    }
    fields.put(tag, new Field(SHORT, values.length, bytes.flip()));
  }

  private void longs(int tag, int... values) {
    ByteBuffer bytes = buffer(values.length * 4);
    for (int value : values) {
      bytes.putInt(value);
    }
    fields.put(tag, new Field(LONG, values.length, bytes.flip()));
  }

  private void rational(int tag, double value) {
    int denominator = value < 2000 ? 1_000_000 : 1;
    long numerator = Math.round(value * denominator);
    if (numerator > 0 && numerator <= 0xFFFFFFFFL) {
      ByteBuffer bytes = buffer(8).putInt((int) numerator).putInt(denominator);
      fields.put(tag, new Field(RATIONAL, 1, bytes.flip()));
    }
  }

  private void text(int tag, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = buffer(utf8.length + 1).put(utf8).put((byte) 0);
    fields.put(tag, new Field(ASCII, utf8.length + 1, bytes.flip()));
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private int directoryBytes() {
    int bytes = FIRST_DIRECTORY + 2 + 12 * fields.size() + 4;
    for (Field field : fields.values()) {
      bytes += field.values().limit() > 4 ? even(field.values().limit()) : 0;
    }
    return bytes;
  }

  private static int even(int bytes) {
    return bytes + (bytes & 1);
  }

  private ByteBuffer directory() {
    ByteBuffer bytes = buffer(directoryBytes());
    bytes.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(FIRST_DIRECTORY);
    bytes.putShort((short) fields.size());
    int[] valuesAt = {FIRST_DIRECTORY + 2 + 12 * fields.size() + 4};
    fields.forEach(
        (tag, field) -> {
          bytes.putShort(tag.shortValue()).putShort((short) field.type()).putInt(field.count());
          if (field.values().limit() > 4) {
            bytes.putInt(valuesAt[0]);
            bytes.duplicate().position(valuesAt[0]).put(field.values().duplicate());
            valuesAt[0] += even(field.values().limit());
          } else {
            ByteBuffer inline = buffer(4).put(field.values().duplicate());
            bytes.put(inline.position(4).flip());
          }
        });
    bytes.putInt(0);
    return bytes.position(bytes.limit()).flip();
  }

  private List<ByteBuffer> strips(byte[] pixels) {
    List<ByteBuffer> strips = new ArrayList<>();
    int stripBytes = rowsPerStrip * rowBytes;
    if (packing == Packing.NONE) {
      for (int at = 0; at < pixels.length; at += stripBytes) {
        strips.add(ByteBuffer.wrap(pixels, at, Math.min(stripBytes, pixels.length - at)));
      }
      return strips;
    }
    byte[] raw = new byte[stripBytes];
    try (StripPacker packer = StripPacker.of(packing, stripBytes)) {
      for (int at = 0; at < pixels.length; at += stripBytes) {
        int length = Math.min(stripBytes, pixels.length - at);
        System.arraycopy(pixels, at, raw, 0, length);
        if (isPredicted()) {
          HorizontalDifferences.take(
              raw, length, rowBytes, plane.pixelType().bytes(), plane.samplesPerPixel());
        }
        strips.add(packer.pack(raw, length));
      }
    }
    return strips;
  }

  /** Compresses strips one after the other. */
  private interface StripPacker extends AutoCloseable {
    ByteBuffer pack(byte[] raw, int length);

    @Override
    void close();

    static StripPacker of(Packing packing, int most) {
      return packing == Packing.ZSTD ? new ZstdPacker(most) : new DeflatePacker(most);
    }
  }

  private static final class DeflatePacker implements StripPacker {
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    private final byte[] packed;

    DeflatePacker(int most) {
      // Deflate stores what it cannot compress, at 5 bytes for each block of at most 64 KB.
      this.packed = new byte[most + (most >> 8) + 1024];
    }

    @Override
    public ByteBuffer pack(byte[] raw, int length) {
      deflater.reset();
      deflater.setInput(raw, 0, length);
      deflater.finish();
      int size = deflater.deflate(packed);
      if (!deflater.finished()) {
        throw new IllegalStateException("deflate made " + length + " bytes longer than it may");
      }
      return ByteBuffer.wrap(Arrays.copyOf(packed, size));
    }

    @Override
    public void close() {
      deflater.end();
    }
  }

  private static final class ZstdPacker implements StripPacker {
    private static final int LEVEL = 1;

    private final byte[] packed;

    ZstdPacker(int most) {
      this.packed = new byte[(int) Zstd.compressBound(most)];
    }

    @Override
    public ByteBuffer pack(byte[] raw, int length) {
      long size = Zstd.compressByteArray(packed, 0, packed.length, raw, 0, length, LEVEL);
      if (Zstd.isError(size)) {
        throw new IllegalStateException("zstd: " + Zstd.getErrorName(size));
      }
      return ByteBuffer.wrap(Arrays.copyOf(packed, (int) size));
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
