package org.scopeside.source.micromanager;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the name of an image says: {@code img_000000000_DAPI_000.tif} of Micro-Manager 1.4 time,
 * channel and section; {@code img_channel000_position000_time000000000_z000.tif} of 2.0 axes by
 * their names.
 *
 * @param channel number, or name in 1.4
 * @param position null where not said
 */
record ImageFileName(long time, String channel, long section, @Nullable String position) {
  private static final Pattern FORMER =
      Pattern.compile("img_([0-9]{1,9})_(.{0,200})_([0-9]{1,9})\\.tiff?");
  private static final Pattern AXIS = Pattern.compile("_([a-z]{1,20})([0-9]{1,9})(?=[_.])");

  /** Null where it is no such name. */
  static @Nullable ImageFileName parse(String name) {
    if (!isImage(name)) {
      return null;
    }
    Map<String, String> axes = new HashMap<>();
    Matcher axis = AXIS.matcher(name);
    while (axis.find()) {
      axes.put(axis.group(1), String.valueOf(Long.parseLong(axis.group(2))));
    }
    if (axes.containsKey("time") || axes.containsKey("z") || axes.containsKey("position")) {
      return new ImageFileName(
          Long.parseLong(axes.getOrDefault("time", "0")),
          axes.getOrDefault("channel", "0"),
          Long.parseLong(axes.getOrDefault("z", "0")),
          axes.get("position"));
    }
    Matcher former = FORMER.matcher(name);
    return former.matches()
        ? new ImageFileName(
            Long.parseLong(former.group(1)), former.group(2), Long.parseLong(former.group(3)), null)
        : null;
  }

  static boolean isImage(String name) {
    return name.startsWith("img_") && (name.endsWith(".tif") || name.endsWith(".tiff"));
  }
}
