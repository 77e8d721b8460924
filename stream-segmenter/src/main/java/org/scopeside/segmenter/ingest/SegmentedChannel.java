package org.scopeside.segmenter.ingest;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.ChannelRole;
import org.scopeside.contract.PlaneHeader;

/**
 * Which planes of a field are segmented; the others only have their quality measured. Decided from
 * the plane's own headers, so every segmenter decides alike, whatever came before.
 */
public final class SegmentedChannel {
  private final @Nullable String name;
  private final @Nullable Integer index;

  /**
   * @param setting {@code auto}, a channel's name, or its zero-based index
   */
  public SegmentedChannel(String setting) {
    boolean auto = setting.equalsIgnoreCase("auto");
    boolean number = setting.matches("[0-9]{1,6}");
    this.index = number ? Integer.valueOf(setting) : null;
    this.name = auto || number ? null : setting.toLowerCase(Locale.ROOT);
  }

  public boolean includes(PlaneHeader plane) {
    if (index != null) {
      return plane.theC() == index;
    }
    String channel = plane.channelName();
    if (name != null) {
      return channel != null && channel.toLowerCase(Locale.ROOT).equals(name);
    }
    ChannelRole role = plane.channelRole();
    if (role != null) {
      return role == ChannelRole.NUCLEUS;
    }
    return plane.sizeC() == 1
        || (channel == null ? plane.theC() == 0 : ChannelRole.isNuclearStain(channel));
  }
}
