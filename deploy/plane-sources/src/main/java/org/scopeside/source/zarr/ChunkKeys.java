package org.scopeside.source.zarr;

/**
 * How chunks are named after their place.
 *
 * @param prefix {@code ""}, or {@code c} where version 3 puts it before
 */
record ChunkKeys(String prefix, char separator) {
  /** The path of a chunk below its array. */
  String key(int[] chunk) {
    StringBuilder key = new StringBuilder(prefix);
    for (int place : chunk) {
      if (!key.isEmpty()) {
        key.append(separator);
      }
      key.append(place);
    }
    return key.toString();
  }
}
