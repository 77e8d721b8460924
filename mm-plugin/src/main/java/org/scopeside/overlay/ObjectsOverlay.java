package org.scopeside.overlay;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.swing.JComponent;
import javax.swing.SwingUtilities;
import org.jspecify.annotations.Nullable;
import org.micromanager.data.Image;
import org.micromanager.display.DisplaySettings;
import org.micromanager.display.overlay.AbstractOverlay;
import org.scopeside.contract.FrameRef;

/**
 * Outlines of the objects on the image that a window shows, and their count. Objects belong to a
 * field at one time, so they are shown on each of its channels and sections. One for each window;
 * closed with it.
 *
 * <p>Painted by Swing's thread, or by whatever exports images: pictures made for one window are
 * only read by others. Nothing is thrown at the painter; the first failure is logged.
 */
public final class ObjectsOverlay extends AbstractOverlay {
  private static final List<String> ANALYSING = Collections.singletonList("analysing…");

  private final Function<Image, @Nullable FrameRef> frames;
  private final RecentFields fields;
  private final ChosenStyle style;
  private final Consumer<String> log;
  private final CoalescedRepaints repaints =
      new CoalescedRepaints(this::fireOverlayConfigurationChanged);
  private final Consumer<FrameRef> onChange = this::fieldChanged;
  private final Consumer<OverlayStyle> onStyle = this::styleChanged;
  private volatile @Nullable FrameRef shown;
  private volatile @Nullable Drawing drawing;
  private volatile boolean failed;
  private @Nullable OverlayControls controls; // Swing's thread

  /**
   * @param frames the frame that an image was published as; null where it was not
   * @param log takes one line in words
   */
  public ObjectsOverlay(
      Function<Image, @Nullable FrameRef> frames,
      RecentFields fields,
      ChosenStyle style,
      Consumer<String> log) {
    this.frames = frames;
    this.fields = fields;
    this.style = style;
    this.log = log;
    fields.addListener(onChange);
    style.addListener(onStyle);
  }

  /** What was drawn last, to be drawn again while nothing of it changes. */
  private static final class Drawing {
    final ObjectOutlines outlines;
    final @Nullable Object measured;
    final boolean flagged;
    final OverlayStyle style;
    final Zoom zoom;
    final OutlineImage image;
    final ObjectColours colours;

    Drawing(FieldView field, ObjectOutlines outlines, OverlayStyle style, Zoom zoom) {
      this.outlines = outlines;
      this.measured = field.objects();
      this.flagged = !field.flags().isEmpty();
      this.style = style;
      this.zoom = zoom;
      this.colours = ObjectColours.of(field, style, outlines.count());
      this.image = OutlineImage.of(outlines, colours, zoom, style.lineWidthPx());
    }

    boolean isOf(FieldView field, OverlayStyle wanted, Zoom at) {
      return outlines == field.outlines()
          && measured == field.objects()
          && flagged == !field.flags().isEmpty()
          && style.equals(wanted)
          && zoom.equals(at);
    }
  }

  @Override
  public String getTitle() {
    return "Scopeside objects";
  }

  @Override
  public void paintOverlay(
      Graphics2D graphics,
      Rectangle screenRect,
      DisplaySettings displaySettings,
      List<Image> images,
      Image primaryImage,
      Rectangle2D.Float imageViewPort) {
    Graphics2D own = (Graphics2D) graphics.create();
    try {
      own.clip(screenRect);
      paint(own, screenRect, primaryImage, imageViewPort);
    } catch (RuntimeException e) {
      complain(e);
    } finally {
      own.dispose();
    }
  }

  private void paint(
      Graphics2D graphics, Rectangle screen, Image image, Rectangle2D.Float viewPort) {
    FrameRef frame = frames.apply(image);
    shown = frame;
    if (frame == null || screen.isEmpty() || viewPort.isEmpty()) {
      return;
    }
    FieldView field = fields.of(frame);
    OverlayStyle wanted = style.get();
    Drawing drawn = field == null ? null : drawing(field, image, wanted, screen, viewPort);
    if (drawn != null) {
      drawn.image.draw(graphics);
    }
    if (wanted.counts()) {
      List<String> lines = field == null ? ANALYSING : field.caption();
      Caption.draw(graphics, screen, lines, drawn == null ? null : drawn.colours.range());
    }
  }

  /** Null where there are no outlines for an image of this size. */
  private @Nullable Drawing drawing(
      FieldView field,
      Image image,
      OverlayStyle wanted,
      Rectangle screen,
      Rectangle2D.Float viewPort) {
    ObjectOutlines outlines = field.outlines();
    if (outlines == null
        || outlines.width() != image.getWidth()
        || outlines.height() != image.getHeight()) {
      return null;
    }
    Zoom zoom = new Zoom(screen, viewPort);
    Drawing last = drawing;
    if (last == null || !last.isOf(field, wanted, zoom)) {
      last = new Drawing(field, outlines, wanted, zoom);
      drawing = last;
    }
    return last;
  }

  private void complain(RuntimeException e) {
    if (!failed) {
      failed = true;
      log.accept("The outlines of objects cannot be drawn: " + e);
    }
  }

  private void fieldChanged(FrameRef changed) {
    FrameRef looked = shown;
    if (looked != null && RecentFields.sameField(looked, changed)) {
      repaints.request();
    }
  }

  private void styleChanged(OverlayStyle chosen) {
    repaints.request();
    SwingUtilities.invokeLater(
        () -> {
          if (controls != null) {
            controls.show(chosen);
          }
        });
  }

  /** Choices of colour, line width and counts; they hold for all windows. */
  @Override
  public JComponent getConfigurationComponent() {
    if (controls == null) {
      controls = new OverlayControls(style, fields::measures);
    }
    return controls;
  }

  /** Listens no more. */
  void close() {
    fields.removeListener(onChange);
    style.removeListener(onStyle);
    repaints.close();
    drawing = null;
  }
}
