package org.micromanager.display.overlay;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.util.List;
import javax.swing.JComponent;
import org.jspecify.annotations.Nullable;
import org.micromanager.data.Image;
import org.micromanager.display.DisplaySettings;

/** Signatures of Micro-Manager's type of this name. */
public interface Overlay {
  String getTitle();

  void paintOverlay(
      Graphics2D graphics,
      Rectangle screenRect,
      DisplaySettings displaySettings,
      List<Image> images,
      Image primaryImage,
      Rectangle2D.Float imageViewPort);

  @Nullable JComponent getConfigurationComponent();

  boolean isVisible();

  void setVisible(boolean visible);

  void addOverlayListener(OverlayListener listener);

  void removeOverlayListener(OverlayListener listener);
}
