package org.scopeside.segmenter.decode.boxmask;

import java.util.List;
import org.scopeside.segmenter.decode.Parameters;

/**
 * Settings of {@link BoxMaskDecoder}; defaults are CellSeg's where it has them.
 *
 * @param scoreThreshold detections below it are left out, 0 to 1
 * @param maskThreshold probability from which a pixel belongs to the mask, above 0 to 1
 * @param paste how a mask is stretched over its box
 * @param prefer which of two detections of one object stays, and which of two objects keeps a pixel
 * @param mergeOverlap share of the smaller of two detections, within the crops that both come from,
 *     from which they are one object; above 0 to 1
 * @param minSize smallest object kept, pixels
 */
public record BoxMaskSettings(
    double scoreThreshold,
    double maskThreshold,
    Paste paste,
    Prefer prefer,
    double mergeOverlap,
    int minSize) {

  /** Conventions of where a mask's pixels lie. */
  public enum Paste {
    /** Mask and box are enlarged by a mask pixel of zeros; the box is cut to whole pixels. */
    TORCHVISION,
    /** The box is rounded to whole pixels, its lower right corner outside (Matterport, CellSeg). */
    MATTERPORT
  }

  /** Which detection goes first. */
  public enum Prefer {
    /** Those not cut by their crop's edge, then the higher score. */
    SCORE,
    /** Those of more pixels, as CellSeg does it between crops. */
    LARGEST
  }

  /** Checks every range. */
  public BoxMaskSettings {
    if (!(scoreThreshold >= 0 && scoreThreshold <= 1)
        || !(maskThreshold > 0 && maskThreshold <= 1)
        || !(mergeOverlap > 0 && mergeOverlap <= 1)
        || minSize < 1) {
      throw new IllegalArgumentException(
          "no box-mask settings: scoreThreshold=%s maskThreshold=%s mergeOverlap=%s minSize=%d"
              .formatted(scoreThreshold, maskThreshold, mergeOverlap, minSize));
    }
  }

  /** Scores from 0.8 and 20 pixels as CellSeg, torchvision's pasting. */
  public static BoxMaskSettings defaults() {
    return new BoxMaskSettings(0.8, 0.5, Paste.TORCHVISION, Prefer.SCORE, 0.5, 20);
  }

  /**
   * Reads {@code score_threshold}, {@code mask_threshold}, {@code paste} (torchvision, matterport),
   * {@code prefer} (score, largest), {@code merge_overlap}, {@code min_size}.
   *
   * @throws IllegalArgumentException with every problem
   */
  public static BoxMaskSettings of(Parameters parameters) {
    BoxMaskSettings d = defaults();
    double score = parameters.number("score_threshold", d.scoreThreshold, 0, 1);
    double mask = parameters.number("mask_threshold", d.maskThreshold, 1e-6, 1);
    String paste = parameters.choice("paste", "torchvision", List.of("torchvision", "matterport"));
    String prefer = parameters.choice("prefer", "score", List.of("score", "largest"));
    double overlap = parameters.number("merge_overlap", d.mergeOverlap, 1e-3, 1);
    int minSize = parameters.whole("min_size", d.minSize, 1, Integer.MAX_VALUE);
    parameters.finish();
    return new BoxMaskSettings(
        score,
        mask,
        paste.equals("torchvision") ? Paste.TORCHVISION : Paste.MATTERPORT,
        prefer.equals("score") ? Prefer.SCORE : Prefer.LARGEST,
        overlap,
        minSize);
  }
}
