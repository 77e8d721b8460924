package org.scopeside.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A record kept as files: {@code name.headers} (a line {@code header: text} each, UTF-8), {@code
 * name.value} and {@code name.pixels} (what decoding must give, little-endian).
 */
record GoldenRecord(String name, WireRecord wire, Plane plane) {
  static final Path FOLDER = Path.of("src/test/resources/golden/v1");

  private static final String HEADERS = ".headers";

  /** All records of version 1, by name. */
  static List<GoldenRecord> all() throws IOException, MalformedRecordException {
    List<GoldenRecord> records = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(HEADERS)) {
          records.add(read(name.substring(0, name.length() - HEADERS.length())));
        }
      }
    }
    return records;
  }

  static GoldenRecord read(String name) throws IOException, MalformedRecordException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : Files.readAllLines(FOLDER.resolve(name + HEADERS))) {
      int colon = line.indexOf(": ");
      headers.put(line.substring(0, colon), line.substring(colon + 2));
    }
    byte[] value = Files.readAllBytes(FOLDER.resolve(name + ".value"));
    byte[] pixels = Files.readAllBytes(FOLDER.resolve(name + ".pixels"));
    PlaneHeader header = PlaneHeaders.read(EventType.of(headers.get("ce_type") + ""), headers);
    return new GoldenRecord(
        name, new WireRecord(header.partitionKey(), headers, value), new Plane(header, pixels));
  }

  void write(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    wire.headers().forEach((header, text) -> lines.add(header + ": " + text));
    Files.write(folder.resolve(name + HEADERS), lines);
    Files.write(folder.resolve(name + ".value"), wire.value());
    Files.write(folder.resolve(name + ".pixels"), plane.pixels());
  }

  PlaneDecoder decoder() {
    return labels() ? PlaneDecoder.ofLabels() : new PlaneDecoder();
  }

  PlaneEncoder encoder() {
    PixelCodec codec = PixelCodec.named(wire.headers().get(PlaneHeaders.CODEC) + "");
    if (codec == null) {
      throw new IllegalStateException(name + " has an unknown codec");
    }
    return labels() ? PlaneEncoder.ofLabels() : new PlaneEncoder(codec);
  }

  private boolean labels() {
    return EventType.LABELS.wireName().equals(wire.headers().get(PlaneHeaders.TYPE));
  }
}
