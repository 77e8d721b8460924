package org.micromanager.display.overlay;

/** Signatures of Micro-Manager's type of this name. */
public interface OverlayListener {
  void overlayConfigurationChanged(Overlay overlay);
}
