package org.scopeside.segmenter.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.segmenter.engine.Engine;
import org.scopeside.segmenter.engine.EngineOptions;
import org.scopeside.segmenter.engine.EngineSession;
import org.scopeside.segmenter.engine.Precision;
import org.scopeside.segmenter.model.ModelUnavailableException;
import org.scopeside.segmenter.modelpackage.ModelPackage;
import org.scopeside.segmenter.modelpackage.ModelPackageReader;
import org.scopeside.segmenter.modelpackage.PackageWriter;

class PrecisionChoiceTest {
  private static final Engine PROCESSOR = engine(Precision.INT8, Precision.FP32);
  private static final Engine ACCELERATOR = engine(Precision.FP16, Precision.FP32);

  @TempDir Path temp;

  private static Engine engine(Precision... precisions) {
    return new Engine() {
      @Override
      public String name() {
        return "none";
      }

      @Override
      public int preference() {
        return 0;
      }

      @Override
      public List<String> formats() {
        return List.of("onnx");
      }

      @Override
      public List<Precision> precisions() {
        return List.of(precisions);
      }

      @Override
      public String unavailable() {
        return "it runs nothing";
      }

      @Override
      public EngineSession open(Path network, EngineOptions options) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private ModelPackage read(PackageWriter writer) throws Exception {
    return new ModelPackageReader(PackageWriter.decoders(), temp.resolve("cache"))
        .read(writer.folder(temp.resolve("package")));
  }

  @Test
  void shouldTakeWhatTheEngineIsBestAt() throws Exception {
    ModelPackage all = read(PackageWriter.sound().withVariants());
    assertEquals(Precision.INT8, PrecisionChoice.AUTO.of(all, PROCESSOR));
    assertEquals(Precision.FP16, PrecisionChoice.AUTO.of(all, ACCELERATOR));
    assertEquals(Precision.FP32, PrecisionChoice.AUTO.of(all, engine()));
  }

  @Test
  void shouldTakeFp32WhereThePackageHasNothingElse() throws Exception {
    ModelPackage plain = read(PackageWriter.sound());
    assertEquals(Precision.FP32, PrecisionChoice.AUTO.of(plain, PROCESSOR));
    assertEquals(Precision.FP32, PrecisionChoice.FP32.of(plain, PROCESSOR));
  }

  @Test
  void shouldTakeWhatIsAskedForWhateverTheEngineIsBestAt() throws Exception {
    ModelPackage all = read(PackageWriter.sound().withVariants());
    assertEquals(Precision.FP32, PrecisionChoice.FP32.of(all, PROCESSOR));
    assertEquals(Precision.FP16, PrecisionChoice.FP16.of(all, PROCESSOR));
    assertEquals(Precision.INT8, PrecisionChoice.INT8.of(all, ACCELERATOR));
  }

  @Test
  void shouldTellWhatThereIsWhereAPackageLacksWhatIsAskedFor() throws Exception {
    Path models = temp.resolve("models");
    PackageWriter.sound().folder(models.resolve("smooth"));
    LibrarySettings asked = LibrarySettings.of(List.of(models)).withPrecision(PrecisionChoice.INT8);
    try (ModelLibrary library = new ModelLibrary(asked)) {
      ModelUnavailableException missing =
          assertThrows(ModelUnavailableException.class, () -> library.open("smooth-nuclei"));
      assertEquals(
          "model smooth-nuclei@1.10 has no int8 network; there is fp32", missing.getMessage());
      assertTrue(library.open("classical").id().startsWith("classical@"));
    }
  }
}
