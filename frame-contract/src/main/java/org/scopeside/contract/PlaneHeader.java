package org.scopeside.contract;

import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Everything known about one plane but its pixels, in the OME model's terms. Immutable; a value
 * that is not known is null and has no header.
 *
 * <p>On the wire these are CloudEvents 1.0 attributes in Kafka's binary content mode, one text
 * header each, extension attributes in lower case ({@code ce_sizex}, {@code ce_wellrow}, …). The
 * table in this module's README is the specification.
 */
public final class PlaneHeader {
  /** Largest plane that travels inline, uncompressed: 64 MiB. */
  public static final int MAX_PLANE_BYTES = 64 << 20;

  /** Largest width and height in pixels. */
  public static final int MAX_SIDE = 65_535;

  /** Largest number of fields, channels, z-sections and time points, each. */
  public static final int MAX_INDEX = 1_000_000;

  /** Stands for the well in ids of acquisitions without a plate. */
  public static final String NO_WELL = "-";

  private static final Pattern ACQUISITION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private final String acquisition;
  private final String source;
  private final Instant capturedAt;
  private final @Nullable String plateName;
  private final @Nullable Well well;
  private final int field;
  private final int theC;
  private final int theZ;
  private final int theT;
  private final int sizeC;
  private final int sizeZ;
  private final int sizeT;
  private final int sizeX;
  private final int sizeY;
  private final int samplesPerPixel;
  private final PixelType pixelType;
  private final @Nullable Integer significantBits;
  private final @Nullable Double physicalSizeXUm;
  private final @Nullable Double physicalSizeYUm;
  private final @Nullable String channelName;
  private final @Nullable ChannelRole channelRole;
  private final @Nullable Double exposureMs;
  private final @Nullable Double positionXUm;
  private final @Nullable Double positionYUm;
  private final @Nullable Double positionZUm;
  private final @Nullable Double deltaTMs;
  private final @Nullable String binning;
  private final @Nullable String detector;

  private PlaneHeader(Builder from) {
    this.acquisition = Objects.requireNonNull(from.acquisition, "acquisition");
    this.source = Objects.requireNonNull(from.source, "source");
    this.capturedAt = Objects.requireNonNull(from.capturedAt, "capturedAt");
    this.plateName = from.plateName;
    this.well = from.well;
    this.field = from.field;
    this.theC = from.theC;
    this.theZ = from.theZ;
    this.theT = from.theT;
    this.sizeC = from.sizeC;
    this.sizeZ = from.sizeZ;
    this.sizeT = from.sizeT;
    this.sizeX = from.sizeX;
    this.sizeY = from.sizeY;
    this.samplesPerPixel = from.samplesPerPixel;
    this.pixelType = Objects.requireNonNull(from.pixelType, "pixelType");
    this.significantBits = from.significantBits;
    this.physicalSizeXUm = from.physicalSizeXUm;
    this.physicalSizeYUm = from.physicalSizeYUm;
    this.channelName = from.channelName;
    this.channelRole = from.channelRole;
    this.exposureMs = from.exposureMs;
    this.positionXUm = from.positionXUm;
    this.positionYUm = from.positionYUm;
    this.positionZUm = from.positionZUm;
    this.deltaTMs = from.deltaTMs;
    this.binning = from.binning;
    this.detector = from.detector;
  }

  /** Id of the acquisition: letters, digits, dot, underscore, hyphen; at most 128. */
  public String acquisition() {
    return acquisition;
  }

  /** URI reference of the microscope or program that captured the plane. */
  public String source() {
    return source;
  }

  /** When the camera delivered the plane, by the source's clock. */
  public Instant capturedAt() {
    return capturedAt;
  }

  /** Name of the plate; null where there is none. */
  public @Nullable String plateName() {
    return plateName;
  }

  /** The well; null for an acquisition without a plate. */
  public @Nullable Well well() {
    return well;
  }

  /** Zero-based field (WellSample) in the well, or position where there is no plate. */
  public int field() {
    return field;
  }

