package org.scopeside.panel;

import java.awt.EventQueue;
import java.awt.Window;
import java.awt.image.BufferedImage;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.swing.JFrame;
import org.scopeside.panel.state.PanelState;

/** A panel in a window on the display, and the hand that drives it. */
final class ShownPanel implements AutoCloseable {
  private static final long PATIENCE_MS = 20_000;

  private volatile PanelState state;
  final RecordedActions actions = new RecordedActions();
  final ScopesidePanel panel;
  private final JFrame frame;

  ShownPanel(MicroManagerLook look, PanelState first, int width, int height) {
    this.state = first;
    this.panel =
        onEdt(
            () -> {
              look.apply();
              return new ScopesidePanel(() -> state, actions, SampleStates.CLOCK);
            });
    this.frame =
        onEdt(
            () -> {
              JFrame window = new JFrame("Scopeside");
              window.setUndecorated(true);
              window.setContentPane(panel);
              window.setSize(width, height);
              window.setVisible(true);
              return window;
            });
    settle();
  }

  /** Runs on the event dispatch thread and gives what came of it. */
  static <T> T onEdt(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    try {
      EventQueue.invokeAndWait(task);
      return task.get();
    } catch (InterruptedException | InvocationTargetException e) {
      throw new AssertionError(e);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  static void onEdt(Runnable work) {
    Object unused =
        onEdt(
            () -> {
              work.run();
              return "";
            });
  }

  /** What the model says from now on, without waiting for it to be seen. */
  void say(PanelState next) {
    state = next;
  }

  void show(PanelState next) {
    state = next;
    settle();
  }

  /** Waits until what the model says is on the screen, and laid out. */
  void settle() {
    long deadline = System.nanoTime() + PATIENCE_MS * 1_000_000;
    while (onEdt(panel::shown) != state) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the panel does not show its state");
      }
      Thread.onSpinWait();
    }
    // Texts that wrap ask for their height once they know their width.
    for (int i = 0; i < 4; i++) {
      onEdt(frame::validate);
    }
  }

  BufferedImage picture(double scale) {
    return onEdt(() -> Seen.picture(panel, scale));
  }

  JFrame frame() {
    return frame;
  }

  @Override
  public void close() {
    onEdt(
        () -> {
          for (Window window : Window.getWindows()) {
            window.dispose();
          }
        });
  }
}
