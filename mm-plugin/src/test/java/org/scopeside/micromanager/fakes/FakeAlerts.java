package org.scopeside.micromanager.fakes;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.micromanager.alerts.Alert;
import org.micromanager.alerts.AlertManager;

/** Keeps every alert. */
public final class FakeAlerts implements AlertManager {
  private final List<Posted> posted = new CopyOnWriteArrayList<>();

  /** An alert as it was posted. */
  public record Posted(String title, Class<?> group, String text) implements Alert {
    @Override
    public boolean isUsable() {
      return true;
    }

    @Override
    public void dismiss() {}
  }

  public List<Posted> posted() {
    return posted;
  }

  @Override
  public Alert postAlert(String title, Class<?> group, String text) {
    Posted alert = new Posted(title, group, text);
    posted.add(alert);
    return alert;
  }
}
