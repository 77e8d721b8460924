package org.scopeside.segmenter.decode;

import java.util.List;
import org.scopeside.segmenter.image.FoundObjects;

/** From detections of crops to objects. Thread-safe. */
public interface DetectionDecoder {
  /**
   * Finds the objects of a plane.
   *
   * @param crops what the network found in each crop of the plane; crops overlap
   * @param width columns of the plane
   * @param height its rows
   */
  FoundObjects decode(List<Crop> crops, int width, int height);

  /**
   * Detections of one crop.
   *
   * @param y row of the crop's upper left pixel in the plane
   * @param x its column
   * @param width columns of the crop that lie in the plane
   * @param height rows of the crop that lie in the plane
   * @param boxes {@code [n][y1, x1, y2, x2]} in pixels of the crop
   * @param scores {@code [n]}, 0 to 1
   * @param classes {@code [n]}, from 1; empty where the network has one class
   * @param masks {@code [n][maskSide][maskSide]} probabilities over the box
   * @param maskSide 28 for Mask R-CNN
   */
  // Arrays: a tensor's content, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Crop(
      int y,
      int x,
      int width,
      int height,
      float[] boxes,
      float[] scores,
      int[] classes,
      float[] masks,
      int maskSide) {}
}
