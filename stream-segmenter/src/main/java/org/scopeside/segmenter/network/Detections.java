package org.scopeside.segmenter.network;

import java.nio.FloatBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.decode.DetectionDecoder;
import org.scopeside.segmenter.decode.DetectionDecoder.Crop;
import org.scopeside.segmenter.engine.Tensor;
import org.scopeside.segmenter.tiling.Area;

/**
 * How objects are read from a detector's outputs.
 *
 * @param kind CellProfiler's name: {@code Cells}
 * @param boxes output {@code [n][4]}, pixels of the tile
 * @param scores output {@code [n]}
 * @param labels output {@code [n]}, classes from 1; null where there is one class
 * @param masks output {@code [n][1][side][side]} over the box, or {@code [n][1][y][x]} over the
 *     whole tile, probabilities
 * @param order of a box's numbers
 */
public record Detections(
    String kind,
    String boxes,
    String scores,
    @Nullable String labels,
    String masks,
    BoxOrder order,
    DetectionDecoder decoder) {
  /** Side to which masks over the whole tile are sampled within their box. */
  private static final int SAMPLED_SIDE = 28;

  /** Order of a box's numbers. */
  public enum BoxOrder {
    /** {@code x1, y1, x2, y2}, as torchvision has it. */
    XYXY,
    /** {@code y1, x1, y2, x2}, as TensorFlow has it. */
    YXYX
  }

  /** The detections of one tile, copied out of the tensors. */
  Crop crop(Map<String, Tensor> outputs, Area tile, Area shown) {
    float[] found = floats(tensor(outputs, boxes));
    if (order == BoxOrder.XYXY) {
      for (int i = 0; i + 3 < found.length; i += 4) {
        swap(found, i);
        swap(found, i + 2);
      }
    }
    Tensor mask = tensor(outputs, masks);
    long[] shape = mask.shape();
    int side = (int) shape[shape.length - 1];
    boolean wholeTile =
        side == tile.width()
            && shape[shape.length - 2] == tile.height()
            && (side != SAMPLED_SIDE || side != shape[shape.length - 2]);
    float[] probabilities = wholeTile ? sampled(mask.floats(), found, tile) : floats(mask);
    return new Crop(
        shown.y(),
        shown.x(),
        shown.width(),
        shown.height(),
        found,
        floats(tensor(outputs, scores)),
        labels == null ? new int[0] : ints(tensor(outputs, labels)),
        probabilities,
        wholeTile ? SAMPLED_SIDE : side);
  }

  private static Tensor tensor(Map<String, Tensor> outputs, String name) {
    Tensor tensor = outputs.get(name);
    if (tensor == null) {
      throw new IllegalStateException("the engine gave no " + name);
    }
    return tensor;
  }

  private static void swap(float[] values, int i) {
    float first = values[i];
    values[i] = values[i + 1];
    values[i + 1] = first;
  }

  private static float[] floats(Tensor tensor) {
    float[] values = new float[tensor.elements()];
    tensor.floats().get(values);
    return values;
  }

  private static int[] ints(Tensor tensor) {
    int[] values = new int[tensor.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (tensor.type()) {
            case INT64 -> (int) tensor.data().getLong(8 * i);
            case INT32 -> tensor.data().getInt(4 * i);
            case UINT8 -> Byte.toUnsignedInt(tensor.data().get(i));
            case INT8 -> tensor.data().get(i);
            case FLOAT32 -> (int) tensor.data().getFloat(4 * i);
            case FLOAT16 -> throw new IllegalStateException("classes in float16");
          };
    }
    return values;
  }

  /** Masks over the tile, read at the middles of a grid over their box. */
  private static float[] sampled(FloatBuffer masks, float[] boxes, Area tile) {
    int count = boxes.length / 4;
    float[] samples = new float[count * SAMPLED_SIDE * SAMPLED_SIDE];
    int at = 0;
    for (int n = 0; n < count; n++) {
      float top = boxes[4 * n];
      float left = boxes[4 * n + 1];
      float stepY = (boxes[4 * n + 2] - top) / SAMPLED_SIDE;
      float stepX = (boxes[4 * n + 3] - left) / SAMPLED_SIDE;
      for (int i = 0; i < SAMPLED_SIDE * SAMPLED_SIDE; i++) {
        int row = i / SAMPLED_SIDE;
        int column = i % SAMPLED_SIDE;
        int y = clamp((int) (top + (row + 0.5f) * stepY), tile.height());
        int x = clamp((int) (left + (column + 0.5f) * stepX), tile.width());
        samples[at++] = masks.get((n * tile.height() + y) * tile.width() + x);
      }
    }
    return samples;
  }

  private static int clamp(int position, int length) {
    return Math.max(0, Math.min(length - 1, position));
  }
}
