package org.scopeside.overlay;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.eventbus.EventBus;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.micromanager.data.DataProvider;
import org.micromanager.display.DisplayManager;
import org.micromanager.display.DisplayWindow;
import org.micromanager.display.overlay.Overlay;

@Timeout(60)
class OverlayAttachmentTest {
  private final Windows windows = new Windows();
  private final DisplayManager displays = FakeType.of(DisplayManager.class, windows);
  private final RecentFields fields = new RecentFields(RecentFields.DEFAULT_BYTES);
  private final List<String> log = new CopyOnWriteArrayList<>();

  /** Windows, and Micro-Manager's own event bus. */
  public static final class Windows {
    final List<Window> open = new CopyOnWriteArrayList<>();
    final EventBus bus = new EventBus();

    public List<DisplayWindow> getAllImageWindows() {
      assertTrue(SwingUtilities.isEventDispatchThread());
      return open.stream().map(window -> window.fake).toList();
    }

    public void registerForEvents(Object subscriber) {
      bus.register(subscriber);
    }

    public void unregisterForEvents(Object subscriber) {
      bus.unregister(subscriber);
    }
  }

  /** One window, with the overlays it has. */
  public static final class Window {
    final DisplayWindow fake = FakeType.of(DisplayWindow.class, this);
    final List<Overlay> overlays = new CopyOnWriteArrayList<>();
    private final DataProvider provider;
    volatile boolean closed;
    volatile boolean broken;

    Window(DataProvider provider) {
      this.provider = provider;
    }

    public DataProvider getDataProvider() {
      return provider;
    }

    public boolean isClosed() {
      return closed;
    }

    public void addOverlay(Overlay overlay) {
      if (broken) {
        throw new IllegalStateException("no panel");
      }
      overlays.add(overlay);
    }

    public void removeOverlay(Overlay overlay) {
      assertTrue(!closed, "taken from a closed window");
      overlays.remove(overlay);
    }
  }

  private static DataProvider provider() {
    return FakeType.of(DataProvider.class, new Object());
  }

  private Window shown(DataProvider provider) {
    Window window = new Window(provider);
    windows.open.add(window);
    return window;
  }

  private OverlayAttachment attached(DataProvider provider) {
    return OverlayAttachment.open(
        displays,
        provider,
        () ->
            new ObjectsOverlay(
                image -> null, fields, new ChosenStyle(OverlayStyle.DEFAULT), log::add),
        log::add);
  }

  /** After all that Swing's thread had to do by now. */
  private static void settle() throws Exception {
    SwingUtilities.invokeAndWait(() -> {});
  }

  @Test
  void shouldAddOneOverlayToEachWindowOfTheAcquisitionOnly() throws Exception {
    DataProvider mine = provider();
    Window first = shown(mine);
    Window second = shown(mine);
    Window other = shown(provider());
    try (OverlayAttachment attachment = attached(mine)) {
      windows.bus.post("something changed");
      settle();
      assertEquals(1, first.overlays.size());
      assertEquals(1, second.overlays.size());
      assertNotSame(first.overlays.get(0), second.overlays.get(0));
      assertEquals(0, other.overlays.size());
      assertEquals(2, attachment.windows());
    }
  }

  @Test
  void shouldAddOverlayToWindowThatScriptOpensLater() throws Exception {
    DataProvider mine = provider();
    try (OverlayAttachment attachment = attached(mine)) {
      settle();
      Window late = shown(mine);
      windows.bus.post(new Object());
      settle();
      assertEquals(1, late.overlays.size());
      assertEquals(1, attachment.windows());
    }
  }

  @Test
  void shouldTakeOverlaysAwayWhenSwitchedOffAndHearNoMore() throws Exception {
    DataProvider mine = provider();
    Window window = shown(mine);
    OverlayAttachment attachment = attached(mine);
    settle();
    attachment.close();
    attachment.close();
    settle();
    assertEquals(List.of(), window.overlays);
    Window late = shown(mine);
    windows.bus.post(new Object());
    settle();
    assertEquals(List.of(), late.overlays);
    assertEquals(List.of(), log);
  }

  /** It says so first and is closed later, as Micro-Manager's does. */
  @Test
  void shouldLetGoOfWindowThatIsClosedAfterItsEvent() throws Exception {
    DataProvider mine = provider();
    Window window = shown(mine);
    try (OverlayAttachment attachment = attached(mine)) {
      settle();
      windows.bus.post("will close");
      settle();
      assertEquals(1, attachment.windows());
      windows.open.remove(window);
      window.closed = true;
      await().until(() -> attachment.windows() == 0);
    }
    settle();
    assertEquals(List.of(), log);
  }

  @Test
  void shouldHoldNeitherDataSetNorClosedWindow() throws Exception {
    OverlayAttachment attachment = attachedToDataSetThatIsGone();
    await()
        .until(
            () -> {
              System.gc();
              windows.bus.post(new Object());
              settle();
              return gone.stream().allMatch(reference -> reference.get() == null);
            });
    Window late = shown(provider());
    windows.bus.post(new Object());
    settle();
    assertEquals(List.of(), late.overlays);
    attachment.close();
  }

  private final List<WeakReference<?>> gone = new ArrayList<>();

  private OverlayAttachment attachedToDataSetThatIsGone() throws Exception {
    DataProvider brief = provider();
    Window window = shown(brief);
    OverlayAttachment attachment = attached(brief);
    settle();
    assertEquals(1, window.overlays.size());
    gone.add(new WeakReference<>(brief));
    gone.add(new WeakReference<>(window));
    windows.open.remove(window);
    window.closed = true;
    return attachment;
  }

  @Test
  void shouldThrowNothingWhenWindowRefuses() throws Exception {
    DataProvider mine = provider();
    Window refusing = shown(mine);
    refusing.broken = true;
    try (OverlayAttachment attachment = attached(mine)) {
      settle();
      assertEquals(1, log.size(), log::toString);
      assertTrue(log.get(0).contains("no panel"), log::toString);
      Window next = shown(mine);
      windows.bus.post(new Object());
      settle();
      assertEquals(1, next.overlays.size());
      assertEquals(1, log.size(), log::toString);
      assertEquals(2, attachment.windows());
    }
  }
}
