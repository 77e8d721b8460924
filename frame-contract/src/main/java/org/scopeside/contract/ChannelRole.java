package org.scopeside.contract;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a channel shows, as far as segmentation is concerned. */
public enum ChannelRole {
  NUCLEUS,
  CELL,
  MEMBRANE,
  OTHER;

  /** The name in the header {@code ce_channelrole}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of that wire name, or null where there is none. */
  public static @Nullable ChannelRole named(String wireName) {
    for (ChannelRole role : values()) {
      if (role.wireName().equals(wireName)) {
        return role;
      }
    }
    return null;
  }
}
