package org.scopeside.segmenter.decode.boxmask;

import java.util.List;
import org.scopeside.segmenter.decode.DetectionDecoder;
import org.scopeside.segmenter.decode.Parameters;
import org.scopeside.segmenter.image.FoundObjects;

/**
 * Objects of a network that finds boxes with scores and a small mask in each: Mask R-CNN (He et al.
 * 2017, ICCV) as CellSeg (Lee et al. 2022, BMC Bioinformatics 23:46) and JACS run it, on
 * overlapping crops of a plane.
 *
 * <p>Detections with a sufficient score have their mask, 28×28 as a rule, stretched over their box.
 * Where two claim a pixel the higher score wins: Mask R-CNN's masks are made one by one without
 * knowledge of each other, so that its certainty of the object is all there is to go by (CellSeg,
 * whose detections are sorted by score, lets the later one lose, which is the same). A detection
 * cut by the edge of its crop stands back behind all that are whole, since the neighbouring crop
 * shows the object whole as long as crops overlap by an object's diameter; where no crop does, what
 * the crops found is joined. CellSeg keeps the largest of all detections that share as much as a
 * pixel and drops the others ({@code prefer: largest} takes over its order); here two are one
 * object only where they overlap by {@code merge_overlap}, so that neighbours which merely touch
 * are both kept.
 *
 * <p>Memory: the labels, and some 400 bytes a detection for its runs of pixels; never a mask of the
 * plane's size. Thread-safe; scratch per call.
 */
public final class BoxMaskDecoder implements DetectionDecoder {
  private final BoxMaskSettings settings;

  public BoxMaskDecoder(BoxMaskSettings settings) {
    this.settings = settings;
  }

  /**
   * A decoder as a model package asks for it.
   *
   * @throws IllegalArgumentException with every problem of the parameters
   */
  public static BoxMaskDecoder of(Parameters parameters) {
    return new BoxMaskDecoder(BoxMaskSettings.of(parameters));
  }

  /**
   * {@inheritDoc}
   *
   * @throws org.scopeside.segmenter.decode.NonFiniteOutputException if a score, or a box or mask of
   *     a sufficient score is NaN or infinite; as channels count boxes 0, scores 1, masks 3
   * @throws IllegalArgumentException if the arrays of a crop do not fit each other or the crop the
   *     plane, or if boxes cover the plane hundreds of times
   */
  @Override
  public FoundObjects decode(List<Crop> crops, int width, int height) {
    Detections detections = Detections.of(crops, settings, width, height);
    return new DetectionMerge(detections, settings, width, height).run();
  }
}
