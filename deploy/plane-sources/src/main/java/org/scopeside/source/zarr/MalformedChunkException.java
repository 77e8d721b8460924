package org.scopeside.source.zarr;

/**
 * Compressed bytes that are not what they should be; the message says what, without a file's name.
 */
final class MalformedChunkException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedChunkException(String facts) {
    super(facts);
  }
}
