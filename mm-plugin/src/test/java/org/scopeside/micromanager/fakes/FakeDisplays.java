package org.scopeside.micromanager.fakes;

import com.google.common.eventbus.EventBus;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.micromanager.data.DataProvider;
import org.micromanager.display.DisplayManager;
import org.micromanager.display.DisplayWindow;

/** All windows there are. Asking for those of a store that has none fails, as in Micro-Manager. */
public final class FakeDisplays implements DisplayManager {
  private final EventBus bus = new EventBus();
  private final List<DisplayWindow> windows = new CopyOnWriteArrayList<>();
  private final List<DataProvider> managed = new CopyOnWriteArrayList<>();

  @Override
  public List<DisplayWindow> getDisplays(DataProvider provider) {
    List<DisplayWindow> its =
        windows.stream().filter(window -> window.getDataProvider() == provider).toList();
    if (its.isEmpty()) {
      throw new NullPointerException("no display of " + provider.getName());
    }
    return its;
  }

  @Override
  public void manage(DataProvider store) {
    managed.add(store);
  }

  /** Stores that Micro-Manager was asked to look after. */
  public List<DataProvider> managed() {
    return managed;
  }

  @Override
  public List<DisplayWindow> getAllImageWindows() {
    return windows;
  }

  @Override
  public FakeDisplay createDisplay(DataProvider provider) {
    FakeDisplay window = new FakeDisplay(provider);
    windows.add(window);
    return window;
  }

  @Override
  public void registerForEvents(Object subscriber) {
    bus.register(subscriber);
  }

  @Override
  public void unregisterForEvents(Object subscriber) {
    bus.unregister(subscriber);
  }
}
