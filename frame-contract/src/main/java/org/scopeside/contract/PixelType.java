package org.scopeside.contract;

import org.jspecify.annotations.Nullable;

/** Sample types by their names in the OME model; stored little-endian on the wire. */
public enum PixelType {
  INT8("int8", 1),
  UINT8("uint8", 1),
  INT16("int16", 2),
  UINT16("uint16", 2),
  INT32("int32", 4),
  UINT32("uint32", 4),
  FLOAT("float", 4),
  DOUBLE("double", 8);

  private final String omeName;
  private final int bytes;

  PixelType(String omeName, int bytes) {
    this.omeName = omeName;
    this.bytes = bytes;
  }

  /** The name in the OME model and in the header {@code ce_pixeltype}. */
  public String omeName() {
    return omeName;
  }

  /** Bytes a sample. */
  public int bytes() {
    return bytes;
  }

  /** The type of that OME name, or null where there is none. */
  public static @Nullable PixelType named(String omeName) {
    for (PixelType type : values()) {
      if (type.omeName.equals(omeName)) {
        return type;
      }
    }
    return null;
  }
}
