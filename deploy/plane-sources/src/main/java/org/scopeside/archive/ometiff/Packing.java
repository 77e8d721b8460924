package org.scopeside.archive.ometiff;

/** How the pixels of an archive's TIFFs are compressed, without loss. */
public enum Packing {
  /** As they are; any program reads them fastest. */
  NONE(1),
  /** Deflate, which every program reads. */
  DEFLATE(8),
  /** Zstandard: faster and smaller, but older programs do not read it. */
  ZSTD(50_000);

  private final int compression;

  Packing(int compression) {
    this.compression = compression;
  }

  /** The value of TIFF's field Compression. */
  int compression() {
    return compression;
  }
}
