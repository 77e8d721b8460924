package loci.formats;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import loci.formats.meta.MetadataStore;
import ome.units.UNITS;
import ome.units.quantity.Length;
import ome.units.quantity.Time;
import ome.xml.model.primitives.NonNegativeInteger;
import ome.xml.model.primitives.PositiveInteger;

/**
 * Reads "images" that are described by a file of properties. The sample at x, y of a stored plane is
 * 1000 series + 100 plane + 10 y + x + 5 sample.
 */
public class ImageReader implements IFormatReader {
  public static final AtomicInteger OPEN = new AtomicInteger();

  private final Properties file = new Properties();
  private String id;
  private int series;
  private boolean flattened = true;
  private boolean busy;
  private byte fill;
  private MetadataStore store;

  private String text(String key, String otherwise) {
    return file.getProperty(series + "." + key, file.getProperty(key, otherwise));
  }

  private int number(String key, int otherwise) {
    return Integer.parseInt(text(key, String.valueOf(otherwise)));
  }

  @Override
  public boolean isThisType(String name, boolean open) {
    return name.endsWith(".czi") || name.endsWith(".xml") || name.endsWith(".tif");
  }

  public IFormatReader getReader() {
    return this;
  }

  public IFormatReader[] getReaders() {
    return new IFormatReader[] {this};
  }

  @Override
  public String getFormat() {
    return "Fake format";
  }

  @Override
  public void setId(String id) throws FormatException, IOException {
    if (flattened) {
      throw new FormatException("levels of pyramids would be series");
    }
    try (InputStream in = new FileInputStream(id)) {
      file.load(in);
    }
    this.id = id;
    fail(file.getProperty("failOpen", ""));
    OPEN.incrementAndGet();
    if (store != null) {
      describe();
    }
  }

  private void describe() {
    for (series = 0; series < getSeriesCount(); series++) {
      store.setImageID("Image:" + series, series);
      store.setImageName(text("name", ""), series);
      store.setPixelsID("Pixels:" + series, series);
      if (!text("pixelNm", "").isEmpty()) {
        store.setPixelsPhysicalSizeX(
            new Length(number("pixelNm", 0), UNITS.NANOMETER), series);
        store.setPixelsPhysicalSizeY(new Length(2, UNITS.REFERENCEFRAME), series);
      }
      String[] names = text("channels", "").split(",");
      for (int c = 0; c < names.length && !names[0].isEmpty(); c++) {
        store.setChannelID("Channel:" + series + ":" + c, series, c);
        store.setChannelName(names[c], series, c);
      }
      if (!text("seconds", "").isEmpty()) {
        store.setPlaneTheZ(new NonNegativeInteger(0), series, 0);
        store.setPlaneTheC(new NonNegativeInteger(0), series, 0);
        store.setPlaneTheT(new NonNegativeInteger(0), series, 0);
        store.setPlaneDeltaT(new Time(Double.valueOf(text("seconds", "")), UNITS.SECOND), series, 0);
        store.setPlaneExposureTime(new Time(20, UNITS.MILLISECOND), series, 0);
        store.setPlanePositionX(new Length(1.5, UNITS.MILLIMETER), series, 0);
      }
    }
    series = 0;
    plates();
  }

  /** {@code plate.0.wells=1:2:0,1 3:4:2}: row, column and images of each well. */
  private void plates() {
    for (int plate = 0; file.containsKey("plate." + plate + ".wells"); plate++) {
      store.setPlateID("Plate:" + plate, plate);
      store.setPlateName(file.getProperty("plate." + plate + ".name", "P" + plate), plate);
      store.setPlateRows(new PositiveInteger(8), plate);
      store.setPlateColumns(new PositiveInteger(12), plate);
      int well = 0;
      for (String text : file.getProperty("plate." + plate + ".wells").split(" ")) {
        String[] parts = text.split(":");
        store.setWellID("Well:" + plate + ":" + well, plate, well);
        store.setWellRow(new NonNegativeInteger(Integer.valueOf(parts[0])), plate, well);
        store.setWellColumn(new NonNegativeInteger(Integer.valueOf(parts[1])), plate, well);
        int sample = 0;
        for (String image : parts[2].split(",")) {
          store.setWellSampleID("Sample:" + plate + ":" + well + ":" + sample, plate, well, sample);
          store.setWellSampleImageRef("Image:" + image, plate, well, sample);
          sample++;
        }
        well++;
      }
    }
  }

