package org.scopeside.source.ometiff;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.scopeside.source.UnreadableImageException;

/**
 * XML that is refused where no parser could read it in bounded memory: too long as a whole, or one
 * tag or comment that goes on for ever.
 */
final class BoundedXml extends FilterInputStream {
  /** A companion of a plate with a million planes has about 300 MB. */
  static final long MOST_BYTES = 1L << 30;

  static final int MOST_TAG_BYTES = 1 << 20;

  private final Path path;
  private long bytes;
  private int tagBytes;
  private boolean inTag;

  BoundedXml(Path path, InputStream input) {
    super(input);
    this.path = path;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int read = read(one, 0, 1);
    return read < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int at, int length) throws IOException {
    int read = super.read(target, at, length);
    for (int i = at; i < at + read; i++) {
      count(target[i]);
    }
    bytes += Math.max(0, read);
    if (bytes > MOST_BYTES) {
      throw new UnreadableImageException(path, "OME-XML is longer than " + MOST_BYTES + " bytes");
    }
    return read;
  }

  private void count(byte character) throws UnreadableImageException {
    if (!inTag) {
      inTag = character == '<';
      tagBytes = 0;
    } else if (character == '>') {
      inTag = false;
    } else if (++tagBytes > MOST_TAG_BYTES) {
      throw new UnreadableImageException(
          path, "OME-XML has a tag of more than " + MOST_TAG_BYTES + " bytes");
    }
  }

  /** Not supported: what was read is counted. */
  @Override
  public boolean markSupported() {
    return false;
  }
}
