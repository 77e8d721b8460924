package org.scopeside.tap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import mmcorej.org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * Turns AcqEngJ's axes, which have any names and may have texts for values, into indices. Not
 * thread-safe.
 *
 * <p>Numbers of {@code time}, {@code z}, {@code channel} and {@code position} are taken as they
 * are. Channels with a name or with several cameras are numbered as planned, then as they appear;
 * positions with a name, or along other axes ({@code row}, {@code column}, …), as they appear.
 */
final class EngineAxes {
  private final Map<String, Integer> channels = new HashMap<>();
  private final Map<String, Integer> positions = new HashMap<>();

  /**
   * @param planned channels in the order of theC
   */
  EngineAxes(List<String> planned) {
    for (String name : planned) {
      channels.putIfAbsent(name, channels.size());
    }
  }

  PlaneIndex index(JSONObject tags) {
    JSONObject axes = axes(tags);
    return new PlaneIndex(
        position(axes), axes.optInt("time"), axes.optInt("z"), channel(axes, channelName(tags)));
  }

  /** Name of an image's channel, with the camera's where there are several; null for none. */
  static @Nullable String channelName(JSONObject tags) {
    JSONObject axes = axes(tags);
    Object channel = axes.opt("channel");
    String name = channel instanceof String ? (String) channel : tags.optString("Channel");
    String camera = axes.optString("camera");
    if (camera.isEmpty()) {
      return HeaderText.of(name);
    }
    return HeaderText.of(name.isEmpty() ? camera : name + "-" + camera);
  }

  private static JSONObject axes(JSONObject tags) {
    JSONObject axes = tags.optJSONObject("Axes");
    return axes == null ? new JSONObject() : axes;
  }

  private int channel(JSONObject axes, @Nullable String name) {
    Object channel = axes.opt("channel");
    if (!axes.has("camera")) {
      return channel instanceof String
          ? number(channels, (String) channel)
          : axes.optInt("channel");
    }
    return number(channels, name != null ? name : channel + "-" + axes.opt("camera"));
  }

  private int position(JSONObject axes) {
    List<String> others = new ArrayList<>();
    for (Iterator<?> names = axes.keys(); names.hasNext(); ) {
      String axis = String.valueOf(names.next());
      switch (axis) {
        case "time":
        case "z":
        case "channel":
        case "camera":
          break;
        default:
          others.add(axis);
      }
    }
    if (others.isEmpty()) {
      return 0;
    }
    Object position = axes.opt("position");
    if (others.size() == 1 && position instanceof Number) {
      return ((Number) position).intValue();
    }
    Collections.sort(others);
    StringBuilder key = new StringBuilder();
    for (String axis : others) {
      key.append(axis).append('=').append(axes.opt(axis)).append('\n');
    }
    return number(positions, key.toString());
  }

  private static int number(Map<String, Integer> given, String key) {
    Integer known = given.putIfAbsent(key, given.size());
    return known == null ? given.size() - 1 : known;
  }
}
