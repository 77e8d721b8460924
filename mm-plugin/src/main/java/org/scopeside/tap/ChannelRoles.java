package org.scopeside.tap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.ChannelRole;

/**
 * What channels show: what the user said of their names, else what their names say. Immutable.
 *
 * <p>By name at most one channel is nucleus, one cell and one membrane, the first of its kind, so
 * that a field is counted once. Where no name and no user tells of nuclei, the first channel that
 * the user left open shows them.
 */
public final class ChannelRoles {
  /** Nothing was said by the user. */
  public static final ChannelRoles BY_NAME = new ChannelRoles(new HashMap<>());

  private static final Pattern NUCLEUS =
      Pattern.compile("(?i).*(h2b|histone|(?<![0-9])405(?![0-9])).*");
  private static final Pattern CELL =
      Pattern.compile(
          "(?i).*(cell ?mask|cell ?tracker|cyto|calcein|phalloidin|actin|whole.?cell).*");
  private static final Pattern MEMBRANE =
      Pattern.compile("(?i).*(membrane|\\bwga\\b|caax|cadherin|\\bdi[ido]\\b).*");

  private final Map<String, ChannelRole> said;

  private ChannelRoles(Map<String, ChannelRole> said) {
    this.said = said;
  }

  /**
   * What the user said.
   *
   * @param said by channel name, in any case
   */
  public static ChannelRoles of(Map<String, ChannelRole> said) {
    Map<String, ChannelRole> byName = new HashMap<>();
    said.forEach((name, role) -> byName.put(key(name), role));
    return new ChannelRoles(byName);
  }

  /** A role for each channel. */
  public List<ChannelRole> assign(List<String> names) {
    List<@Nullable ChannelRole> roles = new ArrayList<>();
    for (String name : names) {
      roles.add(said.get(key(name)));
    }
    for (ChannelRole role :
        new ChannelRole[] {ChannelRole.NUCLEUS, ChannelRole.CELL, ChannelRole.MEMBRANE}) {
      giveToFirstNamed(role, names, roles);
    }
    giveToFirstOpen(ChannelRole.NUCLEUS, roles);
    List<ChannelRole> all = new ArrayList<>();
    for (ChannelRole role : roles) {
      all.add(role == null ? ChannelRole.OTHER : role);
    }
    return all;
  }

  /** What the user said of a channel, or its name says; null where neither does. */
  @Nullable ChannelRole of(@Nullable String name) {
    if (name == null) {
      return null;
    }
    ChannelRole role = said.get(key(name));
    return role != null ? role : byName(name);
  }

  private static void giveToFirstNamed(
      ChannelRole role, List<String> names, List<@Nullable ChannelRole> roles) {
    if (roles.contains(role)) {
      return;
    }
    for (int i = 0; i < roles.size(); i++) {
      if (roles.get(i) == null && byName(names.get(i)) == role) {
        roles.set(i, role);
        return;
      }
    }
  }

  private static void giveToFirstOpen(ChannelRole role, List<@Nullable ChannelRole> roles) {
    int open = roles.indexOf(null);
    if (open >= 0 && !roles.contains(role)) {
      roles.set(open, role);
    }
  }

  private static @Nullable ChannelRole byName(String name) {
    if (ChannelRole.isNuclearStain(name) || NUCLEUS.matcher(name).matches()) {
      return ChannelRole.NUCLEUS;
    }
    if (CELL.matcher(name).matches()) {
      return ChannelRole.CELL;
    }
    return MEMBRANE.matcher(name).matches() ? ChannelRole.MEMBRANE : null;
  }

  private static String key(String name) {
    return name.trim().toLowerCase(Locale.ROOT);
  }
}
