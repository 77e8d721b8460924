package org.scopeside.overlay;

import com.google.common.eventbus.Subscribe;
import java.io.Closeable;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import org.micromanager.data.DataProvider;
import org.micromanager.display.DisplayManager;
import org.micromanager.display.DisplayWindow;

/**
 * Puts an overlay on every window that shows a data set, also on those that a script opens later,
 * and lets go of windows that were closed.
 *
 * <p>Any event of the display manager is a reason to look at the windows there are: which events
 * there are is Micro-Manager's own affair and changes between versions. A window is closed some
 * time after it has said that it will be, so there is a second look a second later. Looking is done
 * on Swing's thread, and takes no time worth mentioning. The data set is held weakly; may be opened
 * and closed on any thread.
 */
public final class OverlayAttachment implements Closeable {
  private static final int SECOND_LOOK_MS = 1000;

  private final DisplayManager displays;
  private final WeakReference<DataProvider> provider;
  private final Supplier<ObjectsOverlay> overlays;
  private final Consumer<String> log;
  private final Map<DisplayWindow, ObjectsOverlay> attached = new HashMap<>(); // Swing's thread
  private final AtomicBoolean lookComes = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Timer secondLook = new Timer(SECOND_LOOK_MS, event -> look());

  private OverlayAttachment(
      DisplayManager displays,
      DataProvider provider,
      Supplier<ObjectsOverlay> overlays,
      Consumer<String> log) {
    this.displays = displays;
    this.provider = new WeakReference<>(provider);
    this.overlays = overlays;
    this.log = log;
    secondLook.setRepeats(false);
  }

  /**
   * Looks for windows from now on.
   *
   * @param overlays makes one for each window
   * @param log takes one line in words
   */
  public static OverlayAttachment open(
      DisplayManager displays,
      DataProvider provider,
      Supplier<ObjectsOverlay> overlays,
      Consumer<String> log) {
    OverlayAttachment attachment = new OverlayAttachment(displays, provider, overlays, log);
    displays.registerForEvents(attachment);
    attachment.lookSoon();
    return attachment;
  }

  /** Called by Micro-Manager's event bus, on any thread. */
  @Subscribe
  public void onDisplayEvent(Object event) {
    if (!closed.get()) {
      lookSoon();
      secondLook.restart();
    }
  }

  private void lookSoon() {
    if (lookComes.compareAndSet(false, true)) {
      SwingUtilities.invokeLater(this::look);
    }
  }

  private void look() {
    lookComes.set(false);
    if (closed.get()) {
      return;
    }
    DataProvider wanted = provider.get();
    if (wanted == null) {
      close();
      return;
    }
    try {
      letGoOfClosed();
      attach(wanted);
    } catch (RuntimeException e) {
      log.accept("Outlines could not be added to a window: " + e);
    }
  }

  private void letGoOfClosed() {
    attached
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = entry.getKey().isClosed();
              if (gone) {
                entry.getValue().close();
              }
              return gone;
            });
  }

  private void attach(DataProvider wanted) {
    for (DisplayWindow window : displays.getAllImageWindows()) {
      if (window.getDataProvider() == wanted
          && !window.isClosed()
          && !attached.containsKey(window)) {
        ObjectsOverlay overlay = overlays.get();
        attached.put(window, overlay);
        window.addOverlay(overlay);
      }
    }
  }

  /** Takes the overlays away; does nothing more if called again. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      secondLook.stop();
      unregister();
      SwingUtilities.invokeLater(this::detachAll);
    }
  }

  private void unregister() {
    try {
      displays.unregisterForEvents(this);
    } catch (RuntimeException e) {
      log.accept("Listening for windows could not be ended: " + e);
    }
  }

  private void detachAll() {
    List<Map.Entry<DisplayWindow, ObjectsOverlay>> all = new ArrayList<>(attached.entrySet());
    attached.clear();
    for (Map.Entry<DisplayWindow, ObjectsOverlay> entry : all) {
      entry.getValue().close();
      detach(entry.getKey(), entry.getValue());
    }
  }

  private void detach(DisplayWindow window, ObjectsOverlay overlay) {
    try {
      if (!window.isClosed()) {
        window.removeOverlay(overlay);
      }
    } catch (RuntimeException e) {
      log.accept("Outlines could not be taken from a window: " + e);
    }
  }

  /** Windows that have an overlay; on Swing's thread. */
  int windows() {
    return attached.size();
  }
}
