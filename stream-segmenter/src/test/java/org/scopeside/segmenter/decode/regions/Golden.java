package org.scopeside.segmenter.decode.regions;

import java.io.IOException;
import java.nio.file.Path;
import org.scopeside.segmenter.image.NpyArray;

/** What {@code src/test/python/decoder_goldens.py} wrote. */
public final class Golden {
  private static final Path PLACE = Path.of("src/test/resources/decoders");

  private Golden() {}

  /** For example {@code threeclass/cells/labels}. */
  public static NpyArray read(String name) throws IOException {
    return NpyArray.read(PLACE.resolve(name + ".npy"));
  }

  /** Bytes as the probabilities they stand for. */
  public static float[] probabilities(NpyArray bytes) {
    float[] values = bytes.floats();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] / 255.0);
    }
    return values;
  }
}
