package org.scopeside.segmenter.network;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scopeside.segmenter.decode.NonFiniteOutputException;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineSession;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.NonFinitePixelsException;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.FieldSegmentation;
import org.scopeside.segmenter.modelpackage.ModelDescription;
import org.scopeside.segmenter.modelpackage.ModelDescription.Blend;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;
import org.scopeside.segmenter.modelpackage.ModelDescription.Scale;
import org.scopeside.segmenter.modelpackage.ModelDescription.Size;
import org.scopeside.segmenter.modelpackage.ModelDescription.Tiling;
import org.scopeside.segmenter.modelpackage.Preprocessing.ScaleRange;

@Timeout(60)
class NetworkModelTest {
  private static final Tiling TILES = new Tiling(32, 4, Blend.CENTRE);

  @Test
  void shouldFillBatchesAcrossPlanes() throws Exception {
    TestSession session = TestSession.onCallersThread();
    try (NetworkModel model = model(TestModels.mean3(TILES), session, 4)) {
      List<FieldInput> six = fields(6, 20, 20);

      List<FieldSegmentation> found = get(model.segment(six).toCompletableFuture());

      assertEquals(6, found.size());
      assertEquals(6, session.tiles.get());
      assertEquals(2, session.runs.get());
    }
  }

  @Test
  void shouldWorkOnCallersThreadWhereTheEngineDoes() throws Exception {
    try (NetworkModel model = model(TestModels.mean3(TILES), TestModels.onnx("mean3"), 1)) {
      assertTrue(model.segment(fields(2, 50, 70)).toCompletableFuture().isDone());
    }
  }

