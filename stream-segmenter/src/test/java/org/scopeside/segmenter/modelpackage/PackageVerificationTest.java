package org.scopeside.segmenter.modelpackage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.segmenter.engine.EngineOptions;
import org.scopeside.segmenter.engine.Engines;
import org.scopeside.segmenter.engine.Precision;
import org.scopeside.segmenter.image.ReferenceData;
import org.scopeside.segmenter.modelpackage.PackageVerification.Check;
import org.scopeside.segmenter.modelpackage.PackageVerification.NetworkRun;
import org.scopeside.segmenter.modelpackage.PackageVerification.Result;
import org.scopeside.segmenter.modelpackage.PackageVerification.State;

class PackageVerificationTest {
  @TempDir Path temp;
  private PackageWriter writer;
  private final PackageVerification verification =
      new PackageVerification(Engines.AUTO, EngineOptions.singleThread());

  @BeforeEach
  void prepare() throws IOException {
    writer = PackageWriter.sound();
  }

  private ModelPackage read() throws Exception {
    return new ModelPackageReader(PackageWriter.decoders(), temp.resolve("cache"))
        .read(writer.folder(temp.resolve("package")));
  }

  private Result check() throws Exception {
    return verification.check(read());
  }

  @Test
  void shouldPassANetworkThatGivesWhatWasRecorded() throws Exception {
    List<Check> told = new ArrayList<>();
    Result result = verification.verify(read(), told::add);
    assertEquals(List.of(), result.problems());
    assertEquals(result.checks(), told);
    assertEquals(
        List.of("file", "network", "tensors", "run", "output smooth"),
        told.stream().map(Check::what).toList());
    NetworkRun run = result.runs().get(0);
    assertTrue(run.runMillis() > 0 && run.openMillis() > 0);
    assertTrue(run.device().device().startsWith("CPU"));
  }

  @Test
  void shouldFailANetworkThatGivesSomethingElse() throws Exception {
    float[] wrong = new float[8 * 12];
    writer.file("smooth.npy", PackageWriter.npy(wrong, 1, 1, 8, 12));
    Result result = check();
    assertFalse(result.passed());
    assertTrue(result.problems().get(0).startsWith("output smooth: largest difference"));
    assertTrue(Double.isNaN(result.runs().get(0).runMillis()), "the quick check takes no time");
  }

  @Test
  void shouldRunEveryPrecisionAndTellHowFarItIsFromWhatWasRecorded() throws Exception {
    writer.withVariants();
    Result result = check();
    assertEquals(List.of(), result.problems());
    assertEquals(
        List.of(Precision.FP32, Precision.FP16, Precision.INT8),
        result.runs().stream().map(NetworkRun::precision).toList());
    assertEquals("int8", result.runs().get(2).device().precision());
    Check rounded = result.checks().get(result.checks().size() - 1);
    assertEquals("int8 output smooth", rounded.what());
    assertTrue(
        rounded.finding().matches("largest difference .* 0\\.\\d+, mean 0\\.\\d+, 0 of 96 .*"),
        rounded::finding);
  }

  @Test
  void shouldFailAVariantThatIsFurtherAwayThanItsTolerance() throws Exception {
    writer
        .withVariants()
        .replace(
            "sha256: @int8@",
            "sha256: @int8@, tolerance: {relative_tolerance: 0, absolute_tolerance: 0.1}");
    Result result = check();
    assertEquals(1, result.problems().size(), result::toString);
    assertTrue(result.problems().get(0).startsWith("int8 output smooth: "), result::toString);
  }

  @Test
  void shouldRunOnlyThePrecisionsThatAreAskedFor() throws Exception {
    writer.variant("int8", "mean3_int8");
    PackageVerification some =
        new PackageVerification(
            Engines.AUTO, EngineOptions.singleThread(), EnumSet.of(Precision.FP16, Precision.INT8));
    Result result = some.check(read());
    assertEquals(1, result.runs().size());
    assertEquals(
        List.of("network: smooth-nuclei@1.10 has no fp16 network; there is fp32, int8"),
        result.problems());
  }

  @Test
  void shouldTakeTheToleranceOfThePackage() throws Exception {
    writer
        .file("smooth.npy", PackageWriter.npy(new float[8 * 12], 1, 1, 8, 12))
        .replace(
            "config:\n",
            "config:\n  bioimageio: {reproducibility_tolerance: [{absolute_tolerance: 300}]}\n");
    assertEquals(List.of(), check().problems());
  }

  @Test
  void shouldTellOfRecordedTensorsOfAnotherShape() throws Exception {
    writer.file("smooth.npy", PackageWriter.npy(new float[8 * 12], 1, 1, 12, 8));
    assertEquals(
        List.of("output smooth: is [1, 1, 8, 12], recorded was [1, 1, 12, 8]"), check().problems());
    writer.file("image.npy", PackageWriter.npy(new float[8 * 12], 8, 12));
    assertEquals(List.of("test tensors: image.npy has 2 axes, not 4"), check().problems());
    writer.file("image.npy", new byte[20]);
    assertEquals(List.of("test tensors: image.npy is no NumPy file (.npy)"), check().problems());
  }

