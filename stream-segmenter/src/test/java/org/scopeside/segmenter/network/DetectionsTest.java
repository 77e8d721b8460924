package org.scopeside.segmenter.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.decode.DetectionDecoder.Crop;
import org.scopeside.segmenter.engine.DeviceReport;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineSession;
import org.scopeside.segmenter.engine.Tensor;
import org.scopeside.segmenter.engine.TensorSpec;
import org.scopeside.segmenter.engine.TensorType;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.modelpackage.ModelDescription.Blend;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;
import org.scopeside.segmenter.modelpackage.ModelDescription.Scale;
import org.scopeside.segmenter.modelpackage.ModelDescription.Tiling;
import org.scopeside.segmenter.tiling.Area;

class DetectionsTest {
  private static final Detections XYXY =
      new Detections(
          "Cells",
          "boxes",
          "scores",
          "labels",
          "masks",
          Detections.BoxOrder.XYXY,
          (crops, width, height) -> FoundObjects.of(LabelImage.empty(width, height)));

  @Test
  void shouldReadBoxesAsRowsFirstAndClassesOfAnyType() {
    Map<String, Tensor> outputs = outputs(2, 2);
    masks(outputs).floats().put(0, new float[] {0, 1, 2, 3});

    Crop crop = XYXY.crop(outputs, new Area(10, 20, 8, 8), new Area(10, 20, 8, 5));

    assertArrayEquals(new float[] {2, 1, 6, 5}, crop.boxes());
    assertArrayEquals(new float[] {0.75f}, crop.scores());
    assertArrayEquals(new int[] {3}, crop.classes());
    assertArrayEquals(new float[] {0, 1, 2, 3}, crop.masks());
    assertEquals(
        List.of(10, 20, 5, 8, 2),
        List.of(crop.y(), crop.x(), crop.width(), crop.height(), crop.maskSide()));
  }

  @Test
  void shouldSampleMaskOverTheWholeTileWithinItsBox() {
    Map<String, Tensor> outputs = outputs(8, 8);
    for (int y = 2; y < 4; y++) {
      for (int x = 1; x < 5; x++) {
        masks(outputs).floats().put(y * 8 + x, 1);
      }
    }

    Crop crop = XYXY.crop(outputs, new Area(0, 0, 8, 8), new Area(0, 0, 8, 8));

    // The box is rows 2 to 5, columns 1 to 4: its upper half is set.
    float[] expected = new float[28 * 28];
    Arrays.fill(expected, 0, 28 * 14, 1);
    assertEquals(28, crop.maskSide());
    assertArrayEquals(expected, crop.masks());
  }

  @Test
  void shouldHandEveryCropOfAPlaneToTheDecoder() throws EngineException {
    List<List<Crop>> seen = new ArrayList<>();
    Detections detections =
        new Detections(
            "Cells",
            "boxes",
            "scores",
            "labels",
            "masks",
            Detections.BoxOrder.XYXY,
            (crops, width, height) -> {
              seen.add(crops);
              return FoundObjects.of(LabelImage.empty(width, height));
            });
    try (NetworkModel model =
        new NetworkModel(
            TestModels.description(
                Layout.CYX,
                TestModels.ANY,
                Scale.ANY,
                new Tiling(16, 2, Blend.CENTRE),
                new Output("boxes", null, 0, 1)),
            new Detector(),
            detections,
            NetworkOptions.defaults().withMaxBatch(8))) {
      LabelImage labels =
          model
              .segment(List.of(FieldInput.of(TestModels.noise(16, 40, 1), Double.NaN)))
              .toCompletableFuture()
              .join()
              .get(0)
              .labels();

      assertEquals(40, labels.width());
      assertEquals(List.of(0, 12, 24), seen.get(0).stream().map(Crop::x).toList());
    }
  }

  private static Map<String, Tensor> outputs(int maskHeight, int maskWidth) {
    Map<String, Tensor> outputs = new HashMap<>();
    outputs.put("boxes", floats(new long[] {1, 4}, 1, 2, 5, 6));
    outputs.put("scores", floats(new long[] {1}, 0.75f));
    Tensor labels = Tensor.allocate(TensorType.INT64, 1);
    labels.data().putLong(0, 3);
    outputs.put("labels", labels);
    outputs.put("masks", Tensor.allocate(TensorType.FLOAT32, 1, 1, maskHeight, maskWidth));
    return outputs;
  }

  private static Tensor masks(Map<String, Tensor> outputs) {
    return Objects.requireNonNull(outputs.get("masks"));
  }

  private static Tensor floats(long[] shape, float... values) {
    Tensor tensor = Tensor.allocate(TensorType.FLOAT32, shape);
    tensor.floats().put(values);
    return tensor;
  }

  /** Finds the same in every tile. */
  private static final class Detector implements EngineSession {
    @Override
    public List<TensorSpec> inputs() {
      return List.of(TensorSpec.of("image", TensorType.FLOAT32, 1, -1, -1));
    }

    @Override
    public List<TensorSpec> outputs() {
      return List.of(
          TensorSpec.of("boxes", TensorType.FLOAT32, -1, 4),
          TensorSpec.of("scores", TensorType.FLOAT32, -1),
          TensorSpec.of("labels", TensorType.INT64, -1),
          TensorSpec.of("masks", TensorType.FLOAT32, -1, 1, 28, 28));
    }

    @Override
    public DeviceReport device() {
      return new DeviceReport("test", 0, "fp32");
    }

    @Override
    public int concurrency() {
      return 1;
    }

    @Override
    public CompletionStage<Map<String, Tensor>> run(
        Map<String, Tensor> inputs, Map<String, Tensor> pinned, List<String> allocated) {
      return CompletableFuture.completedFuture(DetectionsTest.outputs(28, 28));
    }

    @Override
    public void close() {}
  }
}
