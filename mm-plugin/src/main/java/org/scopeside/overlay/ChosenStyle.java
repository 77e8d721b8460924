package org.scopeside.overlay;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The style that the user chose, for all windows together. Thread-safe. */
public final class ChosenStyle {
  private final List<Consumer<OverlayStyle>> listeners = new CopyOnWriteArrayList<>();
  private volatile OverlayStyle style;

  public ChosenStyle(OverlayStyle style) {
    this.style = style;
  }

  public OverlayStyle get() {
    return style;
  }

  /** Tells every listener, unless nothing changes. */
  public void set(OverlayStyle chosen) {
    if (!chosen.equals(style)) {
      style = chosen;
      listeners.forEach(listener -> listener.accept(chosen));
    }
  }

  /** Tells this listener each style that is chosen, on the thread that chose it. */
  public void addListener(Consumer<OverlayStyle> listener) {
    listeners.add(listener);
  }

  public void removeListener(Consumer<OverlayStyle> listener) {
    listeners.remove(listener);
  }
}
