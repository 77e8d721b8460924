package org.scopeside.overlay;

import java.lang.reflect.Proxy;
import org.micromanager.display.overlay.OverlayListener;

/** Hears that an overlay wants to be painted. */
final class TestListener {
  private TestListener() {}

  static OverlayListener of(Runnable onConfigurationChanged) {
    return (OverlayListener)
        Proxy.newProxyInstance(
            OverlayListener.class.getClassLoader(),
            new Class<?>[] {OverlayListener.class},
            (self, method, arguments) -> {
              if (method.getName().equals("overlayConfigurationChanged")) {
                onConfigurationChanged.run();
              }
              return null;
            });
  }
}
