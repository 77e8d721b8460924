package org.scopeside.segmenter.engine;

/** Types of tensor elements, all little-endian in memory. */
public enum TensorType {
  FLOAT32(4),
  FLOAT16(2),
  UINT8(1),
  INT8(1),
  INT32(4),
  INT64(8);

  private final int bytes;

  TensorType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }
}
