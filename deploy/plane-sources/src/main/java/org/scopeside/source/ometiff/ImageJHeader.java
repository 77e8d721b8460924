package org.scopeside.source.ometiff;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PlaneHeader;

/**
 * The lines that ImageJ writes as the description of the first page: {@code images=24, channels=2,
 * slices=3, frames=4}; images lie with the channel fastest, then slice, then frame.
 *
 * @param images planes of the file
 * @param channels at least 1, as are the next two
 * @param intervalMs between two frames; NaN where it is not told
 */
record ImageJHeader(int images, int channels, int slices, int frames, double intervalMs) {

  static boolean isImageJ(String description) {
    return description.startsWith("ImageJ=");
  }

  static ImageJHeader of(String description) {
    Map<String, String> lines = new HashMap<>();
    description
        .lines()
        .limit(100)
        .filter(line -> line.indexOf('=') > 0)
        .forEach(
            line ->
                lines.putIfAbsent(
                    line.substring(0, line.indexOf('=')).strip(),
                    line.substring(line.indexOf('=') + 1).strip()));
    int images = count(lines, "images");
    int channels = Math.min(images, count(lines, "channels"));
    int slices = Math.min(images, count(lines, "slices"));
    int frames = Math.min(images, count(lines, "frames"));
    boolean consistent = (long) channels * slices * frames == images;
    double intervalMs = OmeUnits.number(lines.get("finterval")) * unitMs(lines.get("tunit"));
    return consistent
        ? new ImageJHeader(images, channels, slices, frames, intervalMs)
        : completed(images, channels, slices, frames, intervalMs);
  }

  private static double unitMs(@Nullable String unit) {
    return OmeUnits.timeMs(unit);
  }

  /** Stacks that say only how many images they have are sections. */
  private static ImageJHeader completed(
      int images, int channels, int slices, int frames, double intervalMs) {
    long known = (long) channels * slices * frames;
    if (known < images && images % known == 0 && slices == 1) {
      return new ImageJHeader(images, channels, (int) (images / known), frames, intervalMs);
    }
    if (known < images && images % known == 0 && frames == 1) {
      return new ImageJHeader(images, channels, slices, (int) (images / known), intervalMs);
    }
    return new ImageJHeader(images, 1, images, 1, intervalMs);
  }

  private static int count(Map<String, String> lines, String name) {
    double value = OmeUnits.number(lines.get(name));
    return value >= 1 && value <= PlaneHeader.MAX_INDEX ? (int) value : 1;
  }
}
