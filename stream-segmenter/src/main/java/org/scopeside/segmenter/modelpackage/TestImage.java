package org.scopeside.segmenter.modelpackage;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.scopeside.segmenter.engine.Tensor;
import org.scopeside.segmenter.engine.TensorType;
import org.scopeside.segmenter.modelpackage.ModelDescription.Input;
import org.scopeside.segmenter.modelpackage.ModelDescription.Size;

/** What a network is given to see whether it works: the package's test tensor, or zeros. */
final class TestImage {
  private static final int ZEROS_SIDE = 256;

  private TestImage() {}

  /**
   * Zeros of a size that the network takes.
   *
   * @param tile side; 0 for about {@value #ZEROS_SIDE} pixels
   */
  static Tensor zeros(Input input, int tile) {
    long y = tile > 0 ? tile : side(input.sizeY());
    long x = tile > 0 ? tile : side(input.sizeX());
    return switch (input.layout()) {
      case BCYX -> Tensor.allocate(TensorType.FLOAT32, 1, input.channels(), y, x);
      case BYXC -> Tensor.allocate(TensorType.FLOAT32, 1, y, x, input.channels());
      case CYX -> Tensor.allocate(TensorType.FLOAT32, input.channels(), y, x);
    };
  }

  private static int side(Size size) {
    if (size.step() == 0 || size.min() >= ZEROS_SIDE) {
      return size.min();
    }
    return size.min() + (ZEROS_SIDE - size.min() + size.step() - 1) / size.step() * size.step();
  }

  /**
   * A test tensor, preprocessed.
   *
   * @param file in the package
   * @throws IOException if it cannot be read or does not fit the input, with a message for people
   */
  static Tensor read(PackageFiles files, String file, Input input) throws IOException {
    NpyArray array = array(files, file);
    ImageIndex index;
    try {
      index = ImageIndex.of(input.layout(), array.shape());
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " " + e.getMessage(), e);
    }
    if (index.channels() != input.channels()) {
      throw new IOException(
          "%s has %d channels, not %d".formatted(file, index.channels(), input.channels()));
    }
    if (array.values().length == 0) {
      throw new IOException(file + " is empty");
    }
    preprocess(index, array.values(), input.preprocessing());
    Tensor tensor = Tensor.allocate(TensorType.FLOAT32, array.shape());
    tensor.floats().put(array.values());
    return tensor;
  }

  private static void preprocess(ImageIndex index, float[] values, List<Preprocessing> steps) {
    double[] plane = new double[index.pixels()];
    for (int image = 0; image < index.images(); image++) {
      for (int channel = 0; channel < index.channels(); channel++) {
        int start = index.start(image, channel);
        for (int p = 0; p < plane.length; p++) {
          plane[p] = values[start + p * index.stride()];
        }
        TestPreprocessing.apply(steps, plane);
        for (int p = 0; p < plane.length; p++) {
          values[start + p * index.stride()] = (float) plane[p];
        }
      }
    }
  }

  /** An array of the package. */
  static NpyArray array(PackageFiles files, String file) throws IOException {
    try (InputStream in = new BufferedInputStream(files.open(file))) {
      return NpyArray.read(in);
    } catch (IOException e) {
      throw new IOException(file + " " + e.getMessage(), e);
    }
  }
}
