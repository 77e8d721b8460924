package org.scopeside.segmenter.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineSession;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.FieldSegmentation;
import org.scopeside.segmenter.modelpackage.ModelDescription;
import org.scopeside.segmenter.modelpackage.ModelDescription.Blend;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;
import org.scopeside.segmenter.modelpackage.ModelDescription.Scale;
import org.scopeside.segmenter.modelpackage.ModelDescription.Tiling;

/**
 * A plane that was cut and put together again is segmented as in one piece, up to the numbering:
 * whatever the tile, its halo (at least what the network sees around a pixel), the batch, the
 * engine and the order of axes.
 */
class StitchedIsUntiledTest {
  private static final float THRESHOLD = 134.03f;

  @Property(tries = 150)
  void shouldSegmentPlanesOfAnySizesInAnyTilesAsInOnePiece(
      @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 70) Integer> heights,
      @ForAll @IntRange(min = 1, max = 90) int width,
      @ForAll @IntRange(min = 1, max = 5) int halo,
      @ForAll @IntRange(min = 1, max = 40) int core,
      @ForAll @IntRange(min = 1, max = 5) int batch,
      @ForAll @IntRange(min = 0, max = 3) int engine,
      @ForAll long seed)
      throws EngineException {
    List<FieldInput> fields = new ArrayList<>();
    for (int i = 0; i < heights.size(); i++) {
      fields.add(
          FieldInput.of(TestModels.noise(heights.get(i), width + 3 * i, seed + i), Double.NaN));
    }
    Tiling tiling = new Tiling(core + 2 * halo, halo, Blend.CENTRE);

    List<FieldSegmentation> untiled =
        segment(TestModels.mean3(Tiling.WHOLE), TestSession.onCallersThread(), 1, fields);
    Layout layout = engine == 1 ? Layout.BYXC : Layout.BCYX;
    ModelDescription tiled =
        TestModels.description(
            layout, TestModels.ANY, Scale.ANY, tiling, new Output("smooth", layout, 1, 1));
    List<FieldSegmentation> stitched = segment(tiled, session(engine), batch, fields);

    for (int i = 0; i < fields.size(); i++) {
      assertSamePartition(untiled.get(i).labels(), stitched.get(i).labels());
    }
  }

  @Property(tries = 60)
  void shouldKeepPoolingOnTheSamePixels(
      @ForAll @IntRange(min = 2, max = 60) int height,
      @ForAll @IntRange(min = 2, max = 60) int width,
      @ForAll @IntRange(min = 3, max = 10) int halfTile,
      @ForAll long seed)
      throws EngineException {
    ModelDescription.Size even = new ModelDescription.Size(2, 2);
    Output output = new Output("pooled", Layout.BCYX, 2, 2);
    KindDecoder kind =
        new KindDecoder(
            "Nuclei",
            List.of("pooled"),
            (maps, w, h, rescale) -> new ThresholdDecoder(240, 2, false).decode(maps, w, h),
            false);
    List<FieldInput> fields =
        List.of(FieldInput.of(TestModels.noise(height, width, seed), Double.NaN));
    List<LabelImage> results = new ArrayList<>();
    for (Tiling tiling : List.of(Tiling.WHOLE, new Tiling(2 * halfTile, 2, Blend.CENTRE))) {
      ModelDescription description =
          TestModels.description(Layout.BCYX, even, Scale.ANY, tiling, output);
      try (NetworkModel model =
          new NetworkModel(
              description,
              TestModels.onnx("pool2"),
              List.of(kind),
              null,
              NetworkOptions.defaults())) {
        results.add(model.segment(fields).toCompletableFuture().join().get(0).labels());
      }
    }

    assertSamePartition(results.get(0), results.get(1));
  }

  @Property(tries = 40)
  void shouldSegmentInRegionsAsInOnePiece(
      @ForAll @IntRange(min = 150, max = 400) int height,
      @ForAll @IntRange(min = 150, max = 400) int width,
      @ForAll @IntRange(min = 9, max = 40) int pitch,
      @ForAll boolean asynchronous)
      throws EngineException {
    GreyImage plane = TestModels.squares(height, width, pitch, pitch - 4);
    List<FieldInput> fields = List.of(FieldInput.of(plane, Double.NaN));
    Tiling tiling = new Tiling(64, 2, Blend.CENTRE);
    NetworkOptions little = NetworkOptions.defaults().withMemoryBytes(1 << 20);

    LabelImage whole = labels(tiling, TestSession.onCallersThread(), fields, wide());
    EngineSession session =
        asynchronous ? TestSession.asynchronous(2) : TestSession.onCallersThread();
    LabelImage inRegions = labels(tiling, session, fields, little);

    assertSamePartition(whole, inRegions);
  }

  @Property(tries = 40)
  void shouldSegmentRescaledPlaneInRegionsAsInOnePiece(
      @ForAll @IntRange(min = 150, max = 300) int height,
      @ForAll @IntRange(min = 150, max = 300) int width,
      @ForAll @IntRange(min = 40, max = 200) int percent,
      @ForAll boolean atImageSize,
      @ForAll boolean tapered)
      throws EngineException {
    List<FieldInput> fields =
        List.of(FieldInput.of(TestModels.squares(height, width, 20, 14), percent / 100.0));
    ModelDescription description =
        TestModels.description(
            Layout.BCYX,
            TestModels.ANY,
            new Scale(1, Double.NaN),
            new Tiling(40, 3, tapered ? Blend.TAPER : Blend.CENTRE),
            new Output("smooth", Layout.BCYX, 1, 1));
    KindDecoder kind =
        KindDecoder.of("Nuclei", List.of("smooth"), new ThresholdDecoder(45, 1, atImageSize));
    List<LabelImage> results = new ArrayList<>();
    for (NetworkOptions options : List.of(wide(), wide().withMemoryBytes(1 << 20))) {
      try (NetworkModel model =
          new NetworkModel(
              description, TestSession.asynchronous(2), List.of(kind), null, options)) {
        results.add(model.segment(fields).toCompletableFuture().join().get(0).labels());
      }
    }

    assertSamePartition(results.get(0), results.get(1));
  }

  @Property(tries = 60)
  void shouldAverageTaperedTilesOfAnEquivariantNetworkToTheWhole(
      @ForAll @IntRange(min = 1, max = 400) int height,
      @ForAll @IntRange(min = 1, max = 400) int width,
      @ForAll long seed)
      throws EngineException {
    // A mean of tiles that are each wrong at their sides is right but for the tapered sides.
    GreyImage plane = TestModels.squares(height, width, 30, 20);
    List<FieldInput> fields = List.of(FieldInput.of(plane, Double.NaN));
    Tiling tiling = new Tiling(224, 22, Blend.TAPER);

    LabelImage whole = labels(Tiling.WHOLE, TestSession.onCallersThread(), fields, wide());
    LabelImage tiled = labels(tiling, TestSession.onCallersThread(), fields, wide());

    assertEquals(whole.objectCount(), tiled.objectCount());
  }

  private static NetworkOptions wide() {
    return NetworkOptions.defaults();
  }

  private static LabelImage labels(
      Tiling tiling, EngineSession session, List<FieldInput> fields, NetworkOptions options)
      throws EngineException {
    try (NetworkModel model =
        new NetworkModel(
            TestModels.mean3(tiling), session, List.of(TestModels.nuclei(45)), null, options)) {
      return model.segment(fields).toCompletableFuture().join().get(0).labels();
    }
  }

  private static EngineSession session(int engine) throws EngineException {
    return switch (engine) {
      case 0 -> TestModels.onnx("mean3");
      case 1 -> TestModels.onnx("mean3_channels_last");
      case 2 -> TestSession.asynchronous(2);
      default -> TestSession.onCallersThread();
    };
  }

  private static List<FieldSegmentation> segment(
      ModelDescription description, EngineSession session, int batch, List<FieldInput> fields)
      throws EngineException {
    try (NetworkModel model =
        new NetworkModel(
            description,
            session,
            List.of(TestModels.nuclei(THRESHOLD)),
            null,
            NetworkOptions.defaults().withMaxBatch(batch))) {
      return model.segment(fields).toCompletableFuture().join();
    }
  }

  private static void assertSamePartition(LabelImage expected, LabelImage actual) {
    assertEquals(expected.width(), actual.width());
    assertArrayEquals(renumbered(expected), renumbered(actual));
  }

  private static int[] renumbered(LabelImage image) {
    Map<Integer, Integer> numbers = new HashMap<>(Map.of(0, 0));
    int[] labels = image.labels().clone();
    for (int i = 0; i < labels.length; i++) {
      numbers.putIfAbsent(labels[i], numbers.size());
      labels[i] = numbers.get(labels[i]);
    }
    return labels;
  }
}
