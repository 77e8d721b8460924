package loci.formats;

/** Signatures of Bio-Formats' type of this name. */
public final class FormatTools {
  public static final String VERSION = version();

  private FormatTools() {}

  /** No constant, lest the compiler copies it into the adapter. */
  private static String version() {
    return "";
  }

  public static String getPixelTypeString(int pixelType) {
    throw new UnsupportedOperationException();
  }

  public static int getBytesPerPixel(int pixelType) {
    throw new UnsupportedOperationException();
  }
}
