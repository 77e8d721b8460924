package org.scopeside.contract;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * Makes records of planes. Keeps scratch buffers between planes: one encoder a thread, closed when
 * done.
 *
 * <p>The pixels handed in are only read, and not after {@code encode} returns.
 */
public final class PlaneEncoder implements Closeable {
  /** zstd's fastest level that also codes the entropy of bytes without repeats. */
  private static final int LEVEL = 1;

  private final EventType type;
  private final PixelCodec codec;
  private final ZstdCompressCtx zstd = new ZstdCompressCtx();
  private final ShortPlanes shortPlanes = new ShortPlanes();
  private final DeltaShuffleZstd deltas = new DeltaShuffleZstd();
  private byte[] shuffled = new byte[0];
  private byte[] compressed = new byte[0];

  /** An encoder of planes with the codec that suits each pixel type. */
  public PlaneEncoder() {
    this(PixelCodec.DELTA_SHUFFLE_ZSTD);
  }

  /** An encoder of planes. */
  public PlaneEncoder(PixelCodec codec) {
    this(EventType.PLANE, codec);
  }

  private PlaneEncoder(EventType type, PixelCodec codec) {
    this.type = type;
    this.codec = codec;
    zstd.setLevel(LEVEL).setContentSize(true).setChecksum(false);
  }

  /** An encoder of label images, which are planes of type uint16 or uint32 with object numbers. */
  public static PlaneEncoder ofLabels() {
    return new PlaneEncoder(EventType.LABELS, PixelCodec.SHUFFLE_ZSTD);
  }

  /**
   * Encodes little-endian bytes of any pixel type.
   *
   * @throws IllegalArgumentException if the array is not as long as the header says
   */
  public WireRecord encode(PlaneHeader header, byte[] littleEndian) {
    requireSamples(header, littleEndian.length == header.planeBytes(), littleEndian.length, "byte");
    int width = header.pixelType().bytes();
    if (codec == PixelCodec.IDENTITY) {
      return identity(header, littleEndian.clone());
    }
    if (width == 1) {
      return compressed(header, littleEndian);
    }
    if (width == 2) {
      return encode(header, ShortPlanes.view(littleEndian, littleEndian.length));
    }
    byte[] payload = shuffledBuffer(littleEndian.length);
    ByteShuffle.shuffle(littleEndian, littleEndian.length, width, payload);
    return compressed(header, payload);
  }

  /**
   * Encodes 16-bit samples.
   *
   * @throws IllegalArgumentException if the array is not as long as the header says, or its type
   *     another
   */
  public WireRecord encode(PlaneHeader header, short[] samples) {
    boolean fits = samples.length == header.samples() && header.pixelType().bytes() == 2;
    requireSamples(header, fits, samples.length, "short");
    if (codec == PixelCodec.IDENTITY) {
      byte[] value = new byte[header.planeBytes()];
      littleEndian(value).asShortBuffer().put(samples);
      return identity(header, value);
    }
    return encode(header, ShortBuffer.wrap(samples));
  }

  /**
   * Encodes 32-bit integer samples.
   *
   * @throws IllegalArgumentException if the array is not as long as the header says, or its type
   *     another
   */
  public WireRecord encode(PlaneHeader header, int[] samples) {
    PixelType pixelType = header.pixelType();
    boolean fits =
        samples.length == header.samples()
            && (pixelType == PixelType.INT32 || pixelType == PixelType.UINT32);
    requireSamples(header, fits, samples.length, "int");
    if (codec == PixelCodec.IDENTITY) {
      byte[] value = new byte[header.planeBytes()];
      littleEndian(value).asIntBuffer().put(samples);
      return identity(header, value);
    }
    byte[] payload = shuffledBuffer(4 * samples.length);
    ByteShuffle.shuffle(samples, payload);
    return compressed(header, payload);
  }

  /**
   * Encodes 32-bit float samples.
   *
   * @throws IllegalArgumentException if the array is not as long as the header says, or its type
   *     another
   */
  public WireRecord encode(PlaneHeader header, float[] samples) {
    boolean fits = samples.length == header.samples() && header.pixelType() == PixelType.FLOAT;
    requireSamples(header, fits, samples.length, "float");
    if (codec == PixelCodec.IDENTITY) {
      byte[] value = new byte[header.planeBytes()];
      littleEndian(value).asFloatBuffer().put(samples);
      return identity(header, value);
    }
    byte[] payload = shuffledBuffer(4 * samples.length);
    ByteShuffle.shuffle(samples, payload);
    return compressed(header, payload);
  }

  private WireRecord encode(PlaneHeader header, ShortBuffer samples) {
    if (codec == PixelCodec.DELTA_SHUFFLE_ZSTD) {
      byte[] value = deltas.compress(samples, header.samplesPerPixel());
      return record(header, value, deltas.crc());
    }
    byte[] payload = shuffledBuffer(header.planeBytes());
    shortPlanes.shuffle(samples, payload);
    return compressed(header, payload);
  }

  private WireRecord compressed(PlaneHeader header, byte[] payload) {
    int length = header.planeBytes();
    int bound = (int) Zstd.compressBound(length);
    if (compressed.length < bound) {
      compressed = new byte[bound];
    }
    int size = zstd.compressByteArray(compressed, 0, compressed.length, payload, 0, length);
    return record(header, Arrays.copyOf(compressed, size), Crc32c.of(payload, 0, length));
  }

  private WireRecord identity(PlaneHeader header, byte[] value) {
    return record(header, value, Crc32c.of(value, 0, value.length));
  }

  private WireRecord record(PlaneHeader header, byte[] value, long crc) {
    Map<String, String> headers = PlaneHeaders.write(type, header);
    headers.put(PlaneHeaders.CODEC, codec.appliedTo(header.pixelType()).wireName());
    headers.put(PlaneHeaders.UNCOMPRESSED_SIZE, Integer.toString(header.planeBytes()));
    headers.put(PlaneHeaders.CRC32C, String.format("%08x", crc));
    return new WireRecord(header.partitionKey(), headers, value);
  }

  private byte[] shuffledBuffer(int length) {
    if (shuffled.length < length) {
      shuffled = new byte[length];
    }
    return shuffled;
  }

  private static ByteBuffer littleEndian(byte[] value) {
    return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void requireSamples(
      PlaneHeader header, boolean fits, int length, String arrayType) {
    if (!fits) {
      throw new IllegalArgumentException(
          "plane "
              + header.frameId()
              + ": "
              + arrayType
              + "["
              + length
              + "] for "
              + header.samples()
              + " samples of "
              + header.pixelType().omeName());
    }
  }

  @Override
  public void close() {
    zstd.close();
    deltas.close();
  }
}
