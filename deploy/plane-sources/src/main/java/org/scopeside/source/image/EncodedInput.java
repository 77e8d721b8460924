package org.scopeside.source.image;

import java.io.EOFException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Encoded bytes as an image codec reads them. It knows its length, without which JJ2000 reads on
 * for ever behind the end of damaged data, and loses patience with those who try.
 */
final class EncodedInput extends ImageInputStreamImpl {
  private static final int MOST_READS_AT_END = 1 << 16;

  private final byte[] bytes;
  private final int start;
  private final int size;
  private int readsAtEnd;

  /** Reads from an array, which is not copied, a number of bytes from a place on. */
  EncodedInput(byte[] bytes, int start, int size) {
    this.bytes = bytes;
    this.start = start;
    this.size = size;
  }

  @Override
  public long length() {
    return size;
  }

  @Override
  public int read() throws EOFException {
    bitOffset = 0;
    return isAtEnd() ? -1 : bytes[start + (int) streamPos++] & 0xFF;
  }

  @Override
  public int read(byte[] target, int at, int length) throws EOFException {
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    if (isAtEnd()) {
      return -1;
    }
    int read = (int) Math.min(length, size - streamPos);
    System.arraycopy(bytes, start + (int) streamPos, target, at, read);
    streamPos += read;
    return read;
  }

  private boolean isAtEnd() throws EOFException {
    if (streamPos < size) {
      return false;
    }
    if (++readsAtEnd > MOST_READS_AT_END) {
      throw new EOFException("its codec reads on behind the end of the data");
    }
    return true;
  }
}
