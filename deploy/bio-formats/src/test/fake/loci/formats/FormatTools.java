package loci.formats;

/** The real one's order of pixel types. */
public final class FormatTools {
  private static final String[] TYPES = {
    "int8", "uint8", "int16", "uint16", "int32", "uint32", "float", "double", "bit"
  };

  public static final String VERSION = String.valueOf("fake 1.0");

  private FormatTools() {}

  public static int typeOf(String name) {
    return java.util.Arrays.asList(TYPES).indexOf(name);
  }

  public static String getPixelTypeString(int pixelType) {
    if (pixelType < 0 || pixelType >= TYPES.length) {
      throw new IllegalArgumentException("Unknown pixel type: " + pixelType);
    }
    return TYPES[pixelType];
  }
}
