package org.micromanager.display.overlay;

import java.util.EventListener;

/** Signatures of Micro-Manager's type of this name. */
public interface OverlayListener extends EventListener {
  void overlayConfigurationChanged(Overlay overlay);
}
