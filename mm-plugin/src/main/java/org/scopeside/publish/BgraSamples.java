package org.scopeside.publish;

/** Colour pixels of four samples, blue first, turned into three, red first. */
final class BgraSamples {
  private BgraSamples() {}

  /**
   * The same pixels in a new array.
   *
   * @param bgra byte[] or short[], {@code [pixel][blue, green, red, nothing]}
   * @return of the same type, {@code [pixel][red, green, blue]}
   */
  static Object toRgb(Object bgra) {
    return bgra instanceof short[] ? toRgb((short[]) bgra) : toRgb((byte[]) bgra);
  }

  private static byte[] toRgb(byte[] bgra) {
    int pixels = bgra.length / 4;
    byte[] rgb = new byte[3 * pixels];
    for (int i = 0, from = 0, to = 0; i < pixels; i++, from += 4, to += 3) {
      rgb[to] = bgra[from + 2];
      rgb[to + 1] = bgra[from + 1];
      rgb[to + 2] = bgra[from];
    }
    return rgb;
  }

  private static short[] toRgb(short[] bgra) {
    int pixels = bgra.length / 4;
    short[] rgb = new short[3 * pixels];
    for (int i = 0, from = 0, to = 0; i < pixels; i++, from += 4, to += 3) {
      rgb[to] = bgra[from + 2];
      rgb[to + 1] = bgra[from + 1];
      rgb[to + 2] = bgra[from];
    }
    return rgb;
  }
}
