package org.scopeside.segmenter.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.segmenter.engine.cuda.HostKernels;
import org.scopeside.segmenter.engine.onnxruntime.OnnxRuntimeEngine;
import org.scopeside.segmenter.engine.tensorrt.HostGpu;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.FieldSegmentation;
import org.scopeside.segmenter.model.ModelUnavailableException;
import org.scopeside.segmenter.model.SegmentationModel;
import org.scopeside.segmenter.modelpackage.ModelPackage;
import org.scopeside.segmenter.modelpackage.ModelPackageReader;
import org.scopeside.segmenter.network.Refittable;

/** Weights of a network that was taught more, put into the one that runs. */
final class WeightsSwapTest {
  private static final String MODEL = "nuclei-star";
  private static final int SIDE = 96;

  @TempDir Path models;

  @BeforeEach
  void makeAPackageThatWasTaughtMore() throws Exception {
    copy(MODEL, yaml -> yaml);
    copy("taught", yaml -> yaml);
    copy("other", yaml -> yaml.replaceFirst("halo: \\d+", "halo: 40"));
  }

  /** Changes a rewritten description of the package. */
  private interface Change {
    String of(String yaml);
  }

  private void copy(String id, Change change) throws Exception {
    Path from = Path.of("..", "models", MODEL);
    Path to = Files.createDirectory(models.resolve(id));
    byte[] network = Files.readAllBytes(from.resolve("network.onnx"));
    String former = sha256(network);
    if (!id.equals(MODEL)) {
      // In the middle of the file lie weights.
      Arrays.fill(network, network.length / 2, network.length / 2 + 300_000, (byte) 0);
    }
    Files.write(to.resolve("network.onnx"), network);
    String yaml = Files.readString(from.resolve("model.yaml"));
    yaml = yaml.replace(former, sha256(network)).replace("id: " + MODEL, "id: " + id);
    for (String file : List.of("README.md", "test_image.npy", "test_prob.npy", "test_dist.npy")) {
      Files.copy(from.resolve(file), to.resolve(file));
    }
    for (String file : List.of("network-fp16.onnx", "network-int8.onnx")) {
      Files.copy(from.resolve(file), to.resolve(file));
    }
    Files.writeString(to.resolve("model.yaml"), change.of(yaml));
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private LibrarySettings settings() {
    return LibrarySettings.of(List.of(models)).withPrecision(PrecisionChoice.FP32);
  }

  private static FieldInput field() {
    float[] pixels = new float[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      int y = i / SIDE % 24 - 12;
      int x = i % SIDE % 24 - 12;
      pixels[i] = x * x + y * y < 60 ? 2000 + i % 7 : 200 + i % 5;
    }
    return FieldInput.of(new GreyImage(pixels, SIDE, SIDE), Double.NaN);
  }

  private static float[] scores(FieldSegmentation found) {
    return found.objects().get(0).found().scores();
  }

  private static FieldSegmentation segment(SegmentationModel model) {
    return model.segment(List.of(field())).toCompletableFuture().join().get(0);
  }

  @Test
  void shouldGoOnWithTheNewWeightsAndSaySo() throws Exception {
    try (ModelLibrary library = new ModelLibrary(settings());
        ModelLibrary fresh = new ModelLibrary(settings())) {
      SegmentationModel model = library.open(MODEL);
      FieldSegmentation before = segment(model);
      assertNull(before.model());
      library.swapWeights(MODEL, "taught");
      FieldSegmentation after = segment(model);
      FieldSegmentation expected = segment(fresh.open("taught"));
      assertEquals("taught@1", after.model());
      assertEquals("taught@1", model.id());
      assertSame(model, library.open("taught"));
      assertArrayEquals(scores(expected), scores(after));
      assertFalse(Arrays.equals(scores(before), scores(after)));
      // Its own reference is another model again.
      assertArrayEquals(scores(before), scores(segment(library.open(MODEL))));
    }
  }

  @Test
  void shouldDoTheSameOnAGpu() throws Exception {
    HostKernels.assumeAvailable();
    HostGpu gpu = new HostGpu();
    try (SegmentationModel model = Networks.open(read(MODEL), settings(), gpu.engine());
        SegmentationModel expected =
            Networks.open(read("taught"), settings(), new OnnxRuntimeEngine())) {
      FieldSegmentation before = segment(model);
      ModelPackage taught = read("taught");
      List<CompletableFuture<List<FieldSegmentation>>> underWay = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        underWay.add(model.segment(List.of(field())).toCompletableFuture());
      }
      ((Refittable) model).refit(taught.description(), Objects.requireNonNull(taught.network()));
      for (var each : underWay) {
        FieldSegmentation found = each.join().get(0);
        assertNull(found.model());
        assertArrayEquals(scores(before), scores(found));
      }
      for (int i = 0; i < 3; i++) {
        FieldSegmentation after = segment(model);
        assertEquals("taught@1", after.model());
        assertArrayEquals(scores(segment(expected)), scores(after));
      }
    }
    assertEquals(List.of(), gpu.cuda.leaks());
  }

  private ModelPackage read(String id) throws Exception {
    return new ModelPackageReader(new Decoders()).read(models.resolve(id));
  }

  @Test
  void shouldKeepItsWeightsWhereTheOthersAreReadInAnotherWay() throws Exception {
    try (ModelLibrary library = new ModelLibrary(settings())) {
      SegmentationModel model = library.open(MODEL);
      FieldSegmentation before = segment(model);
      ModelUnavailableException refusal =
          assertThrows(ModelUnavailableException.class, () -> library.swapWeights(MODEL, "other"));
      assertTrue(String.valueOf(refusal.getMessage()).contains("tiling"), refusal::getMessage);
      assertArrayEquals(scores(before), scores(segment(model)));
      assertNull(segment(model).model());
    }
  }

  @Test
  void shouldRefuseAModelThatHasNoNetworkOrIsNotOpen()
      throws IOException, ModelUnavailableException {
    try (ModelLibrary library = new ModelLibrary(settings())) {
      assertThrows(ModelUnavailableException.class, () -> library.swapWeights(MODEL, "taught"));
      library.open("classical");
      assertThrows(
          ModelUnavailableException.class, () -> library.swapWeights("classical", "taught"));
    }
  }
}
