package org.scopeside.archive.ometiff;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Well;

/**
 * Writes OME-XML of planes of one acquisition, by the schema of 2016-06: the same text for the same
 * planes, whoever writes it.
 *
 * <p>Fields before one that is there are declared where they are not, as WellSamples without image
 * or images without data, so that a reader counts fields as the microscope did.
 */
final class ArchiveXml {
  private static final String NAMESPACE = "http://www.openmicroscopy.org/Schemas/OME/2016-06";
  private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";
  private static final Set<String> BINNINGS = Set.of("1x1", "2x2", "4x4", "8x8");

  private final String acquisition;
  private final XMLStreamWriter xml;
  private final Map<Seat, List<PlaneHeader>> fields = new TreeMap<>();
  private final Extents extents = new Extents();

  /** A field of the acquisition, in the order of a plate. */
  private record Seat(@Nullable Well well, int field) implements Comparable<Seat> {
    @Override
    public int compareTo(Seat other) {
      int wells = Integer.compare(wellNumber(), other.wellNumber());
      return wells == 0 ? Integer.compare(field, other.field) : wells;
    }

    /** -1 without a well. */
    int wellNumber() {
      Well own = well;
      return own == null ? -1 : own.row() * Well.MAX_COLUMNS + own.column();
    }

    String shown() {
      Well own = well;
      return (own == null ? "" : own.label() + " ") + "field " + field;
    }
  }

  /** What the planes of all fields have at most, so that all fields are declared alike. */
  private static final class Extents {
    private int sizeC = 1;
    private int sizeZ = 1;
    private int sizeT = 1;
    private @Nullable String plateName;
    private @Nullable String detector;
    private final Map<Integer, PlaneHeader> ofChannel = new TreeMap<>();

    void add(PlaneHeader plane) {
      sizeC = Math.max(sizeC, plane.sizeC());
      sizeZ = Math.max(sizeZ, plane.sizeZ());
      sizeT = Math.max(sizeT, plane.sizeT());
      plateName = plateName == null ? plane.plateName() : plateName;
      detector = detector == null ? plane.detector() : detector;
      ofChannel.putIfAbsent(plane.theC(), plane);
    }
  }

  private ArchiveXml(String acquisition, XMLStreamWriter xml) {
    this.acquisition = acquisition;
    this.xml = xml;
  }

  /** The name of the acquisition's companion file. */
  static String companionName(String acquisition) {
    return acquisition + ".companion.ome";
  }

  /** The name of a plane's file. */
  static String fileName(PlaneHeader plane) {
    String well = plane.well() == null ? "" : plane.wellLabel() + "_";
    return "%sf%d_t%d_z%d_c%d.ome.tif"
        .formatted(well, plane.field(), plane.theT(), plane.theZ(), plane.theC());
  }

