package org.scopeside.archive;

/** How the pixels of an archive are compressed, without loss. */
public enum Packing {
  /** As they are; any program reads them fastest. */
  NONE,
  /** Deflate, which every program reads. */
  DEFLATE,
  /** Zstandard: faster and smaller, but older programs do not read it. */
  ZSTD
}
