package org.scopeside.contract;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.MalformedRecordException.Reason;

/** The text headers of a plane record: the one place where their names stand. */
final class PlaneHeaders {
  static final String SPEC_VERSION = "ce_specversion";
  static final String TYPE = "ce_type";
  static final String ID = "ce_id";
  static final String CODEC = "ce_codec";
  static final String UNCOMPRESSED_SIZE = "ce_uncompressedsize";
  static final String CRC32C = "ce_crc32c";

  private static final int MAX = PlaneHeader.MAX_INDEX;

  private PlaneHeaders() {}

  static Map<String, String> write(EventType type, PlaneHeader plane) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(SPEC_VERSION, "1.0");
    headers.put(ID, plane.frameId());
    headers.put("ce_source", plane.source());
    headers.put(TYPE, type.wireName());
    headers.put("ce_subject", plane.wellLabel() + "/f" + plane.field());
    headers.put("ce_time", plane.capturedAt().toString());
    headers.put("content-type", "application/octet-stream");
    headers.put("ce_acquisition", plane.acquisition());
    put(headers, "ce_platename", plane.plateName());
    Well well = plane.well();
    if (well != null) {
      put(headers, "ce_wellrow", well.row());
      put(headers, "ce_wellcolumn", well.column());
    }
    put(headers, "ce_field", plane.field());
    put(headers, "ce_thec", plane.theC());
    put(headers, "ce_thez", plane.theZ());
    put(headers, "ce_thet", plane.theT());
    put(headers, "ce_sizec", plane.sizeC());
    put(headers, "ce_sizez", plane.sizeZ());
    put(headers, "ce_sizet", plane.sizeT());
    put(headers, "ce_sizex", plane.sizeX());
    put(headers, "ce_sizey", plane.sizeY());
    put(headers, "ce_samplesperpixel", plane.samplesPerPixel());
    put(headers, "ce_pixeltype", plane.pixelType().omeName());
    put(headers, "ce_significantbits", plane.significantBits());
    put(headers, "ce_physicalsizex", plane.physicalSizeXUm());
    put(headers, "ce_physicalsizey", plane.physicalSizeYUm());
    put(headers, "ce_channelname", plane.channelName());
    ChannelRole role = plane.channelRole();
    put(headers, "ce_channelrole", role == null ? null : role.wireName());
    put(headers, "ce_exposuretime", plane.exposureMs());
    put(headers, "ce_positionx", plane.positionXUm());
    put(headers, "ce_positiony", plane.positionYUm());
    put(headers, "ce_positionz", plane.positionZUm());
    put(headers, "ce_deltat", plane.deltaTMs());
    put(headers, "ce_binning", plane.binning());
    put(headers, "ce_detector", plane.detector());
    return headers;
  }

  /** Reads and validates everything but the payload's headers; nothing is allocated by size. */
  static PlaneHeader read(EventType expected, Map<String, String> headers)
      throws MalformedRecordException {
    HeaderReader reader = new HeaderReader(headers);
    requireType(expected, reader);
    PlaneHeader.Builder plane = new PlaneHeader.Builder();
    String acquisition = reader.requiredText("ce_acquisition");
    if (!PlaneHeader.isAcquisitionId(acquisition)) {
      throw reader.invalid("ce_acquisition", acquisition, "is not an acquisition id");
    }
    plane.acquisition(acquisition);
    plane.source(reader.requiredText("ce_source"));
    plane.capturedAt(reader.requiredInstant("ce_time"));
    plane.plateName(reader.text("ce_platename"));
    plane.well(well(reader));
    readCoordinates(reader, plane);
    readSample(reader, plane);
    plane.physicalSizeXUm(reader.optionalPositive("ce_physicalsizex"));
    plane.physicalSizeYUm(reader.optionalPositive("ce_physicalsizey"));
    plane.channelName(reader.text("ce_channelname"));
    plane.channelRole(role(reader));
    plane.exposureMs(reader.optionalNumber("ce_exposuretime"));
    plane.positionXUm(reader.optionalNumber("ce_positionx"));
    plane.positionYUm(reader.optionalNumber("ce_positiony"));
    plane.positionZUm(reader.optionalNumber("ce_positionz"));
    plane.deltaTMs(reader.optionalNumber("ce_deltat"));
    plane.binning(reader.text("ce_binning"));
    plane.detector(reader.text("ce_detector"));
    PlaneHeader header = plane.build();
    requireId(reader.requiredText(ID), header);
    return header;
  }

  private static void requireType(EventType expected, HeaderReader reader)
      throws MalformedRecordException {
    requireSpecVersion(reader.requiredText(SPEC_VERSION));
    EventType type = EventType.of(reader.requiredText(TYPE));
    if (type != expected) {
      throw new MalformedRecordException(
          Reason.UNSUPPORTED_TYPE,
          "expected " + expected.wireName() + ", found " + type.wireName());
    }
  }

  static void requireSpecVersion(String version) throws MalformedRecordException {
    if (!version.startsWith("1.")) {
      throw new MalformedRecordException(
          Reason.UNSUPPORTED_VERSION,
          "CloudEvents specversion '" + HeaderReader.clip(version) + "' is not 1.x");
    }
  }

  private static void readCoordinates(HeaderReader reader, PlaneHeader.Builder plane)
      throws MalformedRecordException {
    plane.field(reader.intOr("ce_field", 0, 0, MAX));
    int sizeC = reader.intOr("ce_sizec", 1, 1, MAX);
    int sizeZ = reader.intOr("ce_sizez", 1, 1, MAX);
    int sizeT = reader.intOr("ce_sizet", 1, 1, MAX);
    plane.sizeC(sizeC).sizeZ(sizeZ).sizeT(sizeT);
    plane.theC(reader.intOr("ce_thec", 0, 0, sizeC - 1));
    plane.theZ(reader.intOr("ce_thez", 0, 0, sizeZ - 1));
    plane.theT(reader.intOr("ce_thet", 0, 0, sizeT - 1));
  }

  private static void readSample(HeaderReader reader, PlaneHeader.Builder plane)
      throws MalformedRecordException {
    int sizeX = reader.requiredInt("ce_sizex", 1, PlaneHeader.MAX_SIDE);
    int sizeY = reader.requiredInt("ce_sizey", 1, PlaneHeader.MAX_SIDE);
    int samples = reader.intOr("ce_samplesperpixel", 1, 1, 4);
    String typeName = reader.requiredText("ce_pixeltype");
    PixelType type = PixelType.named(typeName);
    if (type == null) {
      throw reader.invalid("ce_pixeltype", typeName, "is no pixel type of the OME model");
    }
    long bytes = (long) sizeX * sizeY * samples * type.bytes();
    if (bytes > PlaneHeader.MAX_PLANE_BYTES) {
      throw new MalformedRecordException(
          Reason.TOO_LARGE,
          "plane of "
              + sizeX
              + "x"
              + sizeY
              + "x"
              + samples
              + " "
              + typeName
              + " claims "
              + bytes
              + " bytes; at most "
              + PlaneHeader.MAX_PLANE_BYTES
              + " travel inline");
    }
    plane.sizeX(sizeX).sizeY(sizeY).samplesPerPixel(samples).pixelType(type);
    plane.significantBits(reader.optionalInt("ce_significantbits", 1, type.bytes() * 8));
  }

  private static @Nullable Well well(HeaderReader reader) throws MalformedRecordException {
    Integer row = reader.optionalInt("ce_wellrow", 0, Well.MAX_ROWS - 1);
    Integer column = reader.optionalInt("ce_wellcolumn", 0, Well.MAX_COLUMNS - 1);
    if (row == null && column == null) {
      return null;
    }
    if (row == null || column == null) {
      throw new MalformedRecordException(
          Reason.MISSING_HEADER, "ce_wellrow and ce_wellcolumn belong together; one is missing");
    }
    return new Well(row, column);
  }

  private static @Nullable ChannelRole role(HeaderReader reader) throws MalformedRecordException {
    String name = reader.text("ce_channelrole");
    if (name == null) {
      return null;
    }
    ChannelRole role = ChannelRole.named(name);
    if (role == null) {
      throw reader.invalid("ce_channelrole", name, "is not nucleus, cell, membrane or other");
    }
    return role;
  }

  private static void requireId(String id, PlaneHeader header) throws MalformedRecordException {
    if (!id.equals(header.frameId())) {
      throw new MalformedRecordException(
          Reason.ID_MISMATCH,
          "ce_id '"
              + HeaderReader.clip(id)
              + "' is not '"
              + header.frameId()
              + "', which the coordinates say");
    }
  }

  private static void put(Map<String, String> headers, String name, @Nullable Object value) {
    if (value != null) {
      headers.put(name, value.toString());
    }
  }
}
