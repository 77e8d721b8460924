package org.scopeside.panel.state;

import org.jspecify.annotations.Nullable;
import org.scopeside.contract.ChannelRole;

/** The role that the channels of a name have. */
public final class ChannelRoleRow {
  private final String channel;
  private final @Nullable ChannelRole role;

  /**
   * @param role null: decided from the name
   */
  public ChannelRoleRow(String channel, @Nullable ChannelRole role) {
    this.channel = channel;
    this.role = role;
  }

  public String channel() {
    return channel;
  }

  /** Null: decided from the name. */
  public @Nullable ChannelRole role() {
    return role;
  }
}
