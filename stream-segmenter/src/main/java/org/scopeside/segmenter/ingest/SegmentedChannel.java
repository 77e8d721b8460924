package org.scopeside.segmenter.ingest;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.ChannelRole;
import org.scopeside.contract.PlaneHeader;

/**
 * Which planes of a field play a role for a model; the others only have their quality measured.
 * Decided from the plane's own headers, so every segmenter decides alike, whatever came before.
 */
public final class SegmentedChannel {
  private final @Nullable String name;
  private final @Nullable Integer index;
  private final ChannelRole role;

  /**
   * @param setting {@code auto}, a channel's name, or its zero-based index
   * @param role what {@code auto} looks for
   */
  public SegmentedChannel(String setting, ChannelRole role) {
    boolean auto = setting.equalsIgnoreCase("auto");
    boolean number = setting.matches("[0-9]{1,6}");
    this.index = number ? Integer.valueOf(setting) : null;
    this.name = auto || number ? null : setting.toLowerCase(Locale.ROOT);
    this.role = role;
  }

  public boolean includes(PlaneHeader plane) {
    if (index != null) {
      return plane.theC() == index;
    }
    String channel = plane.channelName();
    if (name != null) {
      return channel != null && channel.toLowerCase(Locale.ROOT).equals(name);
    }
    return role == ChannelRole.NUCLEUS ? showsNuclei(plane) : showsCells(plane);
  }

  private static boolean showsNuclei(PlaneHeader plane) {
    ChannelRole stated = plane.channelRole();
    if (stated != null) {
      return stated == ChannelRole.NUCLEUS;
    }
    String channel = plane.channelName();
    return plane.sizeC() == 1
        || (channel == null ? plane.theC() == 0 : ChannelRole.isNuclearStain(channel));
  }

  /** The stated role, else the only channel, else of two the one that does not show nuclei. */
  private boolean showsCells(PlaneHeader plane) {
    ChannelRole stated = plane.channelRole();
    boolean told = stated != null && stated != ChannelRole.OTHER;
    if (plane.sizeC() > 2 || (told && plane.sizeC() == 2)) {
      return stated == role;
    }
    return plane.sizeC() == 1 || !showsNuclei(plane);
  }
}
