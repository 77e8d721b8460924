package org.scopeside.source.ometiff;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Well;
import org.scopeside.source.UnreadableImageException;

/** Builds the document out of its elements as they begin and end. */
final class OmeXmlContent {
  /** Of TiffData and of Plane elements each; a plate of 1536 wells with 9 sites and 4 channels has
   * 55,000. */
  static final int MOST_ELEMENTS = 4_000_000;

  /** Of images; more than any plate has fields. */
  static final int MOST_IMAGES = PlaneHeader.MAX_INDEX;

  private final Path path;
  private final List<OmeImage> images = new ArrayList<>();
  private final List<OmePlate> plates = new ArrayList<>();
  private final List<String> datasets = new ArrayList<>();
  private final double[] planeValues = new double[OmePlaneFacts.COLUMNS];
  private @Nullable String uuid;
  private OmeDocument.@Nullable BinaryOnly binaryOnly;
  private @Nullable OmeImageBuilder image;
  private @Nullable PlateBuilder plate;
  private @Nullable StringBuilder text;
  private int elements;
  private int planeT;
  private int planeZ;
  private int planeC;

  /** A plate whose wells are being read. */
  private static final class PlateBuilder {
    private final String id;
    private final @Nullable String name;
    private final int rows;
    private final int columns;
    private final List<OmePlate.WellSample> samples = new ArrayList<>();
    private @Nullable Well well;
    private String sampleId = "";
    private long sampleIndex;
    private @Nullable String imageRef;

    PlateBuilder(XmlAttributes attributes) throws UnreadableImageException {
      this.id = attributes.text("ID", "");
      this.name = attributes.text("Name");
      this.rows = attributes.integer("Rows", 0, 0, Integer.MAX_VALUE);
      this.columns = attributes.integer("Columns", 0, 0, Integer.MAX_VALUE);
    }

    void beginWell(XmlAttributes attributes) throws UnreadableImageException {
      well =
          new Well(
              attributes.integer("Row", 0, 0, Well.MAX_ROWS - 1),
              attributes.integer("Column", 0, 0, Well.MAX_COLUMNS - 1));
    }

    void beginSample(XmlAttributes attributes) throws UnreadableImageException {
      sampleId = attributes.text("ID", "");
      sampleIndex = attributes.integer("Index", samples.size(), 0, Integer.MAX_VALUE);
      imageRef = null;
    }

    void endSample() {
      if (well != null) {
        samples.add(new OmePlate.WellSample(sampleId, well, sampleIndex, imageRef));
      }
    }
  }

  OmeXmlContent(Path path) {
    this.path = path;
  }

  OmeDocument document() {
    return new OmeDocument(uuid, datasets, binaryOnly, images, plates);
  }

  /** Where the text of the present element goes; null where nobody reads it. */
  @Nullable StringBuilder text() {
    return text;
  }

  void begin(String name, String parent, XmlAttributes attributes)
      throws UnreadableImageException {
    text = null;
    switch (name) {
      case "OME" -> uuid = attributes.text("UUID");
      case "BinaryOnly" -> beginBinaryOnly(attributes);
      case "Dataset" -> datasets.add(attributes.text("ID", ""));
      case "Image" -> beginImage(parent, attributes);
      case "Plate" -> beginPlate(parent, attributes);
      default -> beginWithin(name, parent, attributes);
    }
  }

  private void beginWithin(String name, String parent, XmlAttributes attributes)
      throws UnreadableImageException {
    OmeImageBuilder within = image;
    PlateBuilder around = plate;
    if (within != null) {
      beginInImage(within, name, parent, attributes);
    } else if (around != null) {
      beginInPlate(around, name, parent, attributes);
    }
  }

  private void beginBinaryOnly(XmlAttributes attributes) {
    String file = attributes.text("MetadataFile");
    if (file != null) {
      binaryOnly = new OmeDocument.BinaryOnly(file, attributes.text("UUID"));
    }
  }

  private void beginImage(String parent, XmlAttributes attributes)
      throws UnreadableImageException {
    if (!parent.equals("OME")) {
      return;
    }
    if (images.size() == MOST_IMAGES) {
      throw new UnreadableImageException(
          path, "OME-XML has more than " + MOST_IMAGES + " images");
    }
    image = new OmeImageBuilder(path, attributes, images.size());
  }

  private void beginPlate(String parent, XmlAttributes attributes)
      throws UnreadableImageException {
    if (parent.equals("OME")) {
      plate = new PlateBuilder(attributes);
    }
  }

