package org.scopeside.contract;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.Closeable;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.MalformedRecordException.Reason;

/**
 * Reads plane records. Everything that a record claims is checked against everything else it claims
 * before a buffer is allocated: sizes against the limit, the stated size against the dimensions,
 * the compressed frame's content size against both, the frame's blocks against the content size.
 *
 * <p>Keeps a scratch buffer between planes: one decoder a thread, closed when done. Pixels returned
 * belong to the caller.
 */
public final class PlaneDecoder implements Closeable {
  private final EventType type;
  private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
  private byte[] scratch = new byte[0];

  /** A decoder of planes. */
  public PlaneDecoder() {
    this(EventType.PLANE);
  }

  private PlaneDecoder(EventType type) {
    this.type = type;
  }

  /** A decoder of label images. */
  public static PlaneDecoder ofLabels() {
    return new PlaneDecoder(EventType.LABELS);
  }

  /**
   * Reads the metadata alone.
   *
   * @param headers the record's headers; unknown ones are ignored
   * @throws MalformedRecordException naming the header at fault
   */
  public PlaneHeader header(Map<String, String> headers) throws MalformedRecordException {
    return PlaneHeaders.read(type, headers);
  }

  /**
   * Reads a whole plane.
   *
   * @param headers the record's headers; unknown ones are ignored
   * @param value the record's value, only read
   * @throws MalformedRecordException naming what contradicts what
   */
  public Plane decode(Map<String, String> headers, byte[] value) throws MalformedRecordException {
    PlaneHeader header = header(headers);
    HeaderReader reader = new HeaderReader(headers);
    int size = statedSize(reader, header);
    long crc = statedCrc(reader);
    String codecName = reader.requiredText(PlaneHeaders.CODEC);
    PixelCodec codec = PixelCodec.named(codecName);
    if (codec == null) {
      throw new MalformedRecordException(
          Reason.UNKNOWN_CODEC,
          "codec '" + HeaderReader.clip(codecName) + "' of " + header.frameId() + " is unknown");
    }
    requireApplicable(header, codec);
    return codec == PixelCodec.IDENTITY
        ? identity(header, value, size, crc)
        : decompressed(header, codec, value, size, crc);
  }

  private static void requireApplicable(PlaneHeader header, PixelCodec codec)
      throws MalformedRecordException {
    if (codec.appliedTo(header.pixelType()) != codec) {
      throw new MalformedRecordException(
          Reason.INVALID_HEADER,
          header.frameId()
              + ": codec "
              + codec.wireName()
              + " is not for samples of "
              + header.pixelType().omeName());
    }
  }

  private static int statedSize(HeaderReader reader, PlaneHeader header)
      throws MalformedRecordException {
    int size = reader.requiredInt(PlaneHeaders.UNCOMPRESSED_SIZE, 1, Integer.MAX_VALUE);
    if (size != header.planeBytes()) {
      throw new MalformedRecordException(
          Reason.SIZE_MISMATCH,
          header.frameId()
              + ": "
              + PlaneHeaders.UNCOMPRESSED_SIZE
              + " is "
              + size
              + ", but "
              + header.sizeX()
              + "x"
              + header.sizeY()
              + "x"
              + header.samplesPerPixel()
              + " "
              + header.pixelType().omeName()
              + " has "
              + header.planeBytes());
    }
    return size;
  }

  private static long statedCrc(HeaderReader reader) throws MalformedRecordException {
    String text = reader.requiredText(PlaneHeaders.CRC32C);
    if (!text.matches("[0-9a-fA-F]{8}")) {
      throw reader.invalid(PlaneHeaders.CRC32C, text, "is not eight hexadecimal digits");
    }
    return Long.parseLong(text, 16);
  }

  private static Plane identity(PlaneHeader header, byte[] value, int size, long crc)
      throws MalformedRecordException {
    if (value.length != size) {
      throw new MalformedRecordException(
          Reason.SIZE_MISMATCH,
          header.frameId() + ": value has " + value.length + " bytes, its headers say " + size);
    }
    requireCrc(header, value, size, crc);
    return new Plane(header, value.clone());
  }

  private Plane decompressed(PlaneHeader header, PixelCodec codec, byte[] value, int size, long crc)
      throws MalformedRecordException {
    requireWholeFrame(header, value, size);
    byte[] payload = scratch(size);
    decompress(header, value, payload, size);
    requireCrc(header, payload, size, crc);
    byte[] pixels = new byte[size];
    restore(header, codec, payload, pixels);
    return new Plane(header, pixels);
  }

  private static void restore(PlaneHeader header, PixelCodec codec, byte[] payload, byte[] pixels) {
    int width = header.pixelType().bytes();
    if (codec == PixelCodec.DELTA_SHUFFLE_ZSTD) {
      int n = header.samples();
      for (int from = 0; from < n; from += DeltaShuffleZstd.BLOCK) {
        int count = Math.min(DeltaShuffleZstd.BLOCK, n - from);
        ShortPlanes.undoDeltaShuffle(payload, from, count, header.samplesPerPixel(), pixels);
      }
    } else if (width > 1) {
      ByteShuffle.unshuffle(payload, pixels.length, width, pixels);
    } else {
      System.arraycopy(payload, 0, pixels, 0, pixels.length);
    }
  }

  private void decompress(PlaneHeader header, byte[] value, byte[] payload, int size)
      throws MalformedRecordException {
    try {
      int written = zstd.decompressByteArray(payload, 0, size, value, 0, value.length);
      if (written != size) {
        throw corrupt(header, value, written + " of " + size + " bytes decompressed", null);
      }
    } catch (ZstdException e) {
      throw corrupt(header, value, "it does not decompress: " + e.getMessage(), e);
    }
  }

  private static void requireWholeFrame(PlaneHeader header, byte[] value, int size)
      throws MalformedRecordException {
    long content = ZstdFrame.contentSize(value);
    if (content < 0) {
      throw corrupt(header, value, "it is no zstd frame that states its content size", null);
    }
    if (content != size) {
      throw new MalformedRecordException(
          Reason.SIZE_MISMATCH,
          header.frameId()
              + ": compressed frame holds "
              + content
              + " bytes, its headers say "
              + size);
    }
    String fault = ZstdFrame.fault(value, size);
    if (fault != null) {
      throw corrupt(header, value, fault, null);
    }
  }

  private static MalformedRecordException corrupt(
      PlaneHeader header, byte[] value, String fault, @Nullable Throwable cause) {
    return new MalformedRecordException(
        Reason.CORRUPT_VALUE,
        header.frameId() + ": value of " + value.length + " bytes: " + fault,
        cause);
  }

  private static void requireCrc(PlaneHeader header, byte[] payload, int size, long stated)
      throws MalformedRecordException {
    long actual = Crc32c.of(payload, 0, size);
    if (actual != stated) {
      throw new MalformedRecordException(
          Reason.CRC_MISMATCH,
          String.format(
              "%s: CRC-32C is %08x, its header says %08x", header.frameId(), actual, stated));
    }
  }

  private byte[] scratch(int size) {
    if (scratch.length < size) {
      scratch = new byte[size];
    }
    return scratch;
  }

  @Override
  public void close() {
    zstd.close();
  }
}
