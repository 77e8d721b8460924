package org.scopeside.segmenter.normalise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.NpyArray;
import org.scopeside.segmenter.image.ReferenceData;
import org.scopeside.segmenter.modelpackage.Preprocessing.ScaleRange;

@Tag("conformance")
class NormaliseConformanceTest {
  static List<Path> cases() throws IOException {
    return ReferenceData.cases("cellpose", "tile.*");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldNormaliseAsCellpose(Path folder) throws IOException {
    GreyImage image = NpyArray.read(folder.resolve("img.npy")).grey();
    JsonNode about = new ObjectMapper().readTree(folder.resolve("about.json").toFile());
    SampleStatistics sample = new SampleStatistics(image, 0, 0, image.height(), image.width());

    assertEquals(
        about.at("/normalize99/p1").doubleValue(), sample.percentile(1, IntensityChain.IDENTITY));
    assertEquals(
        about.at("/normalize99/p99").doubleValue(), sample.percentile(99, IntensityChain.IDENTITY));

    float[] normalised = new float[image.pixels().length];
    new Normaliser(List.of(new ScaleRange(1, 99, 0, false)))
        .channel(image)
        .map(0, 0, image.height(), image.width())
        .copy(image.pixels(), 0, normalised, 0, normalised.length);
    assertArrayEquals(NpyArray.read(folder.resolve("normalize99.npy")).floats(), normalised, 2e-7f);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldResizeAsOpenCv(Path folder) throws IOException {
    GreyImage image = NpyArray.read(folder.resolve("normalize99.npy")).grey();
    for (Path file : ReferenceData.filesEndingIn(".npy", folder)) {
      if (file.getFileName().toString().startsWith("resized")) {
        NpyArray expected = NpyArray.read(file);
        GreyImage resized = ImageScaler.resize(image, expected.width(), expected.height());
        assertArrayEquals(expected.floats(), resized.pixels(), 1e-6f, file.toString());
      }
    }
  }
}
