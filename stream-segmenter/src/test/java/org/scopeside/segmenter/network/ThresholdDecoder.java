package org.scopeside.segmenter.network;

import java.util.ArrayDeque;
import java.util.Deque;
import org.scopeside.segmenter.decode.DenseDecoder;
import org.scopeside.segmenter.decode.NonFiniteOutputException;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.LabelImage;

/** Four-connected parts above a threshold; a map at a spacing stands for squares of pixels. */
record ThresholdDecoder(float threshold, int spacing, boolean decodesAtImageSize)
    implements DenseDecoder {
  @Override
  public int channels() {
    return 1;
  }

  @Override
  public FoundObjects decode(DenseMaps maps, int width, int height) {
    if (TestSession.isEngineThread()) {
      throw new IllegalStateException("decoding on the engine's thread");
    }
    if (maps.width() != (width + spacing - 1) / spacing
        || maps.height() != (height + spacing - 1) / spacing) {
      throw new IllegalArgumentException(
          "maps %dx%d for %dx%d".formatted(maps.width(), maps.height(), width, height));
    }
    NonFiniteOutputException.check(maps.channel(0), 0, maps.width());
    int[] labels = new int[width * height];
    int objects = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] == 0 && above(maps, i, width)) {
        flood(maps, labels, i, width, height, ++objects);
      }
    }
    return FoundObjects.of(LabelImage.of(labels, width, height));
  }

  private boolean above(DenseMaps maps, int i, int width) {
    int y = i / width / spacing;
    int x = i % width / spacing;
    return maps.channel(0)[y * maps.width() + x] > threshold;
  }

  private void flood(DenseMaps maps, int[] labels, int seed, int width, int height, int label) {
    Deque<Integer> open = new ArrayDeque<>();
    labels[seed] = label;
    open.push(seed);
    while (!open.isEmpty()) {
      int i = open.pop();
      int[] near = {
        i % width > 0 ? i - 1 : i,
        i % width < width - 1 ? i + 1 : i,
        i >= width ? i - width : i,
        i < width * (height - 1) ? i + width : i
      };
      for (int j : near) {
        if (labels[j] == 0 && above(maps, j, width)) {
          labels[j] = label;
          open.push(j);
        }
      }
    }
  }
}
