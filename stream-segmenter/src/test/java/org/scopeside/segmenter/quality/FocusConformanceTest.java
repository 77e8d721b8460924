package org.scopeside.segmenter.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scopeside.segmenter.image.NpyArray;
import org.scopeside.segmenter.image.ReferenceData;

/** The same focus measures as SciPy and centrosome give on planes of growing blur. */
@Tag("conformance")
class FocusConformanceTest {

  @ParameterizedTest
  @MethodSource("planes")
  void shouldMeasureWhatReferenceProgramsMeasure(Path plane) throws IOException {
    String name = plane.getFileName().toString().replace(".npy", "");
    JsonNode expected =
        new ObjectMapper().readTree(plane.resolveSibling("expected.json").toFile()).get(name);

    QualityMetrics metrics = new PlaneQuality().measure(NpyArray.read(plane).grey(), 65535);

    assertClose(expected.at("/var_laplacian_ndi/0"), metrics.laplacianVariance());
    assertClose(expected.at("/normalized_variance/0"), metrics.focusScore());
    assertClose(expected.at("/PLLS/0"), metrics.powerLogLogSlope());
    assertClose(expected.at("/saturation/0"), metrics.percentMaximal());
    assertClose(expected.at("/saturation/1"), metrics.percentMinimal());
    assertClose(expected.at("/saturation/2"), metrics.percentSaturated());
    assertClose(expected.at("/median_mad/0"), metrics.median());
    assertClose(expected.at("/median_mad/1"), metrics.mad());
  }

  static List<Path> planes() throws IOException {
    List<Path> planes = new ArrayList<>();
    for (Path folder : ReferenceData.vectors("focus")) {
      planes.addAll(ReferenceData.filesEndingIn(".npy", folder));
    }
    return planes;
  }

  private static void assertClose(JsonNode expected, double actual) {
    double value = expected.asDouble(Double.NaN);
    assertEquals(value, actual, 1e-6 * Math.max(1, Math.abs(value)));
  }
}