  /** Zero-based channel. */
  public int theC() {
    return theC;
  }

  /** Zero-based z-section. */
  public int theZ() {
    return theZ;
  }

  /** Zero-based time point. */
  public int theT() {
    return theT;
  }

  /** Channels planned for the field. */
  public int sizeC() {
    return sizeC;
  }

  /** Z-sections planned for the field. */
  public int sizeZ() {
    return sizeZ;
  }

  /** Time points planned for the field. */
  public int sizeT() {
    return sizeT;
  }

  /** Width in pixels. */
  public int sizeX() {
    return sizeX;
  }

  /** Height in pixels. */
  public int sizeY() {
    return sizeY;
  }

  /** Samples a pixel, interleaved: 1 for grey, 3 for RGB, 4 with alpha. */
  public int samplesPerPixel() {
    return samplesPerPixel;
  }

  /** Type of each sample. */
  public PixelType pixelType() {
    return pixelType;
  }

  /** Bits of a sample that the sensor fills; null where unknown. */
  public @Nullable Integer significantBits() {
    return significantBits;
  }

  /** Width of a pixel in the specimen, µm. */
  public @Nullable Double physicalSizeXUm() {
    return physicalSizeXUm;
  }

  /** Height of a pixel in the specimen, µm. */
  public @Nullable Double physicalSizeYUm() {
    return physicalSizeYUm;
  }

  /** Name of the channel, for example DAPI. */
  public @Nullable String channelName() {
    return channelName;
  }

  /** What the channel shows; null where the source does not say. */
  public @Nullable ChannelRole channelRole() {
    return channelRole;
  }

  /** Exposure time, ms. */
  public @Nullable Double exposureMs() {
    return exposureMs;
  }

  /** Stage x, µm. */
  public @Nullable Double positionXUm() {
    return positionXUm;
  }

  /** Stage y, µm. */
  public @Nullable Double positionYUm() {
    return positionYUm;
  }

  /** Focus drive, µm. */
  public @Nullable Double positionZUm() {
    return positionZUm;
  }

  /** Time since the acquisition began, ms. */
  public @Nullable Double deltaTMs() {
    return deltaTMs;
  }

  /** Camera binning as the OME model writes it, for example 2x2. */
  public @Nullable String binning() {
    return binning;
  }

  /** Name of the camera. */
  public @Nullable String detector() {
    return detector;
  }

  /**
   * The id of the frame, which follows from its coordinates alone, so that a plane sent again has
   * the same id: {@code acquisition/well/f0/t0/z0/c0}, with {@code -} for no well.
   */
  public String frameId() {
    return fieldId() + "/t" + theT + "/z" + theZ + "/c" + theC;
  }

  /** The key of the record: all planes of a field share it, so one consumer sees them in order. */
  public String partitionKey() {
    return fieldId();
  }

  /** "A01", or {@code -} where there is no plate. */
  public String wellLabel() {
    return well == null ? NO_WELL : well.label();
  }

  private String fieldId() {
    return acquisition + "/" + wellLabel() + "/f" + field;
  }

  /** Samples of the plane: sizeX · sizeY · samplesPerPixel. */
  public int samples() {
    return sizeX * sizeY * samplesPerPixel;
  }

  /** Bytes of the plane uncompressed; at most {@link #MAX_PLANE_BYTES}. */
  public int planeBytes() {
    return samples() * pixelType.bytes();
  }

  /** True for an id that may name an acquisition. */
  public static boolean isAcquisitionId(String id) {
    return ACQUISITION.matcher(id).matches();
  }

