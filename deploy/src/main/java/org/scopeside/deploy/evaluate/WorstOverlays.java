package org.scopeside.deploy.evaluate;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;

/** Pictures of the images that went worst, so many and no more, whatever the number of images. */
final class WorstOverlays {
  private final int most;
  private final Convention convention;
  private final PriorityQueue<Overlay> best =
      new PriorityQueue<>(Comparator.comparingDouble(Overlay::badness));

  /** Loads the grey plane; gives null where there is none. */
  interface Plane {
    @Nullable GreyImage load() throws IOException;
  }

  /**
   * A picture.
   *
   * @param badness the larger the worse
   */
  // An array of bytes, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Overlay(EvaluatedImage image, double badness, byte[] png, int width, int height) {}

  WorstOverlays(int most, Convention convention) {
    this.most = most;
    this.convention = convention;
  }

  /** Draws the image if it is among the worst so far. */
  void offer(EvaluatedImage image, LabelImage truth, LabelImage predicted, Plane plane)
      throws IOException {
    double badness = badness(image);
    Overlay leastBad = best.peek();
    if (most == 0 || (best.size() == most && leastBad != null && badness <= leastBad.badness())) {
      return;
    }
    OverlayPainter painter = new OverlayPainter(image.evaluation(), truth, predicted);
    best.add(painter.paint(image, badness, plane.load()));
    if (best.size() > most) {
      best.remove();
    }
  }

  private double badness(EvaluatedImage image) {
    double f1 = convention.rate(Convention.Rate.F1, image.evaluation(), 0);
    // An image without any object has nothing to show.
    return Double.isNaN(f1) ? -1 : 1 - f1;
  }

  /** The pictures, worst first. */
  List<Overlay> worstFirst() {
    return best.stream()
        .sorted(
            Comparator.comparingDouble(Overlay::badness)
                .reversed()
                .thenComparing(overlay -> overlay.image().name()))
        .toList();
  }
}
