package org.scopeside.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The alerts that stand, one a kind and well, the one that changed last at the end. Thread-safe.
 *
 * <p>Bounded: beyond {@value #MOST}, the one that changed least recently is given up and counted.
 * The listener hears of new alerts, of each kind one in ten seconds at most, so that a plate of
 * blurred wells is no flood; the list has them all.
 */
public final class Alerts {
  static final int MOST = 500;
  private static final Duration BETWEEN_NEWS = Duration.ofSeconds(10);

  private final Consumer<Alert> listener;
  private final Map<String, Alert> alerts = new LinkedHashMap<>();
  private final Map<AlertKind, Instant> lastNews = new EnumMap<>(AlertKind.class);
  private long givenUp;
  private long version;

  /**
   * @param listener told of a new alert, on the thread that raised it
   */
  public Alerts(Consumer<Alert> listener) {
    this.listener = listener;
  }

  void raise(Alert alert) {
    boolean news;
    synchronized (this) {
      news = put(alert) && dueForNews(alert);
    }
    if (news) {
      listener.accept(alert);
    }
  }

  /** True if it is a new one, or one that was over. */
  private boolean put(Alert alert) {
    version++;
    Alert former = alerts.remove(alert.key());
    alerts.put(alert.key(), former == null ? alert : former.again(alert));
    if (alerts.size() > MOST) {
      Iterator<String> eldest = alerts.keySet().iterator();
      eldest.next();
      eldest.remove();
      givenUp++;
    }
    return former == null || former.over();
  }

  private boolean dueForNews(Alert alert) {
    Instant before = lastNews.get(alert.kind());
    if (before != null
        && Duration.between(before, alert.last()).abs().compareTo(BETWEEN_NEWS) < 0) {
      return false;
    }
    lastNews.put(alert.kind(), alert.last());
    return true;
  }

  /** Says that an alerted state of the whole acquisition has passed, if it was alerted. */
  synchronized void over(AlertKind kind, String acquisition, Instant at) {
    String key = Alert.ofAcquisition(kind, acquisition, "", at).key();
    Alert alert = alerts.get(key);
    if (alert != null && !alert.over()) {
      version++;
      alerts.put(key, alert.over(at));
    }
  }

  /** The alerts, the one that changed last first. */
  public synchronized List<Alert> list() {
    List<Alert> list = new ArrayList<>(alerts.size());
    for (Alert alert : alerts.values()) {
      list.add(0, alert);
    }
    return list;
  }

  /** Another number whenever the list is another. */
  public synchronized long version() {
    return version;
  }

  /** Alerts given up because there were too many. */
  public synchronized long givenUp() {
    return givenUp;
  }

  /** The user has seen it: it stays, and is updated in silence. */
  public synchronized void acknowledge(Alert alert) {
    version++;
    alerts.computeIfPresent(alert.key(), (key, current) -> current.acknowledge());
  }

  /** Takes one away; if it happens again it is new. */
  public synchronized void clear(Alert alert) {
    version++;
    alerts.remove(alert.key());
  }

  /**
   * Takes all away, or those of one acquisition.
   *
   * @param acquisition null for all
   */
  public synchronized void clearAll(@Nullable String acquisition) {
    version++;
    alerts.values().removeIf(a -> acquisition == null || acquisition.equals(a.acquisition()));
  }
}
