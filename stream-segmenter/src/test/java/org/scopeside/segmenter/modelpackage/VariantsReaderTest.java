package org.scopeside.segmenter.modelpackage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.segmenter.engine.Precision;
import org.scopeside.segmenter.modelpackage.NetworkVariant.Tolerance;

class VariantsReaderTest {
  private static final String PLACE = "config.scopeside.variants.";

  @TempDir Path temp;
  private Path folder;
  private PackageWriter writer;
  private ModelPackageReader reader;

  @BeforeEach
  void prepare() throws IOException {
    folder = temp.resolve("package");
    writer = PackageWriter.sound();
    reader = new ModelPackageReader(PackageWriter.decoders(), temp.resolve("cache"));
  }

  private List<String> problems() throws IOException {
    Path written = writer.folder(folder);
    return assertThrows(InvalidModelPackageException.class, () -> reader.read(written)).problems();
  }

  @Test
  void shouldHaveOnlyFp32WhereThePackageSaysNoMore() throws Exception {
    ModelPackage model = reader.read(writer.folder(folder));
    assertEquals(List.of(Precision.FP32), model.precisions());
    assertEquals(model.network(), model.network(Precision.FP32));
    assertNull(model.network(Precision.INT8));
  }

  @Test
  void shouldReadTheNetworkInOtherPrecisions() throws Exception {
    ModelPackage model = reader.read(writer.withVariants().folder(folder));
    assertEquals(List.of(Precision.FP32, Precision.FP16, Precision.INT8), model.precisions());
    assertEquals(folder.resolve("int8.onnx"), model.network(Precision.INT8));
    assertEquals("fp16.onnx", model.variants().get(0).source());
    assertEquals(Tolerance.usual(Precision.INT8), model.variants().get(1).tolerance());
  }

  @Test
  void shouldUnpackVariantsOfZips() throws Exception {
    ModelPackage model = reader.read(writer.withVariants().zip(temp.resolve("package.zip")));
    Path unpacked = model.variants().get(1).network();
    assertTrue(unpacked.startsWith(temp.resolve("cache")), unpacked::toString);
    assertTrue(Files.isRegularFile(unpacked));
  }

  @Test
  void shouldReadAToleranceThatThePackageStates() throws Exception {
    writer
        .variant("int8", "mean3_int8")
        .replace(
            "sha256: @int8@",
            "sha256: @int8@, tolerance: {absolute_tolerance: 2, mismatched_elements_per_million: 5}");
    ModelPackage model = reader.read(writer.folder(folder));
    assertEquals(new Tolerance(0.1, 2, 0.05, 5), model.variants().get(0).tolerance());
  }

  @Test
  void shouldTellOfEveryVariantThatCannotBeUsed() throws Exception {
    writer
        .withVariants()
        .replace("source: fp16.onnx", "source: ../fp16.onnx")
        .replace("sha256: @int8@", "sha256: abc");
    List<String> problems = problems();
    assertEquals(2, problems.size(), problems::toString);
    assertTrue(problems.get(0).startsWith(PLACE + "fp16.source: "), problems::toString);
    assertTrue(
        problems.get(1).startsWith(PLACE + "int8.sha256: is abc, but that of int8.onnx is "),
        problems::toString);
  }

  @Test
  void shouldRefuseFilesThatAreNoNetworkAndPrecisionsThatNobodyKnows() throws Exception {
    writer
        .variant("int8", "mean3_int8")
        .file("int8.onnx", new byte[30])
        .variant("int4", "mean3_int8");
    List<String> problems = problems();
    assertEquals(
        PLACE + "int4: is not known; there are fp16, int8", problems.get(0), problems::toString);
    assertTrue(
        problems.get(1).startsWith(PLACE + "int8.source: int8.onnx is no network"),
        problems::toString);
  }

  @Test
  void shouldRefuseAVariantOfAnotherPrecisionThanItIsNamedFor() throws Exception {
    writer.variant("int8", "mean3");
    assertEquals(List.of(PLACE + "int8.source: int8.onnx is fp32, not int8"), problems());
  }

  @Test
  void shouldRefuseAVariantWithOtherTensors() throws Exception {
    writer.variant("fp16", "reciprocal");
    assertEquals(
        List.of(
            PLACE + "fp16.source: fp16.onnx is fp32, not fp16",
            PLACE
                + "fp16.source: the network has no output smooth float32[?, 1, ?, ?] as the fp32 one has",
            PLACE + "fp16.source: the fp32 network has no output out float32[?, 1, ?, ?]"),
        problems());
    writer.variant("fp16", "mean3_fixed");
    writer.replace("      fp16: {source: fp16.onnx, sha256: @fp16@}\n      fp16", "      fp16");
    assertEquals(List.of(PLACE + "fp16.source: fp16.onnx is fp32, not fp16"), problems());
  }

  @Test
  void shouldRefuseAVariantThatTakesAnotherType() throws Exception {
    writer.variant("int8", "from_uint8");
    assertTrue(
        problems()
            .contains(
                PLACE
                    + "int8.source: input image uint8[?, 1, ?, ?] is image float32[?, 1, ?, ?] in the fp32 network"));
  }
}