  /** A builder with these values, to make another plane of the same run. */
  public Builder toBuilder() {
    return new Builder()
        .acquisition(acquisition)
        .source(source)
        .capturedAt(capturedAt)
        .plateName(plateName)
        .well(well)
        .field(field)
        .theC(theC)
        .theZ(theZ)
        .theT(theT)
        .sizeC(sizeC)
        .sizeZ(sizeZ)
        .sizeT(sizeT)
        .sizeX(sizeX)
        .sizeY(sizeY)
        .samplesPerPixel(samplesPerPixel)
        .pixelType(pixelType)
        .significantBits(significantBits)
        .physicalSizeXUm(physicalSizeXUm)
        .physicalSizeYUm(physicalSizeYUm)
        .channelName(channelName)
        .channelRole(channelRole)
        .exposureMs(exposureMs)
        .positionXUm(positionXUm)
        .positionYUm(positionYUm)
        .positionZUm(positionZUm)
        .deltaTMs(deltaTMs)
        .binning(binning)
        .detector(detector);
  }

  /** Collects the values of a header; what is not set stays unknown. */
  public static final class Builder {
    private @Nullable String acquisition;
    private @Nullable String source;
    private @Nullable Instant capturedAt;
    private @Nullable String plateName;
    private @Nullable Well well;
    private int field;
    private int theC;
    private int theZ;
    private int theT;
    private int sizeC = 1;
    private int sizeZ = 1;
    private int sizeT = 1;
    private int sizeX;
    private int sizeY;
    private int samplesPerPixel = 1;
    private @Nullable PixelType pixelType;
    private @Nullable Integer significantBits;
    private @Nullable Double physicalSizeXUm;
    private @Nullable Double physicalSizeYUm;
    private @Nullable String channelName;
    private @Nullable ChannelRole channelRole;
    private @Nullable Double exposureMs;
    private @Nullable Double positionXUm;
    private @Nullable Double positionYUm;
    private @Nullable Double positionZUm;
    private @Nullable Double deltaTMs;
    private @Nullable String binning;
    private @Nullable String detector;

    public Builder acquisition(String acquisition) {
      this.acquisition = acquisition;
      return this;
    }

    public Builder source(String source) {
      this.source = source;
      return this;
    }

    public Builder capturedAt(Instant capturedAt) {
      this.capturedAt = capturedAt;
      return this;
    }

    public Builder plateName(@Nullable String plateName) {
      this.plateName = emptyToNull(plateName);
      return this;
    }

    public Builder well(@Nullable Well well) {
      this.well = well;
      return this;
    }

    public Builder field(int field) {
      this.field = field;
      return this;
    }

    public Builder theC(int theC) {
      this.theC = theC;
      return this;
    }

    public Builder theZ(int theZ) {
      this.theZ = theZ;
      return this;
    }

    public Builder theT(int theT) {
      this.theT = theT;
      return this;
    }

    public Builder sizeC(int sizeC) {
      this.sizeC = sizeC;
      return this;
    }

    public Builder sizeZ(int sizeZ) {
      this.sizeZ = sizeZ;
      return this;
    }

    public Builder sizeT(int sizeT) {
      this.sizeT = sizeT;
      return this;
    }

    public Builder sizeX(int sizeX) {
      this.sizeX = sizeX;
      return this;
    }

    public Builder sizeY(int sizeY) {
      this.sizeY = sizeY;
      return this;
    }

    public Builder samplesPerPixel(int samplesPerPixel) {
      this.samplesPerPixel = samplesPerPixel;
      return this;
    }

    public Builder pixelType(PixelType pixelType) {
      this.pixelType = pixelType;
      return this;
    }

    public Builder significantBits(@Nullable Integer significantBits) {
      this.significantBits = significantBits;
      return this;
    }

    public Builder physicalSizeXUm(@Nullable Double physicalSizeXUm) {
      this.physicalSizeXUm = physicalSizeXUm;
      return this;
    }

    public Builder physicalSizeYUm(@Nullable Double physicalSizeYUm) {
      this.physicalSizeYUm = physicalSizeYUm;
      return this;
    }

    public Builder channelName(@Nullable String channelName) {
      this.channelName = emptyToNull(channelName);
      return this;
    }

    public Builder channelRole(@Nullable ChannelRole channelRole) {
      this.channelRole = channelRole;
      return this;
    }

    public Builder exposureMs(@Nullable Double exposureMs) {
      this.exposureMs = exposureMs;
      return this;
    }

