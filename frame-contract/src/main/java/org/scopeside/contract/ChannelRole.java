package org.scopeside.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a channel shows, as far as segmentation is concerned. */
public enum ChannelRole {
  NUCLEUS,
  CELL,
  MEMBRANE,
  OTHER;

  private static final Pattern NUCLEAR_STAIN =
      Pattern.compile("(?i).*(dapi|hoechst|draq|nucle|\\bh2b|sytox|\\bdna\\b|to-?pro).*");

  /** Whether a channel's name is that of a stain or marker of nuclei. */
  public static boolean isNuclearStain(String channelName) {
    return NUCLEAR_STAIN.matcher(channelName).matches();
  }

  /**
   * Roles for the channels of a plan whose source says none: the first one named like a nuclear
   * stain, else the first, is {@link #NUCLEUS}, and no other, so that a field is counted once.
   */
  public static List<ChannelRole> assign(List<String> channelNames) {
    int nucleus = 0;
    for (int i = channelNames.size() - 1; i >= 0; i--) {
      if (isNuclearStain(channelNames.get(i))) {
        nucleus = i;
      }
    }
    List<ChannelRole> roles = new ArrayList<>();
    for (int i = 0; i < channelNames.size(); i++) {
      roles.add(i == nucleus ? NUCLEUS : OTHER);
    }
    return roles;
  }

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
