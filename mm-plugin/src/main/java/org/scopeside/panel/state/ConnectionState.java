package org.scopeside.panel.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How the plugin and the broker stand. */
public final class ConnectionState {
  /** What can be said of a connection. */
  public enum Phase {
    /** Nobody asked for a connection. */
    OFF,
    CONNECTING,
    CONNECTED,
    /** It was there; planes wait in memory and in the spool until it returns. */
    AWAY,
    /** The broker answered and said no; it takes a change of the settings. */
    REFUSED
  }

  private final Phase phase;
  private final String broker;
  private final @Nullable Instant since;
  private final String reason;

  private ConnectionState(Phase phase, String broker, @Nullable Instant since, String reason) {
    this.phase = phase;
    this.broker = broker;
    this.since = since;
    this.reason = reason;
  }

  /**
   * Nobody asked for a connection.
   *
   * @param broker its address; empty where none was ever set
   */
  public static ConnectionState off(String broker) {
    return new ConnectionState(Phase.OFF, broker, null, "");
  }

  public static ConnectionState connecting(String broker) {
    return new ConnectionState(Phase.CONNECTING, broker, null, "");
  }

  public static ConnectionState connected(String broker) {
    return new ConnectionState(Phase.CONNECTED, broker, null, "");
  }

  /**
   * The broker was there and is gone.
   *
   * @param reason in words, without a full stop
   */
  public static ConnectionState away(String broker, Instant since, String reason) {
    return new ConnectionState(Phase.AWAY, broker, since, reason);
  }

  /**
   * The broker answered and said no.
   *
   * @param reason in words, without a full stop
   */
  public static ConnectionState refused(String broker, String reason) {
    return new ConnectionState(Phase.REFUSED, broker, null, reason);
  }

  public Phase phase() {
    return phase;
  }

  public String broker() {
    return broker;
  }

  /** Since when it is away; null in every other phase. */
  public @Nullable Instant since() {
    return since;
  }

  /** Why it is away or refused; else empty. */
  public String reason() {
    return reason;
  }
}