  private static void fail(String how) throws FormatException, IOException {
    switch (how) {
      case "":
        return;
      case "format":
        throw new FormatException("Invalid header");
      case "io":
        throw new IOException("the disk is gone");
      case "memory":
        throw new OutOfMemoryError("Requested array size exceeds VM limit");
      case "stack":
        throw new StackOverflowError();
      case "library":
        throw new NoClassDefFoundError("ucar/nc2/NetcdfFile");
      case "runtime":
        throw new ArrayIndexOutOfBoundsException("Index 9 out of bounds for length 3");
      case "silent":
        throw new NullPointerException();
      default:
        throw new AssertionError(how);
    }
  }

  @Override
  public int getImageCount() {
    int count = number("storedPlanes", 0);
    return count > 0 ? count : getSizeZ() * getSizeT() * (getSizeC() / getRGBChannelCount());
  }

  @Override
  public int getSizeX() {
    if (!text("failSeries", "").isEmpty()) {
      throw new IllegalStateException(text("failSeries", ""));
    }
    return number("sizeX", 3);
  }

  @Override
  public int getSizeY() {
    return number("sizeY", 2);
  }

  @Override
  public int getSizeZ() {
    return number("sizeZ", 1);
  }

  @Override
  public int getSizeC() {
    return number("sizeC", getRGBChannelCount());
  }

  @Override
  public int getSizeT() {
    return number("sizeT", 1);
  }

  @Override
  public int getPixelType() {
    return FormatTools.typeOf(text("pixelType", "uint16"));
  }

  @Override
  public int getBitsPerPixel() {
    return number("bits", 0);
  }

  @Override
  public int getRGBChannelCount() {
    return number("rgb", 1);
  }

  @Override
  public boolean isLittleEndian() {
    return text("endian", "little").equals("little");
  }

  @Override
  public boolean isInterleaved() {
    return text("interleaved", "false").equals("true");
  }

  @Override
  public boolean isThumbnailSeries() {
    return text("thumbnail", "false").equals("true");
  }

  @Override
  public int getResolutionCount() {
    return 1;
  }

  @Override
  public byte[] openBytes(int no, byte[] buf) throws FormatException, IOException {
    if (busy) {
      throw new IllegalStateException("two threads in one reader");
    }
    busy = true;
    try {
      if (text("failPlane", "-1").equals(String.valueOf(no))) {
        fail(text("failure", "io"));
      }
      if (text("black", "-1").equals(String.valueOf(no))) {
        return buf;
      }
      if (text("missing", "-1").equals(String.valueOf(no))) {
        java.util.Arrays.fill(buf, fill);
        return buf;
      }
      return pixels(no, buf);
    } finally {
      busy = false;
    }
  }

  private byte[] pixels(int no, byte[] buf) {
    int samples = getRGBChannelCount();
    ByteBuffer bytes = ByteBuffer.wrap(buf);
    bytes.order(isLittleEndian() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int outer = isInterleaved() ? 1 : samples;
    int inner = isInterleaved() ? samples : 1;
    for (int o = 0; o < outer; o++) {
      for (int y = 0; y < getSizeY(); y++) {
        for (int x = 0; x < getSizeX(); x++) {
          for (int i = 0; i < inner; i++) {
            put(bytes, 1000 * series + 100 * no + 10 * y + x + 5 * (o + i));
          }
        }
      }
    }
    return buf;
  }

  private void put(ByteBuffer bytes, int value) {
    switch (text("pixelType", "uint16")) {
      case "int8":
      case "uint8":
        bytes.put((byte) value);
        break;
      case "bit":
        bytes.put((byte) (value % 2));
        break;
      case "int16":
      case "uint16":
        bytes.putShort((short) value);
        break;
      case "int32":
      case "uint32":
        bytes.putInt(value);
        break;
      case "float":
        bytes.putFloat(value);
        break;
      default:
        bytes.putDouble(value);
    }
  }

  @Override
  public int getSeriesCount() {
    return Integer.parseInt(file.getProperty("series", "1"));
  }

  @Override
  public void setSeries(int no) {
    series = no;
  }

  @Override
  public void setGroupFiles(boolean group) {}

  @Override
  public void setFillColor(Byte color) {
    fill = color == null ? 0 : color;
  }

  @Override
  public String[] getUsedFiles() {
    String more = file.getProperty("uses", "");
    return more.isEmpty() ? new String[] {id} : new String[] {id, more};
  }

  @Override
  public int getIndex(int z, int c, int t) {
    return z + getSizeZ() * (c + getSizeC() / getRGBChannelCount() * t);
  }

  @Override
  public void setMetadataStore(MetadataStore store) {
    this.store = store;
  }

  @Override
  public void setFlattenedResolutions(boolean flatten) {
    flattened = flatten;
  }

  @Override
  public void reopenFile() {}

  @Override
  public void close() {
    if (id != null) {
      OPEN.decrementAndGet();
      id = null;
    }
  }
}
