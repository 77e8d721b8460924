package org.scopeside.segmenter.tiling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scopeside.segmenter.image.NpyArray;
import org.scopeside.segmenter.image.ReferenceData;
import org.scopeside.segmenter.modelpackage.ModelDescription.Blend;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;
import org.scopeside.segmenter.modelpackage.ModelDescription.Size;
import org.scopeside.segmenter.modelpackage.ModelDescription.Tiling;

/** Cellpose's tiles, mask and weighted mean. Its overlap is 0.1 of the tile's side. */
@Tag("conformance")
class TilingConformanceTest {
  static List<Path> cases() throws IOException {
    return ReferenceData.cases("cellpose", "tile.*");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldTaperAsCellpose(Path folder) throws IOException {
    NpyArray taper = NpyArray.read(folder.resolve("taper.npy"));
    double[] y = TaperWeights.mask(taper.height(), taper.width());
    double[] x = TaperWeights.mask(taper.width(), taper.height());
    double[] product = new double[y.length * x.length];
    Arrays.setAll(product, i -> y[i / x.length] * x[i % x.length]);

    assertArrayEquals(taper.values(), product, 1e-12);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldPlaceAndAverageTilesAsCellpose(Path folder) throws IOException {
    NpyArray averaged = NpyArray.read(folder.resolve("averaged.npy"));
    NpyArray outputs = NpyArray.read(folder.resolve("tile_outputs.npy"));
    JsonNode about = new ObjectMapper().readTree(folder.resolve("about.json").toFile());
    int side = outputs.width();
    int channels = averaged.shape()[0];
    Size any = new Size(side, 1);
    Tiling tiling = new Tiling(side, side / 10, Blend.TAPER);
    TilePlan plan = TilePlan.of(averaged.height(), averaged.width(), tiling, any, any, 1);
    JsonNode ysub = about.at("/tile_outputs/ysub");
    assertEquals(ysub.size(), plan.count());
    for (int tile = 0; tile < plan.count(); tile++) {
      assertEquals(ysub.get(tile).get(0).asInt(), plan.tile(tile).y());
      assertEquals(about.at("/tile_outputs/xsub").get(tile).get(0).asInt(), plan.tile(tile).x());
    }

    Area whole = new Area(0, 0, averaged.height(), averaged.width());
    DenseBlender blender = new DenseBlender(plan, whole, whole, 1, channels, Layout.BCYX);
    FloatBuffer batch = FloatBuffer.wrap(outputs.floats());
    for (int tile = 0; tile < plan.count(); tile++) {
      blender.add(tile, batch, tile);
    }

    for (int c = 0; c < channels; c++) {
      float[] expected = averaged.slice(c).floats();
      float scale = 0;
      for (float value : expected) {
        scale = Math.max(scale, Math.abs(value));
      }
      assertArrayEquals(expected, blender.maps()[c], 1e-6f * scale);
    }
  }
}