  /** The same for the same file, so that writing a plane again changes nothing else. */
  private static String uuid(String name) {
    return "urn:uuid:" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  /** Describes one plane, for its own file. */
  static void writePlane(PlaneHeader plane, OutputStream output) throws XMLStreamException {
    write(plane.acquisition(), uuid(plane.frameId()), List.of(plane), output);
  }

  /** Describes all planes of an acquisition, for its companion. */
  static void writeCompanion(
      String acquisition, Collection<PlaneHeader> planes, OutputStream output)
      throws XMLStreamException {
    write(acquisition, uuid(companionName(acquisition)), planes, output);
  }

  private static void write(
      String acquisition, String uuid, Collection<PlaneHeader> planes, OutputStream output)
      throws XMLStreamException {
    XMLStreamWriter xml =
        XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(output, "UTF-8");
    try {
      new ArchiveXml(acquisition, xml).write(uuid, planes);
    } finally {
      xml.close();
    }
  }

  private void write(String uuid, Collection<PlaneHeader> planes) throws XMLStreamException {
    for (PlaneHeader plane : planes) {
      extents.add(plane);
      fields
          .computeIfAbsent(new Seat(plane.well(), plane.field()), any -> new ArrayList<>())
          .add(plane);
    }
    declareFieldsBefore();
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("OME");
    xml.writeDefaultNamespace(NAMESPACE);
    xml.writeNamespace("xsi", XSI);
    xml.writeAttribute(
        "xsi", XSI, "schemaLocation", NAMESPACE + " " + NAMESPACE + "/ome.xsd");
    attribute("UUID", uuid);
    attribute("Creator", "Scopeside");
    writeDataset();
    writePlate();
    writeInstrument();
    int image = 0;
    for (Map.Entry<Seat, List<PlaneHeader>> field : fields.entrySet()) {
      if (hasImage(field.getKey())) {
        writeImage(image++, field.getKey(), field.getValue());
      }
    }
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void declareFieldsBefore() {
    for (Seat seat : List.copyOf(fields.keySet())) {
      for (int before = 0; before < seat.field(); before++) {
        fields.putIfAbsent(new Seat(seat.well(), before), List.of());
      }
    }
  }

  /** Fields of wells that are not there need no image. */
  private boolean hasImage(Seat seat) {
    return seat.well() == null || !fields.getOrDefault(seat, List.of()).isEmpty();
  }

  /** Names the acquisition, so that planes whose companion is lost are still known as its own. */
  private void writeDataset() throws XMLStreamException {
    xml.writeStartElement("Dataset");
    attribute("ID", "Dataset:scopeside:" + acquisition);
    attribute("Name", acquisition);
    int images = 0;
    for (Seat seat : fields.keySet()) {
      if (hasImage(seat)) {
        xml.writeEmptyElement("ImageRef");
        attribute("ID", "Image:" + images++);
      }
    }
    xml.writeEndElement();
  }

  private void writePlate() throws XMLStreamException {
    List<Seat> seats = fields.keySet().stream().filter(seat -> seat.well() != null).toList();
    if (seats.isEmpty()) {
      return;
    }
    xml.writeStartElement("Plate");
    attribute("ID", "Plate:0");
    // Nameless plates of different acquisitions are different plates.
    attribute("Name", extents.plateName == null ? acquisition : extents.plateName);
    attribute("RowNamingConvention", "letter");
    attribute("ColumnNamingConvention", "number");
    int image = (int) fields.keySet().stream().filter(seat -> seat.well() == null).count();
    Well open = null;
    for (Seat seat : seats) {
      if (!seat.well().equals(open)) {
        if (open != null) {
          xml.writeEndElement();
        }
        open = seat.well();
        beginWell(seat);
      }
      image += writeSample(seat, image);
    }
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private void beginWell(Seat seat) throws XMLStreamException {
    Well well = seat.well();
    if (well != null) {
      xml.writeStartElement("Well");
      attribute("ID", "Well:0:" + seat.wellNumber());
      attribute("Row", well.row());
      attribute("Column", well.column());
    }
  }

  /** Returns how many images the sample has, 0 or 1. */
  private int writeSample(Seat seat, int image) throws XMLStreamException {
    xml.writeStartElement("WellSample");
    attribute("ID", "WellSample:0:%d:%d".formatted(seat.wellNumber(), seat.field()));
    attribute("Index", seat.field());
    boolean there = hasImage(seat);
    if (there) {
      xml.writeEmptyElement("ImageRef");
      attribute("ID", "Image:" + image);
    }
    xml.writeEndElement();
    return there ? 1 : 0;
  }

  private void writeInstrument() throws XMLStreamException {
    if (extents.detector != null) {
      xml.writeStartElement("Instrument");
      attribute("ID", "Instrument:0");
      xml.writeEmptyElement("Detector");
      attribute("ID", "Detector:0:0");
      attribute("Model", extents.detector);
      xml.writeEndElement();
    }
  }

  private void writeImage(int image, Seat seat, List<PlaneHeader> planes)
      throws XMLStreamException {
    PlaneHeader like = planes.isEmpty() ? anyPlane() : planes.get(0);
    xml.writeStartElement("Image");
    attribute("ID", "Image:" + image);
    attribute("Name", seat.shown());
    if (!planes.isEmpty()) {
      xml.writeStartElement("AcquisitionDate");
      xml.writeCharacters(date(planes));
      xml.writeEndElement();
    }
    if (extents.detector != null) {
      xml.writeEmptyElement("InstrumentRef");
      attribute("ID", "Instrument:0");
    }
    xml.writeEmptyElement("StageLabel");
    attribute("Name", seat.shown());
    writePixels(image, like, planes);
    xml.writeEndElement();
  }

  private PlaneHeader anyPlane() {
    return fields.values().stream()
        .filter(planes -> !planes.isEmpty())
        .findFirst()
        .orElseThrow()
        .get(0);
  }

  /** When the time 0 of DeltaT was; UTC, as the schema has no zones. */
  private static String date(List<PlaneHeader> planes) {
    Instant earliest = Instant.MAX;
    for (PlaneHeader plane : planes) {
      Double deltaTMs = plane.deltaTMs();
      boolean sane = deltaTMs != null && Math.abs(deltaTMs) < 1e12;
      Instant began =
          sane ? plane.capturedAt().minusMillis(deltaTMs.longValue()) : plane.capturedAt();
      earliest = began.isBefore(earliest) ? began : earliest;
    }
    return LocalDateTime.ofInstant(earliest, ZoneOffset.UTC)
        .truncatedTo(ChronoUnit.MILLIS)
        .toString();
  }

  private void writePixels(int image, PlaneHeader like, List<PlaneHeader> planes)
      throws XMLStreamException {
    int samples = like.samplesPerPixel();
    xml.writeStartElement("Pixels");
    attribute("ID", "Pixels:" + image);
    attribute("DimensionOrder", "XYCZT");
    attribute("Type", like.pixelType().omeName());
    attribute("BigEndian", "false");
    attribute("SizeX", like.sizeX());
    attribute("SizeY", like.sizeY());
    attribute("SizeZ", extents.sizeZ);
    attribute("SizeC", extents.sizeC * samples);
    attribute("SizeT", extents.sizeT);
    attribute("SignificantBits", like.significantBits());
    length("PhysicalSizeX", like.physicalSizeXUm());
    length("PhysicalSizeY", like.physicalSizeYUm());
    for (int c = 0; c < extents.sizeC; c++) {
      writeChannel(image, c, samples);
    }
    List<PlaneHeader> alike = planes.stream().filter(plane -> isLike(plane, like)).toList();
    if (alike.isEmpty()) {
      xml.writeEmptyElement("MetadataOnly");
    }
    for (PlaneHeader plane : alike) {
      writeTiffData(plane);
    }
    for (PlaneHeader plane : alike) {
      writePlaneFacts(plane);
    }
    xml.writeEndElement();
  }

  /** An image has one shape; planes of another have their own file all the same. */
  private static boolean isLike(PlaneHeader plane, PlaneHeader like) {
    return plane.sizeX() == like.sizeX()
        && plane.sizeY() == like.sizeY()
        && plane.samplesPerPixel() == like.samplesPerPixel()
        && plane.pixelType() == like.pixelType();
  }

  private void writeChannel(int image, int channel, int samples) throws XMLStreamException {
    PlaneHeader of = extents.ofChannel.get(channel);
    xml.writeStartElement("Channel");
    attribute("ID", "Channel:%d:%d".formatted(image, channel));
    attribute("Name", of == null ? null : of.channelName());
    attribute("SamplesPerPixel", samples);
    if (of != null && of.detector() != null && of.detector().equals(extents.detector)) {
      xml.writeEmptyElement("DetectorSettings");
      attribute("ID", "Detector:0:0");
      String binning = of.binning();
      attribute("Binning", binning == null || BINNINGS.contains(binning) ? binning : "Other");
    }
    xml.writeEndElement();
  }

  private void writeTiffData(PlaneHeader plane) throws XMLStreamException {
    xml.writeStartElement("TiffData");
    attribute("IFD", 0);
    attribute("FirstZ", plane.theZ());
    attribute("FirstC", plane.theC());
    attribute("FirstT", plane.theT());
    attribute("PlaneCount", 1);
    xml.writeStartElement("UUID");
    attribute("FileName", fileName(plane));
    xml.writeCharacters(uuid(plane.frameId()));
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private void writePlaneFacts(PlaneHeader plane) throws XMLStreamException {
    xml.writeEmptyElement("Plane");
    attribute("TheZ", plane.theZ());
    attribute("TheC", plane.theC());
    attribute("TheT", plane.theT());
    time("DeltaT", plane.deltaTMs());
    time("ExposureTime", plane.exposureMs());
    length("PositionX", plane.positionXUm());
    length("PositionY", plane.positionYUm());
    length("PositionZ", plane.positionZUm());
  }

  private void time(String name, @Nullable Double ms) throws XMLStreamException {
    if (ms != null) {
      attribute(name, ms);
      attribute(name + "Unit", "ms");
    }
  }

  private void length(String name, @Nullable Double um) throws XMLStreamException {
    if (um != null) {
      attribute(name, um);
      attribute(name + "Unit", "\u00b5m");
    }
  }

  private void attribute(String name, @Nullable Object value) throws XMLStreamException {
    if (value != null) {
      xml.writeAttribute(name, allowed(value.toString()));
    }
  }

  /** XML has no way to write a few characters. */
  private static String allowed(String text) {
    StringBuilder allowed = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c < 0x20 || c == 0xFFFE || c == 0xFFFF || (c >= 0xD800 && c < 0xE000) ? 0xFFFD : c)
        .forEach(allowed::appendCodePoint);
    return allowed.toString();
  }
}