  @Test
  void shouldRunOnZerosWithoutTestTensors() throws Exception {
    writer.replace("    test_tensor: {source: smooth.npy}\n", "");
    Result result = check();
    assertEquals(List.of(), result.problems());
    assertTrue(
        result.checks().stream().anyMatch(check -> check.finding().startsWith("zeros")),
        result::toString);
  }

  @Test
  void shouldTellOfOutputsThatAreNotFinite() throws Exception {
    writer
        .network("reciprocal")
        .replace("- id: smooth", "- id: out")
        .replace("maps: [smooth]", "maps: [out]")
        .replace("    test_tensor: {source: smooth.npy}\n", "");
    assertEquals(List.of("output out: holds NaN or infinite values"), check().problems());
  }

  @Test
  void shouldTellOfAnOperatorSetThatTheEngineLacks() throws Exception {
    writer
        .network("opset_99")
        .replace("- id: smooth", "- id: out")
        .replace("maps: [smooth]", "maps: [out]")
        .replace("opset_version: 13", "opset_version: 99");
    Result result = check();
    assertEquals(1, result.problems().size(), result::toString);
    assertTrue(result.problems().get(0).contains("opset 99"), result::toString);
    assertEquals(List.of(), result.runs());
  }

  @Test
  void shouldNoteAnOperatorSetOtherThanStated() throws Exception {
    writer.replace("opset_version: 13", "opset_version: 12");
    Result result = check();
    assertTrue(result.passed());
    assertEquals(State.NOTED, result.checks().get(0).state());
  }

  @Test
  void shouldTellOfEnginesThatAreNotThere() throws Exception {
    Result result = new PackageVerification("abacus", EngineOptions.singleThread()).check(read());
    assertTrue(
        result.problems().get(0).startsWith("network: no engine 'abacus' for onnx weights"),
        result::toString);
  }

  /** The author's own input and output, before preprocessing, as bioimage.io has them. */
  @Test
  @Tag("conformance")
  void shouldVerifyTheUNetOfBioimageIo() throws Exception {
    Path weights = Objects.requireNonNull(weights("unet_nuclei.onnx").getParent());
    String size = "size: 512";
    writer
        .file("net.onnx", Files.readAllBytes(weights.resolve("unet_nuclei.onnx")))
        .file("image.npy", Files.readAllBytes(weights.resolve("unet_test_input.npy")))
        .file("smooth.npy", Files.readAllBytes(weights.resolve("unet_test_output.npy")))
        .replace("size: {min: 8, step: 4}", size)
        .replace(
            "{id: scale_linear, kwargs: {gain: 2, offset: 1e-1}}",
            "{id: zero_mean_unit_variance, kwargs: {axes: [x, y]}}")
        .replace("tile: 256", "tile: 512")
        .replace("    channels: [", "    tensors: {image: input.1, smooth: '98'}\n    channels: [")
        .replace("opset_version: 13", "opset_version: 12");
    assertEquals(List.of(), check().problems());
  }

  @Test
  @Tag("conformance")
  void shouldVerifyARealStarDistNetwork() throws Exception {
    Path weights = weights("stardist_dsb2018.onnx");
    writer
        .file("net.onnx", Files.readAllBytes(weights))
        .file("image.npy", member(weights.resolveSibling("stardist_test.npz"), "image.npy"))
        .file("prob.npy", member(weights.resolveSibling("stardist_test.npz"), "prob.npy"))
        .file("dist.npy", member(weights.resolveSibling("stardist_test.npz"), "dist.npy"))
        .model(STARDIST);
    Result result = check();
    assertEquals(List.of(), result.problems());
    assertEquals(6, result.checks().size(), result::toString);
  }

  private static final String STARDIST =
      """
      format_version: 0.5.4
      type: model
      id: stardist-dsb2018
      version: 1
      name: StarDist nuclei
      license: BSD-3-Clause
      inputs:
        - id: image
          axes:
            - {type: batch}
            - {type: channel, channel_names: [nucleus]}
            - {type: space, id: y, size: {min: 8, step: 8}}
            - {type: space, id: x, size: {min: 8, step: 8}}
          test_tensor: {source: image.npy}
      outputs:
        - id: prob
          axes: &axes
            - {type: batch}
            - {type: channel, size: 1}
            - {type: space, id: y, size: {tensor_id: image, axis_id: y}}
            - {type: space, id: x, size: {tensor_id: image, axis_id: x}}
          test_tensor: {source: prob.npy}
        - id: dist
          axes:
            - {type: batch}
            - {type: channel, size: 32}
            - {type: space, id: y, size: {tensor_id: image, axis_id: y}}
            - {type: space, id: x, size: {tensor_id: image, axis_id: x}}
          test_tensor: {source: dist.npy}
      weights:
        onnx: {source: net.onnx, sha256: @net@, opset_version: 13}
      config:
        scopeside:
          channels: [nucleus]
          decoder: {name: star-convex, objects: Nuclei, maps: [prob, dist]}
      """;

  private static Path weights(String name) {
    Path file = ReferenceData.images("weights").resolve(name);
    Assumptions.assumeTrue(Files.exists(file), () -> "skipped: no " + file);
    return file;
  }

  private static byte[] member(Path npz, String name) throws IOException {
    try (ZipFile zip = new ZipFile(npz.toFile());
        InputStream in = zip.getInputStream(Objects.requireNonNull(zip.getEntry(name)))) {
      return in.readAllBytes();
    }
  }
}
