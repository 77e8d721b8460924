package org.scopeside.contract;

import com.github.luben.zstd.ZstdCompressCtx;
import java.io.Closeable;
import java.util.Arrays;
import java.util.Map;

/**
 * Makes records of planes. Keeps scratch buffers between planes: one encoder a thread, closed when
 * done.
 *
 * <p>The pixels handed in are only read, and not after {@code encode} returns.
 */
public final class PlaneEncoder implements Closeable {
  /**
   * zstd's fastest level with entropy coding; higher ones gain under 1 % on shuffled camera data.
   */
  private static final int LEVEL = 1;

  private final EventType type;
  private final PixelCodec codec;
  private final ZstdCompressCtx zstd = new ZstdCompressCtx();
  private byte[] shuffled = new byte[0];
  private byte[] compressed = new byte[0];

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
    requireSamples(header, littleEndian.length, 1, header.planeBytes());
    int width = header.pixelType().bytes();
    if (codec == PixelCodec.IDENTITY) {
      return record(header, littleEndian.clone(), littleEndian);
    }
    if (width == 1) {
      return compressed(header, littleEndian);
    }
    byte[] payload = shuffledBuffer(littleEndian.length);
    ByteShuffle.shuffle(littleEndian, littleEndian.length, width, payload);
    return compressed(header, payload);
  }

  /**
   * Encodes 16-bit samples.
   *
   * @throws IllegalArgumentException if the array is not as long as the header says
   */
  public WireRecord encode(PlaneHeader header, short[] samples) {
    requireSamples(header, samples.length, 2, header.samples());
    byte[] payload = shuffledBuffer(2 * samples.length);
    ByteShuffle.shuffle(samples, payload);
    return shuffledPayload(header, payload);
  }

  /**
   * Encodes 32-bit integer samples.
   *
   * @throws IllegalArgumentException if the array is not as long as the header says
   */
  public WireRecord encode(PlaneHeader header, int[] samples) {
    requireSamples(header, samples.length, 4, header.samples());
    byte[] payload = shuffledBuffer(4 * samples.length);
    ByteShuffle.shuffle(samples, payload);
    return shuffledPayload(header, payload);
  }

  /**
   * Encodes 32-bit float samples.
   *
   * @throws IllegalArgumentException if the array is not as long as the header says
   */
  public WireRecord encode(PlaneHeader header, float[] samples) {
    requireSamples(header, samples.length, 4, header.samples());
    byte[] payload = shuffledBuffer(4 * samples.length);
    ByteShuffle.shuffle(samples, payload);
    return shuffledPayload(header, payload);
  }

  private WireRecord shuffledPayload(PlaneHeader header, byte[] payload) {
    if (codec == PixelCodec.SHUFFLE_ZSTD) {
      return compressed(header, payload);
    }
    byte[] littleEndian = new byte[header.planeBytes()];
    ByteShuffle.unshuffle(payload, littleEndian.length, header.pixelType().bytes(), littleEndian);
    return record(header, littleEndian, littleEndian);
  }

  private WireRecord compressed(PlaneHeader header, byte[] payload) {
    int length = header.planeBytes();
    int bound = (int) com.github.luben.zstd.Zstd.compressBound(length);
    if (compressed.length < bound) {
      compressed = new byte[bound];
    }
    int size = zstd.compressByteArray(compressed, 0, compressed.length, payload, 0, length);
    return record(header, Arrays.copyOf(compressed, size), payload);
  }

  private WireRecord record(PlaneHeader header, byte[] value, byte[] payload) {
    Map<String, String> headers = PlaneHeaders.write(type, header);
    int length = header.planeBytes();
    headers.put(PlaneHeaders.CODEC, codec.wireName());
    headers.put(PlaneHeaders.UNCOMPRESSED_SIZE, Integer.toString(length));
    headers.put(PlaneHeaders.CRC32C, String.format("%08x", Crc32c.of(payload, 0, length)));
    return new WireRecord(header.partitionKey(), headers, value);
  }

  private byte[] shuffledBuffer(int length) {
    if (shuffled.length < length) {
      shuffled = new byte[length];
    }
    return shuffled;
  }

  private static void requireSamples(PlaneHeader header, int length, int width, int expected) {
    if (length != expected || (width > 1 && header.pixelType().bytes() != width)) {
      throw new IllegalArgumentException(
          "plane "
              + header.frameId()
              + ": "
              + length
              + " values of "
              + width
              + " bytes for "
              + header.samples()
              + " samples of "
              + header.pixelType().omeName());
    }
  }

  @Override
  public void close() {
    zstd.close();
  }
}
