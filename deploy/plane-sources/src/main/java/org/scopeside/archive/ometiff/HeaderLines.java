package org.scopeside.archive.ometiff;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.MalformedRecordException;
import org.scopeside.contract.PixelCodec;
import org.scopeside.contract.PlaneDecoder;
import org.scopeside.contract.PlaneEncoder;
import org.scopeside.contract.PlaneHeader;

/**
 * A plane's headers as they travelled, a line each: {@code ce_thez: 3}. They keep what OME-XML has
 * no place for, and {@code ce_crc32c} of the pixels.
 */
final class HeaderLines {
  private HeaderLines() {}

  static String of(PlaneHeader plane, byte[] littleEndian) {
    StringBuilder lines = new StringBuilder();
    try (PlaneEncoder encoder = new PlaneEncoder(PixelCodec.IDENTITY)) {
      encoder
          .encode(plane, littleEndian)
          .headers()
          .forEach((name, text) -> lines.append(name).append(": ").append(text).append('\n'));
    }
    return lines.toString();
  }

  /** Null where they are not those of a plane. */
  static @Nullable PlaneHeader parse(String lines) {
    Map<String, String> headers = new LinkedHashMap<>();
    lines
        .lines()
        .filter(line -> line.indexOf(": ") > 0)
        .forEach(
            line -> {
              int colon = line.indexOf(": ");
              headers.put(line.substring(0, colon), line.substring(colon + 2));
            });
    try (PlaneDecoder decoder = new PlaneDecoder()) {
      return decoder.header(headers);
    } catch (MalformedRecordException damaged) {
      return null;
    }
  }
}