  private void beginInImage(
      OmeImageBuilder within, String name, String parent, XmlAttributes attributes)
      throws UnreadableImageException {
    switch (name) {
      // The names of 2008, of 2010 and of 2012 on.
      case "CreationDate", "AcquiredDate", "AcquisitionDate" -> text = new StringBuilder();
      case "StageLabel" -> within.stageLabel(attributes.text("Name"));
      case "Pixels" -> within.pixels(attributes);
      case "Channel", "LogicalChannel" -> within.channel(attributes);
      case "TiffData" -> {
        countElement();
        within.beginTiffData(attributes);
      }
      case "UUID" -> {
        if (parent.equals("TiffData")) {
          within.tiffDataFile(attributes.text("FileName"));
          text = new StringBuilder();
        }
      }
      case "MetadataOnly" -> within.metadataOnly();
      case "Plane" -> {
        countElement();
        beginPlane(attributes);
      }
      // Until 2009 times and positions stood in elements below Plane.
      case "PlaneTiming", "StagePosition" -> {
        if (parent.equals("Plane")) {
          planeValues(attributes);
        }
      }
      default -> {
        // Of no matter here.
      }
    }
  }

  private void beginPlane(XmlAttributes attributes) throws UnreadableImageException {
    planeT = attributes.integer("TheT", 0, 0, Integer.MAX_VALUE);
    planeZ = attributes.integer("TheZ", 0, 0, Integer.MAX_VALUE);
    planeC = attributes.integer("TheC", 0, 0, Integer.MAX_VALUE);
    Arrays.fill(planeValues, Double.NaN);
    planeValues(attributes);
  }

  private void planeValues(XmlAttributes attributes) {
    put(OmePlaneFacts.DELTA_T_MS, attributes.timeMs("DeltaT"));
    put(OmePlaneFacts.EXPOSURE_MS, attributes.timeMs("ExposureTime"));
    put(OmePlaneFacts.POSITION_X_UM, attributes.lengthUm("PositionX", Double.NaN));
    put(OmePlaneFacts.POSITION_Y_UM, attributes.lengthUm("PositionY", Double.NaN));
    put(OmePlaneFacts.POSITION_Z_UM, attributes.lengthUm("PositionZ", Double.NaN));
  }

  private void put(int column, double value) {
    if (!Double.isNaN(value)) {
      planeValues[column] = value;
    }
  }

  private void countElement() throws UnreadableImageException {
    if (++elements > MOST_ELEMENTS * 2) {
      throw new UnreadableImageException(
          path, "OME-XML lists more than " + MOST_ELEMENTS + " planes");
    }
  }

  private static void beginInPlate(
      PlateBuilder around, String name, String parent, XmlAttributes attributes)
      throws UnreadableImageException {
    switch (name) {
      case "Well" -> around.beginWell(attributes);
      case "WellSample" -> around.beginSample(attributes);
      case "ImageRef" -> {
        if (parent.equals("WellSample")) {
          around.imageRef = attributes.text("ID");
        }
      }
      default -> {
        // Of no matter here.
      }
    }
  }

  void end(String name, String parent) throws UnreadableImageException {
    OmeImageBuilder within = image;
    PlateBuilder around = plate;
    if (within != null) {
      endInImage(within, name, parent);
    } else if (around != null && name.equals("WellSample")) {
      around.endSample();
    } else if (around != null && name.equals("Well")) {
      around.well = null;
    } else if (around != null && name.equals("Plate") && parent.equals("OME")) {
      plates.add(
          new OmePlate(around.id, around.name, around.rows, around.columns, around.samples));
      plate = null;
    }
    text = null;
  }

  private void endInImage(OmeImageBuilder within, String name, String parent)
      throws UnreadableImageException {
    String said = text == null ? "" : text.toString().strip();
    switch (name) {
      case "Image" -> {
        if (parent.equals("OME")) {
          endImage(within);
        }
      }
      case "CreationDate", "AcquiredDate", "AcquisitionDate" -> within.acquiredAt(instant(said));
      case "UUID" -> {
        if (parent.equals("TiffData")) {
          within.tiffDataUuid(said);
        }
      }
      case "TiffData" -> within.endTiffData();
      case "Plane" -> within.plane(planeT, planeZ, planeC, planeValues);
      default -> {
        // Of no matter here.
      }
    }
  }

  private void endImage(OmeImageBuilder within) throws UnreadableImageException {
    if (within.hasPixels()) {
      images.add(within.image());
    }
    image = null;
  }

  /** Dates stand with or without a zone; those without are taken as UTC. */
  private static @Nullable Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException withoutZone) {
      try {
        return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
      } catch (DateTimeException notADate) {
        return null;
      }
    }
  }
}
