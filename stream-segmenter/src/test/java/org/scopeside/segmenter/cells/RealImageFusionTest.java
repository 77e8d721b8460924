package org.scopeside.segmenter.cells;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scopeside.contract.ChannelRole;
import org.scopeside.segmenter.cells.MaskGrowth.Variant;
import org.scopeside.segmenter.classical.ClassicalModel;
import org.scopeside.segmenter.classical.ClassicalSettings;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.ReferenceData;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.FieldSegmentation;
import org.scopeside.segmenter.model.SegmentationModel;

/** Dense tissue, a T-cell membrane stain and DAPI: what must hold whatever the models find. */
@Tag("conformance")
class RealImageFusionTest {
  static List<Path> fields() throws IOException {
    return ReferenceData.filesEndingIn(".png", ReferenceData.images("skin").resolve("images"));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void shouldPutEveryNucleusIntoOneCell(Path membrane) throws IOException {
    GreyImage cellChannel = ReferenceData.readPng(membrane);
    GreyImage nucleusChannel = ReferenceData.readPng(dapi(membrane));
    FieldSegmentation found;
    try (FusionModel fusion =
        new FusionModel(
            "fusion@1", classical(), new AsCells(classical()), FusionSettings.korfhage())) {
      found =
          fusion
              .segment(List.of(new FieldInput(List.of(cellChannel, nucleusChannel), Double.NaN)))
              .toCompletableFuture()
              .join()
              .get(0);
    }
    LabelImage cells = checked(found.objects().get(0).found().labels());
    LabelImage nuclei = checked(found.objects().get(1).found().labels());
    NucleusCellMatch match = NucleusCellMatch.of(FoundObjects.of(nuclei), FoundObjects.of(cells));

    assertTrue(nuclei.objectCount() > 500, () -> nuclei.objectCount() + " nuclei");
    assertEquals(0, match.nucleiWithoutCell());
    assertEveryNucleusLiesInOneCell(nuclei, cells, match.parents());
  }

  @ParameterizedTest
  @MethodSource("fields")
  void shouldLoseNoTrueCellInDenseTissueByMoreThanMerging(Path membrane) throws IOException {
    LabelImage truth =
        ReferenceData.readLabels(
            ReferenceData.images("skin")
                .resolve("labels")
                .resolve(String.valueOf(membrane.getFileName())));
    LabelImage nuclei = nuclei(membrane);
    FusionPostProcessing.Result mended =
        new FusionPostProcessing(FusionSettings.defaults())
            .apply(ReferenceData.readPng(membrane), nuclei, truth);

    LabelImage cells = checked(mended.cells());
    assertEquals(
        truth.objectCount() - mended.merged() + mended.newRegions() + mended.newNuclei(),
        cells.objectCount());
    // Most of what people drew as several cells stays so.
    assertTrue(mended.merged() < 0.15 * truth.objectCount(), () -> mended.merged() + " merged");
    NucleusCellMatch match = NucleusCellMatch.of(FoundObjects.of(nuclei), FoundObjects.of(cells));
    assertEquals(0, match.nucleiWithoutCell());
  }

  @ParameterizedTest
  @MethodSource("fields")
  void shouldGrowRealNucleiAndKeepThem(Path membrane) throws IOException {
    LabelImage nuclei = nuclei(membrane);
    for (Variant variant : Variant.values()) {
      Relabelled grown = new MaskGrowth(variant, 2).grow(nuclei);
      checked(grown.labels());
      assertTrue(grown.labels().objectCount() > 0.99 * nuclei.objectCount());
      LateralBleedCompensation compensation = new LateralBleedCompensation(grown.labels());
      double[] means = compensation.means(ReferenceData.readPng(membrane));
      double[] compensated = compensation.compensate(means);
      assertTrue(Arrays.stream(compensated).allMatch(value -> value >= 0));
      assertTrue(
          Arrays.stream(compensated).sum() < Arrays.stream(means).sum(),
          "bleed is taken out, not added");
    }
  }

  @Test
  void shouldHaveADapiPlaneForEveryField() throws IOException {
    for (Path membrane : fields()) {
      assertTrue(dapi(membrane).toFile().isFile(), () -> "no DAPI plane for " + membrane);
    }
  }

  private static LabelImage nuclei(Path membrane) throws IOException {
    return classical()
        .segment(List.of(FieldInput.of(ReferenceData.readPng(dapi(membrane)), Double.NaN)))
        .toCompletableFuture()
        .join()
        .get(0)
        .labels();
  }

  private static Path dapi(Path membrane) {
    // jml8_cd3.png and jml8_cd4.png show the position of jml8_dapi.png.
    String position = String.valueOf(membrane.getFileName()).replaceFirst("_.*", "");
    return ReferenceData.images("skin").resolve("dapi").resolve(position + "_dapi.png");
  }

  private static SegmentationModel classical() {
    return ClassicalModel.basic(ClassicalSettings.defaults(), 1);
  }

  /** Fails where a number is missing. */
  private static LabelImage checked(LabelImage labels) {
    return LabelImage.of(labels.labels(), labels.width(), labels.height());
  }

  private static void assertEveryNucleusLiesInOneCell(
      LabelImage nuclei, LabelImage cells, int[] parents) {
    for (int i = 0; i < nuclei.labels().length; i++) {
      int nucleus = nuclei.labels()[i];
      if (nucleus != 0 && cells.labels()[i] != parents[nucleus - 1]) {
        assertEquals(parents[nucleus - 1], cells.labels()[i], "cell of nucleus " + nucleus);
      }
    }
  }

  /** A model of blobs, told to look for them in the cell channel. */
  private record AsCells(SegmentationModel blobs) implements SegmentationModel {
    @Override
    public String id() {
      return blobs.id();
    }

    @Override
    public List<ChannelRole> channels() {
      return List.of(ChannelRole.CELL);
    }

    @Override
    public int batchSize() {
      return blobs.batchSize();
    }

    @Override
    public int concurrency() {
      return blobs.concurrency();
    }

    @Override
    public CompletionStage<List<FieldSegmentation>> segment(List<FieldInput> fields) {
      return blobs.segment(fields);
    }

    @Override
    public void warmUp() {
      blobs.warmUp();
    }

    @Override
    public void close() {
      blobs.close();
    }
  }
}
