package org.scopeside.source.ometiff;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.source.UnreadableImageException;

/** Collects what an Image element holds. */
final class OmeImageBuilder {
  private static final int MOST_SAMPLES = 1000;

  private final Path path;
  private final String id;
  private final String name;
  private final OmePlaneFacts.Collector planes = new OmePlaneFacts.Collector();
  private final List<OmeTiffData> tiffData = new ArrayList<>();
  private final List<@Nullable String> channelNames = new ArrayList<>();
  private final Map<String, String> uuids = new HashMap<>();
  private @Nullable String stageLabel;
  private @Nullable Instant acquiredAt;
  private boolean hasPixels;
  private boolean metadataOnly;
  private String dimensionOrder = "XYZCT";
  private long sizeX;
  private long sizeY;
  private int sizeZ;
  private int sizeC;
  private int sizeT;
  private int samplesPerChannel = 1;
  private int samples;
  private String pixelType = "";
  private @Nullable Double physicalSizeXUm;
  private @Nullable Double physicalSizeYUm;
  private @Nullable Integer significantBits;
  private OmeTiffData nextTiffData = new OmeTiffData(0, 0, 0, 0, OmeTiffData.ALL, null, null);
  private @Nullable String fileName;
  private @Nullable String uuid;

  OmeImageBuilder(Path path, XmlAttributes attributes, int index) {
    this.path = path;
    this.id = attributes.text("ID", "Image:" + index);
    this.name = attributes.text("Name", "");
  }

  boolean hasPixels() {
    return hasPixels;
  }

  void stageLabel(@Nullable String label) {
    stageLabel = label;
  }

  void acquiredAt(@Nullable Instant instant) {
    acquiredAt = instant;
  }

  void metadataOnly() {
    metadataOnly = true;
  }

  void pixels(XmlAttributes attributes) throws UnreadableImageException {
    if (hasPixels) {
      throw damaged("has two Pixels elements");
    }
    hasPixels = true;
    sizeX = attributes.integer("SizeX", 0, 1, Integer.MAX_VALUE);
    sizeY = attributes.integer("SizeY", 0, 1, Integer.MAX_VALUE);
    sizeZ = attributes.integer("SizeZ", 1, 1, PlaneHeader.MAX_INDEX);
    sizeC = attributes.integer("SizeC", 1, 1, PlaneHeader.MAX_INDEX);
    sizeT = attributes.integer("SizeT", 1, 1, PlaneHeader.MAX_INDEX);
    long all = (long) sizeZ * sizeC;
    if (all > Integer.MAX_VALUE || all * sizeT > Integer.MAX_VALUE) {
      throw damaged("claims %d x %d x %d planes".formatted(sizeZ, sizeC, sizeT));
    }
    dimensionOrder = order(attributes.text("DimensionOrder", "XYZCT"));
    pixelType = attributes.text("Type", attributes.text("PixelType", ""));
    physicalSizeXUm = OmeUnits.positive(attributes.lengthUm("PhysicalSizeX", 1));
    physicalSizeYUm = OmeUnits.positive(attributes.lengthUm("PhysicalSizeY", 1));
    int bits = attributes.integer("SignificantBits", 0, 0, Integer.MAX_VALUE);
    significantBits = bits > 0 && bits <= 64 ? (Integer) bits : null;
  }

  private String order(String order) throws UnreadableImageException {
    boolean known =
        order.length() == 5
            && order.startsWith("XY")
            && order.indexOf('Z') > 0
            && order.indexOf('C') > 0
            && order.indexOf('T') > 0;
    if (!known) {
      throw damaged("has the unknown DimensionOrder '" + order + "'");
    }
    return order;
  }

  void channel(XmlAttributes attributes) throws UnreadableImageException {
    int its = attributes.integer("SamplesPerPixel", 1, 1, MOST_SAMPLES);
    samplesPerChannel = Math.max(samplesPerChannel, its);
    samples += its;
    if (channelNames.size() < PlaneHeader.MAX_INDEX) {
      channelNames.add(channelName(attributes));
    }
  }

  private static @Nullable String channelName(XmlAttributes attributes) {
    String name = attributes.text("Name");
    if (name == null) {
      name = attributes.text("Fluor");
    }
    if (name == null) {
      double wavelength = attributes.number("EmissionWavelength");
      boolean whole = wavelength == Math.rint(wavelength) && wavelength > 0;
      // Most write nanometres; the unit tells where not.
      String unit = attributes.text("EmissionWavelengthUnit", "nm");
      name = whole ? (long) wavelength + " " + unit : null;
    }
    return name;
  }

  void beginTiffData(XmlAttributes attributes) throws UnreadableImageException {
    boolean saysIfd = attributes.text("IFD") != null;
    int count = attributes.integer("NumPlanes", OmeTiffData.ALL, 0, Integer.MAX_VALUE);
    count = attributes.integer("PlaneCount", count, 0, Integer.MAX_VALUE);
    nextTiffData =
        new OmeTiffData(
            attributes.integer("IFD", 0, 0, Integer.MAX_VALUE),
            attributes.integer("FirstZ", 0, 0, Integer.MAX_VALUE),
            attributes.integer("FirstC", 0, 0, Integer.MAX_VALUE),
            attributes.integer("FirstT", 0, 0, Integer.MAX_VALUE),
            count == OmeTiffData.ALL && saysIfd ? 1 : count,
            null,
            null);
    fileName = null;
    uuid = null;
  }

  void tiffDataFile(@Nullable String name) {
    // Names repeat for each plane of a file; one copy of each is enough.
    fileName = name == null ? null : uuids.computeIfAbsent(name, own -> own);
  }

  void tiffDataUuid(String text) {
    uuid = text.isEmpty() ? null : uuids.computeIfAbsent(text, own -> own);
  }

  void endTiffData() {
    OmeTiffData next = nextTiffData;
    tiffData.add(
        new OmeTiffData(
            next.ifd(),
            next.firstZ(),
            next.firstC(),
            next.firstT(),
            next.planeCount(),
            uuid,
            fileName));
  }

  void plane(int theT, int theZ, int theC, double[] values) {
    int c = theC / channelSamples();
    if (hasPixels && theT < sizeT && theZ < sizeZ && c < channels()) {
      planes.add((theT * sizeZ + theZ) * channels() + c, values);
    }
  }

  /** Samples of a page count as channels in SizeC; where the sums say so they are one here. */
  private int channelSamples() {
    return samplesPerChannel > 1 && samples == sizeC ? samplesPerChannel : 1;
  }

  private int channels() {
    return Math.max(1, sizeC / channelSamples());
  }

  OmeImage image() throws UnreadableImageException {
    if (sizeX == 0 || sizeY == 0) {
      throw damaged("has no SizeX or SizeY");
    }
    List<@Nullable String> names = new ArrayList<>(channelNames);
    while (names.size() > channels()) {
      names.remove(names.size() - 1);
    }
    return new OmeImage(
        id,
        name,
        stageLabel,
        acquiredAt,
        dimensionOrder,
        sizeX,
        sizeY,
        sizeZ,
        channels(),
        sizeT,
        channelSamples(),
        pixelType,
        physicalSizeXUm,
        physicalSizeYUm,
        significantBits,
        names,
        tiffData,
        metadataOnly,
        planes.facts());
  }

  private UnreadableImageException damaged(String facts) {
    String shown = Objects.requireNonNullElse(name.isEmpty() ? null : name, id);
    return new UnreadableImageException(path, "OME-XML image '" + shown + "' " + facts);
  }
}