  @Test
  void shouldNotBlockTheEnginesThreadWithSlowCallers() throws Exception {
    TestSession session = TestSession.asynchronous(2);
    try (NetworkModel model = model(TestModels.mean3(TILES), session, 2)) {
      CompletableFuture<Void> released = new CompletableFuture<>();
      List<CompletableFuture<String>> threads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        threads.add(
            model
                .segment(fields(3, 40, 40))
                .thenApply(
                    found -> {
                      if (TestSession.isEngineThread()) {
                        released.join();
                      }
                      return Thread.currentThread().getName();
                    })
                .toCompletableFuture());
      }

      for (CompletableFuture<String> thread : threads) {
        assertFalse(get(thread).equals("test-engine"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldFailOnlyThePlaneThatTheNetworkGaveNanFor(boolean asynchronous) throws Exception {
    TestSession session =
        asynchronous ? TestSession.asynchronous(2) : TestSession.onCallersThread();
    try (NetworkModel model = model(TestModels.mean3(TILES), session, 3)) {
      List<FieldInput> fields = new ArrayList<>(fields(3, 40, 50));
      float[] spoilt = new float[2000];
      spoilt[1234] = TestSession.SPOILT + 1;
      fields.set(1, FieldInput.of(new GreyImage(spoilt, 50, 40), Double.NaN));

      List<CompletableFuture<FieldSegmentation>> each = model.segmentEach(fields);

      get(each.get(0));
      get(each.get(2));
      assertInstanceOf(NonFiniteOutputException.class, failure(each.get(1)));
      assertInstanceOf(
          NonFiniteOutputException.class, failure(model.segment(fields).toCompletableFuture()));
    }
  }

  @Test
  void shouldFailOnlyThePlaneWithNanPixels() throws Exception {
    try (NetworkModel model = model(TestModels.mean3(TILES), TestSession.onCallersThread(), 3)) {
      List<FieldInput> fields = new ArrayList<>(fields(2, 9, 9));
      float[] pixels = new float[81];
      pixels[80] = Float.NaN;
      fields.add(0, FieldInput.of(new GreyImage(pixels, 9, 9), Double.NaN));

      List<CompletableFuture<FieldSegmentation>> each = model.segmentEach(fields);

      assertInstanceOf(NonFinitePixelsException.class, failure(each.get(0)));
      get(each.get(1));
      get(each.get(2));
    }
  }

  @Test
  void shouldFailInRegionsWithoutStallingOtherPlanes() throws Exception {
    NetworkOptions little = NetworkOptions.defaults().withMemoryBytes(1 << 20);
    for (EngineSession session :
        List.of(TestSession.onCallersThread(), TestSession.asynchronous(2))) {
      try (NetworkModel model =
          new NetworkModel(
              TestModels.mean3(TILES), session, List.of(TestModels.nuclei(45)), null, little)) {
        float[] spoilt = new float[200 * 200];
        spoilt[0] = TestSession.SPOILT + 1;
        FieldInput good = FieldInput.of(TestModels.squares(200, 200, 20, 10), Double.NaN);
        FieldInput bad = FieldInput.of(new GreyImage(spoilt, 200, 200), Double.NaN);

        List<CompletableFuture<FieldSegmentation>> each =
            model.segmentEach(List.of(bad, good, bad, good));

        assertInstanceOf(NonFiniteOutputException.class, failure(each.get(0)));
        assertEquals(100, get(each.get(1)).labels().objectCount());
        assertInstanceOf(NonFiniteOutputException.class, failure(each.get(2)));
        assertEquals(100, get(each.get(3)).labels().objectCount());
      }
    }
  }

  @Test
  void shouldPassOnWhyTheEngineFailed() throws Exception {
    Tiling tiles = new Tiling(16, 2, Blend.CENTRE);
    // The network takes 8x8 only, the description says otherwise.
    try (NetworkModel model =
        model(
            TestModels.description(
                Layout.BCYX,
                new Size(16, 0),
                Scale.ANY,
                tiles,
                new Output("smooth", Layout.BCYX, 1, 1)),
            TestModels.onnx("mean3_fixed"),
            1)) {
      assertInstanceOf(
          EngineException.class, failure(model.segment(fields(1, 20, 20)).toCompletableFuture()));
    }
  }

  @Test
  void shouldNameEveryTensorThatTheNetworkLacks() throws Exception {
    ModelDescription description =
        TestModels.description(
            Layout.BCYX, TestModels.ANY, Scale.ANY, TILES, new Output("prob", Layout.BCYX, 1, 1));
    KindDecoder kind = KindDecoder.of("Nuclei", List.of("prob"), new ThresholdDecoder(1, 1, false));

    EngineException e =
        assertThrows(
            EngineException.class,
            () ->
                new NetworkModel(
                    description,
                    TestSession.onCallersThread(),
                    List.of(kind),
                    null,
                    NetworkOptions.defaults()));
    assertTrue(String.valueOf(e.getMessage()).contains("prob"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldComeBackToSizeOfPlaneFromScaleOfModel(boolean atImageSize) throws Exception {
    ModelDescription halfSize =
        TestModels.description(
            Layout.BCYX,
            TestModels.ANY,
            new Scale(1.0, Double.NaN),
            TILES,
            new Output("smooth", Layout.BCYX, 1, 1));
    KindDecoder kind =
        KindDecoder.of("Nuclei", List.of("smooth"), new ThresholdDecoder(40, 1, atImageSize));
    TestSession session = TestSession.onCallersThread();
    try (NetworkModel model =
        new NetworkModel(halfSize, session, List.of(kind), null, NetworkOptions.defaults())) {
      GreyImage plane = TestModels.squares(60, 90, 30, 20);

      LabelImage labels =
          get(model.segment(List.of(FieldInput.of(plane, 0.5))).toCompletableFuture())
              .get(0)
              .labels();

      assertEquals(90, labels.width());
      assertEquals(60, labels.height());
      assertEquals(6, labels.objectCount());
      int area = 0;
      for (int label : labels.labels()) {
        area += label == 1 ? 1 : 0;
      }
      assertEquals(400, area, 60);
      // 30 x 45 pixels at the model's scale.
      assertEquals(2, session.tiles.get());
    }
  }

  @ParameterizedTest
  @CsvSource({"NaN, 6", "1.0, 6", "1.2, 0"})
  void shouldLeaveOutDebrisWhereThePixelSizeIsKnown(double pixelSizeUm, int objects)
      throws Exception {
    // Squares of 400 pixels; a disc of 20 um has 314 of 1 um, one of 30 um has 491 of 1.2 um.
    double minDiameterUm = pixelSizeUm > 1 ? 30 : 20;
    ModelDescription description =
        TestModels.description(
            Layout.BCYX,
            TestModels.ANY,
            new Scale(Double.NaN, Double.NaN, minDiameterUm),
            TILES,
            new Output("smooth", Layout.BCYX, 1, 1));
    KindDecoder kind =
        KindDecoder.of("Nuclei", List.of("smooth"), new ThresholdDecoder(40, 1, false));
    try (NetworkModel model =
        new NetworkModel(
            description,
            TestSession.onCallersThread(),
            List.of(kind),
            null,
            NetworkOptions.defaults())) {
      GreyImage plane = TestModels.squares(60, 90, 30, 20);

      LabelImage labels =
          get(model.segment(List.of(FieldInput.of(plane, pixelSizeUm))).toCompletableFuture())
              .get(0)
              .labels();

      assertEquals(objects, labels.objectCount());
    }
  }

  @Test
  void shouldRefuseScaleOutOfBoundsWithFacts() throws Exception {
    ModelDescription description =
        TestModels.description(
            Layout.BCYX,
            TestModels.ANY,
            new Scale(0.5, Double.NaN),
            TILES,
            new Output("smooth", Layout.BCYX, 1, 1));
    try (NetworkModel model = model(description, TestSession.onCallersThread(), 1)) {
      FieldInput field = FieldInput.of(TestModels.noise(9, 9, 1), 100);

      Throwable e = failure(model.segment(List.of(field)).toCompletableFuture());

      assertInstanceOf(IllegalArgumentException.class, e);
      assertTrue(String.valueOf(e.getMessage()).contains("100"));
    }
  }

  @ParameterizedTest
  @CsvSource({"NaN, 0.5", "61, 0.5", "120, 0.5 0.25"})
  void shouldRunAgainAtTheSizeThatStyleAndObjectsTell(double masks, String factors)
      throws Exception {
    ModelDescription description =
        TestModels.description(
            Layout.BCYX,
            TestModels.ANY,
            new Scale(Double.NaN, 30),
            new Tiling(16, 2, Blend.CENTRE),
            new Output("smooth", Layout.BCYX, 1, 1));
    List<List<float[]>> seen = new ArrayList<>();
    SizeEstimator estimator =
        new SizeEstimator() {
          @Override
          public String styleTensor() {
            return "style";
          }

          @Override
          public double diameterPx(List<float[]> styles) {
            seen.add(styles);
            return 60;
          }

          @Override
          public double diameterPx(LabelImage found) {
            return masks;
          }
        };
    List<Double> rescales = new ArrayList<>();
    KindDecoder kind =
        new KindDecoder(
            "Cells",
            List.of("smooth"),
            (maps, width, height, rescale) -> {
              rescales.add(rescale);
              return FoundObjects.of(LabelImage.empty(width, height));
            },
            true);
    for (EngineSession session :
        List.of(TestSession.onCallersThread(), TestSession.asynchronous(1))) {
      seen.clear();
      rescales.clear();
      try (NetworkModel model =
          new NetworkModel(
              description,
              session,
              List.of(kind),
              estimator,
              NetworkOptions.defaults().withAuditShare(0).withMaxBatch(3))) {
        get(model.segment(fields(1, 28, 16)).toCompletableFuture());
      }

      assertEquals(2, seen.get(0).size());
      assertArrayEquals(new float[] {1, 2}, seen.get(0).get(1));
      assertEquals(Stream.of(factors.split(" ")).map(Double::valueOf).toList(), rescales);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 4096", "4096, 1", "5, 3"})
  void shouldGiveEmptyLabelsForPlanesWithoutContrastOfAnyShape(int height, int width)
      throws Exception {
    for (Tiling tiling : List.of(TILES, Tiling.WHOLE, new Tiling(32, 3, Blend.TAPER))) {
      ModelDescription description =
          TestModels.description(
              Layout.BCYX,
              new Size(8, 8),
              Scale.ANY,
              tiling,
              new Output("smooth", Layout.BCYX, 1, 1),
              new ScaleRange(1, 99.8, 1e-6, false));
      try (NetworkModel model = model(description, TestModels.onnx("mean3"), 4)) {
        for (float value : new float[] {0, 65535}) {
          float[] pixels = new float[height * width];
          Arrays.fill(pixels, value);
          FieldInput field = FieldInput.of(new GreyImage(pixels, width, height), Double.NaN);

          LabelImage labels =
              get(model.segment(List.of(field)).toCompletableFuture()).get(0).labels();

          assertEquals(0, labels.objectCount());
          assertEquals(width, labels.width());
          assertEquals(height, labels.height());
        }
      }
    }
  }

  @Test
  void shouldRunEachTileOnceForPlaneInRegions() throws Exception {
    TestSession session = TestSession.onCallersThread();
    NetworkOptions little = NetworkOptions.defaults().withMemoryBytes(8 << 20).withAuditShare(0);
    try (NetworkModel model =
        new NetworkModel(
            TestModels.mean3(TILES), session, List.of(TestModels.nuclei(45)), null, little)) {
      get(model.segment(fields(1, 704, 704)).toCompletableFuture());
    }

    // (704 - 32) / 24 + 1 = 29 tiles a side; 704 x 704 x 32 bytes do not fit into the maps' share.
    assertEquals(29 * 29, session.tiles.get());
  }

  @Test
  void shouldAuditSeamsUnlessSwitchedOff() throws Exception {
    FieldInput field = FieldInput.of(TestModels.squares(200, 200, 9, 4), Double.NaN);
    Tiling tiling = new Tiling(64, 12, Blend.CENTRE);
    for (double share : new double[] {1, 0}) {
      try (NetworkModel model =
          new NetworkModel(
              TestModels.mean3(tiling),
              TestSession.asynchronous(2),
              List.of(TestModels.nuclei(45)),
              null,
              NetworkOptions.defaults().withAuditShare(share))) {
        FieldSegmentation found = get(model.segment(List.of(field)).toCompletableFuture()).get(0);

        if (share == 0) {
          assertNull(found.seams());
        } else {
          assertNotNull(found.seams());
          assertTrue(found.seams().objects() > 50);
          assertEquals(0, found.seams().disagreeing());
        }
      }
    }
  }

  @Test
  void shouldHoldNoMoreThanAllowed() throws Exception {
    NetworkOptions little = NetworkOptions.defaults().withMemoryBytes(4 << 20).withMaxBatch(64);
    try (NetworkModel model =
        new NetworkModel(
            TestModels.mean3(TILES),
            TestSession.onCallersThread(),
            List.of(TestModels.nuclei(45)),
            null,
            little)) {
      model.warmUp();
      get(model.segment(fields(4, 600, 700)).toCompletableFuture());

      assertTrue(model.memoryBytes() > 1 << 20);
      assertTrue(model.memoryBytes() <= 4 << 20);
    }
  }

  private static NetworkModel model(ModelDescription description, EngineSession session, int batch)
      throws EngineException {
    return new NetworkModel(
        description,
        session,
        List.of(TestModels.nuclei(45)),
        null,
        NetworkOptions.defaults().withMaxBatch(batch));
  }

  private static List<FieldInput> fields(int count, int height, int width) {
    List<FieldInput> fields = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      fields.add(FieldInput.of(TestModels.noise(height, width, i), Double.NaN));
    }
    return fields;
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, SECONDS);
  }

  private static Throwable failure(CompletableFuture<?> future) {
    ExecutionException e = assertThrows(ExecutionException.class, () -> get(future));
    return Objects.requireNonNull(e.getCause());
  }
}
