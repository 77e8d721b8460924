package org.scopeside.segmenter.network;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.scopeside.contract.ChannelRole;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineOptions;
import org.scopeside.segmenter.engine.EngineSession;
import org.scopeside.segmenter.engine.onnxruntime.OnnxRuntimeEngine;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.modelpackage.ModelDescription;
import org.scopeside.segmenter.modelpackage.ModelDescription.Input;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;
import org.scopeside.segmenter.modelpackage.ModelDescription.Scale;
import org.scopeside.segmenter.modelpackage.ModelDescription.Size;
import org.scopeside.segmenter.modelpackage.ModelDescription.Tiling;
import org.scopeside.segmenter.modelpackage.Preprocessing;

/** Descriptions and planes for the tests of networks. */
final class TestModels {
  static final Size ANY = new Size(1, 1);

  private TestModels() {}

  static ModelDescription description(
      Layout layout, Size size, Scale scale, Tiling tiling, Output output, Preprocessing... steps) {
    return new ModelDescription(
        "test",
        "1",
        "Test",
        "Finds what is bright",
        "MIT",
        List.of(),
        List.of(),
        null,
        null,
        new Input("image", layout, 1, size, size, List.of(steps)),
        List.of(output),
        List.of(ChannelRole.NUCLEUS),
        scale,
        tiling,
        List.of(),
        null,
        List.of());
  }

  static ModelDescription mean3(Tiling tiling, Preprocessing... steps) {
    return description(
        Layout.BCYX, ANY, Scale.ANY, tiling, new Output("smooth", Layout.BCYX, 1, 1), steps);
  }

  static KindDecoder nuclei(float threshold) {
    return KindDecoder.of("Nuclei", List.of("smooth"), new ThresholdDecoder(threshold, 1, false));
  }

  static EngineSession onnx(String name) throws EngineException {
    try {
      Path file =
          Path.of(
              Objects.requireNonNull(TestModels.class.getResource("/networks/" + name + ".onnx"))
                  .toURI());
      return new OnnxRuntimeEngine().open(file, EngineOptions.singleThread());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Bright pixels at random; whole numbers, so that sums do not depend on their order. */
  static GreyImage noise(int height, int width, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] pixels = new float[height * width];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextInt(256);
    }
    return new GreyImage(pixels, width, height);
  }

  /** Squares of a side on a grid, 90 bright. */
  static GreyImage squares(int height, int width, int pitch, int side) {
    float[] pixels = new float[height * width];
    for (int i = 0; i < pixels.length; i++) {
      boolean inside = i / width % pitch < side && i % width % pitch < side;
      pixels[i] = inside ? 90 : 0;
    }
    return new GreyImage(pixels, width, height);
  }
}
