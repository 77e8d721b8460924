package org.scopeside.micromanager.fakes;

import com.google.common.eventbus.EventBus;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.micromanager.data.Coords;
import org.micromanager.data.DataProvider;
import org.micromanager.display.DisplayWindow;
import org.micromanager.display.overlay.Overlay;

/** A window that shows nothing and keeps its overlays. */
public final class FakeDisplay implements DisplayWindow {
  private volatile @Nullable Coords displayPosition;
  private final DataProvider provider;
  private final EventBus bus = new EventBus();
  private final List<Overlay> overlays = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  public FakeDisplay(DataProvider provider) {
    this.provider = provider;
  }

  @Override
  public DataProvider getDataProvider() {
    return provider;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  public void close() {
    closed = true;
  }

  @Override
  public void registerForEvents(Object subscriber) {
    bus.register(subscriber);
  }

  @Override
  public void unregisterForEvents(Object subscriber) {
    bus.unregister(subscriber);
  }

  public void post(Object event) {
    bus.post(event);
  }

  @Override
  public void addOverlay(Overlay overlay) {
    overlays.add(overlay);
  }

  @Override
  public void removeOverlay(Overlay overlay) {
    overlays.remove(overlay);
  }

  @Override
  public List<Overlay> getOverlays() {
    return overlays;
  }

  /** Where it was last told to go; null before. */
  public @Nullable Coords displayPosition() {
    return displayPosition;
  }

  @Override
  public void setDisplayPosition(Coords position) {
    displayPosition = position;
  }
}
