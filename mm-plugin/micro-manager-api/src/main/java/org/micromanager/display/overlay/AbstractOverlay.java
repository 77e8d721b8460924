package org.micromanager.display.overlay;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.swing.JComponent;
import org.jspecify.annotations.Nullable;
import org.micromanager.data.Image;
import org.micromanager.display.DisplaySettings;

/** Signatures of Micro-Manager's type of this name; it remembers visibility and listeners. */
public abstract class AbstractOverlay implements Overlay {
  private final List<OverlayListener> listeners = new CopyOnWriteArrayList<>();
  private boolean visible = true;

  @Override
  public void paintOverlay(
      Graphics2D graphics,
      Rectangle screenRect,
      DisplaySettings displaySettings,
      List<Image> images,
      Image primaryImage,
      Rectangle2D.Float imageViewPort) {}

  @Override
  public @Nullable JComponent getConfigurationComponent() {
    return null;
  }

  @Override
  public final boolean isVisible() {
    return visible;
  }

  @Override
  public final void setVisible(boolean visible) {
    this.visible = visible;
  }

  @Override
  public final void addOverlayListener(OverlayListener listener) {
    listeners.add(listener);
  }

  @Override
  public final void removeOverlayListener(OverlayListener listener) {
    listeners.remove(listener);
  }

  protected final void fireOverlayConfigurationChanged() {
    for (OverlayListener listener : listeners) {
      listener.overlayConfigurationChanged(this);
    }
  }
}
