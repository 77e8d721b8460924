package org.scopeside.source.pattern;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MetaXpress's {@code .HTD}: lines of a quoted key and its values, as {@code "WaveName1", "DAPI"}.
 */
final class MetaXpressIndex {
  private static final Pattern WAVE =
      Pattern.compile("\"WaveName([0-9]{1,2})\"\\s*,\\s*\"([^\"]+)\".*");
  private static final Pattern PLATE = Pattern.compile("\"([XY])Wells\"\\s*,\\s*([0-9]{1,2})\\s*");

  private MetaXpressIndex() {}

  static void read(Path file, FolderIndex index) throws IOException {
    // Windows' letters: a micro sign is no UTF-8.
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      Matcher wave = WAVE.matcher(line.trim());
      if (wave.matches()) {
        index.channelNames.put(FolderIndex.number(wave.group(1)), wave.group(2));
      }
      Matcher plate = PLATE.matcher(line.trim());
      if (plate.matches() && plate.group(1).equals("X")) {
        index.plateColumns = Integer.parseInt(plate.group(2));
      } else if (plate.matches()) {
        index.plateRows = Integer.parseInt(plate.group(2));
      }
    }
  }
}
