package org.scopeside.segmenter.classical;

import java.util.HashMap;
import java.util.Map;
import org.scopeside.segmenter.image.LabelImage;

/**
 * How many true objects a segmentation found: intersection over union above 0.5, which no object
 * can reach with two others.
 */
record ObjectMatching(int matched, int trueObjects, int foundObjects) {

  static ObjectMatching of(LabelImage truth, LabelImage found) {
    int[] trueArea = new int[truth.objectCount() + 1];
    int[] foundArea = new int[found.objectCount() + 1];
    Map<Long, Integer> shared = new HashMap<>();
    for (int i = 0; i < truth.labels().length; i++) {
      int t = truth.labels()[i];
      int f = found.labels()[i];
      trueArea[t]++;
      foundArea[f]++;
      if (t > 0 && f > 0) {
        shared.merge((long) t << 32 | f, 1, Integer::sum);
      }
    }
    int matched = 0;
    for (Map.Entry<Long, Integer> pair : shared.entrySet()) {
      int union =
          trueArea[(int) (pair.getKey() >> 32)]
              + foundArea[pair.getKey().intValue()]
              - pair.getValue();
      if (2 * pair.getValue() > union) {
        matched++;
      }
    }
    return new ObjectMatching(matched, truth.objectCount(), found.objectCount());
  }

  ObjectMatching plus(ObjectMatching other) {
    return new ObjectMatching(
        matched + other.matched,
        trueObjects + other.trueObjects,
        foundObjects + other.foundObjects);
  }

  double f1() {
    return 2.0 * matched / Math.max(1, trueObjects + foundObjects);
  }
}
