package org.scopeside.contract;

/**
 * A plane with its pixels, little-endian, row-major, samples interleaved: {@code [y][x][sample]}.
 * The array belongs to the plane; it is not changed after.
 */
public final class Plane {
  private final PlaneHeader header;
  private final byte[] pixels;

  /**
   * @throws IllegalArgumentException if the array is not as long as the header says
   */
  public Plane(PlaneHeader header, byte[] pixels) {
    if (pixels.length != header.planeBytes()) {
      throw new IllegalArgumentException(
          "plane "
              + header.frameId()
              + " has "
              + pixels.length
              + " bytes, its header says "
              + header.planeBytes());
    }
    this.header = header;
    this.pixels = pixels;
  }

  public PlaneHeader header() {
    return header;
  }

  public byte[] pixels() {
    return pixels;
  }
}
