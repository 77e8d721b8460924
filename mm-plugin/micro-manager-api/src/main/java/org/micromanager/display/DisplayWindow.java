package org.micromanager.display;

import java.util.List;
import org.micromanager.display.overlay.Overlay;

/** Signatures of Micro-Manager's type of this name. */
public interface DisplayWindow extends DataViewer {
  void addOverlay(Overlay overlay);

  void removeOverlay(Overlay overlay);

  List<Overlay> getOverlays();
}