    public Builder positionXUm(@Nullable Double positionXUm) {
      this.positionXUm = positionXUm;
      return this;
    }

    public Builder positionYUm(@Nullable Double positionYUm) {
      this.positionYUm = positionYUm;
      return this;
    }

    public Builder positionZUm(@Nullable Double positionZUm) {
      this.positionZUm = positionZUm;
      return this;
    }

    public Builder deltaTMs(@Nullable Double deltaTMs) {
      this.deltaTMs = deltaTMs;
      return this;
    }

    public Builder binning(@Nullable String binning) {
      this.binning = emptyToNull(binning);
      return this;
    }

    public Builder detector(@Nullable String detector) {
      this.detector = emptyToNull(detector);
      return this;
    }

    /**
     * The header of the values set.
     *
     * @throws IllegalArgumentException naming the value that is missing, out of range or
     *     contradicts another
     */
    public PlaneHeader build() {
      require(
          isAcquisitionId(String.valueOf(acquisition)),
          "acquisition id '"
              + acquisition
              + "' is not letters, digits, '.', '_' or '-', at most 128");
      range("field", field, 0, MAX_INDEX);
      range("sizeC", sizeC, 1, MAX_INDEX);
      range("sizeZ", sizeZ, 1, MAX_INDEX);
      range("sizeT", sizeT, 1, MAX_INDEX);
      range("theC", theC, 0, sizeC - 1);
      range("theZ", theZ, 0, sizeZ - 1);
      range("theT", theT, 0, sizeT - 1);
      range("sizeX", sizeX, 1, MAX_SIDE);
      range("sizeY", sizeY, 1, MAX_SIDE);
      range("samplesPerPixel", samplesPerPixel, 1, 4);
      PixelType type = Objects.requireNonNull(pixelType, "pixelType");
      long bytes = (long) sizeX * sizeY * samplesPerPixel * type.bytes();
      require(
          bytes <= MAX_PLANE_BYTES,
          "plane of "
              + sizeX
              + "x"
              + sizeY
              + "x"
              + samplesPerPixel
              + " "
              + type.omeName()
              + " has "
              + bytes
              + " bytes; at most "
              + MAX_PLANE_BYTES
              + " travel inline");
      if (significantBits != null) {
        range("significantBits", significantBits, 1, type.bytes() * 8);
      }
      requireTexts();
      requireNumbers();
      return new PlaneHeader(this);
    }

    private void requireTexts() {
      text("source", Objects.requireNonNull(source, "source"));
      require(!source.isEmpty(), "source is empty");
      text("plateName", plateName);
      text("channelName", channelName);
      text("binning", binning);
      text("detector", detector);
    }

    private void requireNumbers() {
      Instant time = Objects.requireNonNull(capturedAt, "capturedAt");
      require(WireText.isTime(time), "capturedAt " + time + " is no year of four digits");
      positive("physicalSizeX", physicalSizeXUm);
      positive("physicalSizeY", physicalSizeYUm);
      finite("exposure", exposureMs);
      finite("positionX", positionXUm);
      finite("positionY", positionYUm);
      finite("positionZ", positionZUm);
      finite("deltaT", deltaTMs);
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
      return text == null || text.isEmpty() ? null : text;
    }

    private static void text(String name, @Nullable String text) {
      String fault = text == null ? null : WireText.fault(text);
      require(fault == null, name + " " + fault);
    }

    private static void finite(String name, @Nullable Double number) {
      require(number == null || WireText.isFinite(number), name + " " + number + " is not finite");
    }

    private static void positive(String name, @Nullable Double number) {
      finite(name, number);
      require(number == null || number > 0, name + " " + number + " is not above 0");
    }

    private static void range(String name, int value, int min, int max) {
      require(
          value >= min && value <= max, name + " " + value + " is not from " + min + " to " + max);
    }

    private static void require(boolean holds, String facts) {
      if (!holds) {
        throw new IllegalArgumentException(facts);
      }
    }
  }
}
