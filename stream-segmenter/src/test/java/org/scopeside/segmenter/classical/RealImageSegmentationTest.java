package org.scopeside.segmenter.classical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.ReferenceData;

/** Real nuclei with ground truth, and a real plate with reference counts. */
@Tag("conformance")
class RealImageSegmentationTest {
  private final ClassicalSegmentation segmentation =
      new ClassicalSegmentation(ClassicalSettings.defaults());

  @Test
  void shouldFindMostNucleiOfImagesNotUsedToChooseDefaults() throws IOException {
    ObjectMatching pooled = pooledMatching("nuclei/val");

    assertEquals(725, pooled.trueObjects());
    assertTrue(pooled.f1() >= 0.65, () -> "pooled F1 at IoU 0.5 is " + pooled.f1());
  }

  @Test
  void shouldCountNucleiOfRealPlateWithinFifteenPercentOfReference() throws IOException {
    Path plate = ReferenceData.images("plate");
    List<Double> errors = new ArrayList<>();
    for (String line : Files.readAllLines(plate.resolve("stardist_reference.csv"))) {
      String[] cells = line.split(",", -1);
      if (!cells[0].equals("well")) {
        double reference = Double.parseDouble(cells[3]);
        Path image = plate.resolve("images/" + cells[0] + "_dna.png");
        int count = segmentation.segment(ReferenceData.readPng(image)).objectCount();
        errors.add(Math.abs(count - reference) / reference);
      }
    }
    errors.sort(null);

    double median = errors.get(errors.size() / 2);
    assertEquals(48, errors.size());
    assertTrue(median < 0.15, () -> "median relative count error is " + median);
  }

  private ObjectMatching pooledMatching(String folder) throws IOException {
    Path root = ReferenceData.images(folder);
    ObjectMatching pooled = new ObjectMatching(0, 0, 0);
    for (Path file : ReferenceData.filesEndingIn(".png", root.resolve("images"))) {
      GreyImage image = ReferenceData.readPng(file);
      LabelImage truth =
          ReferenceData.readLabels(root.resolve("labels").resolve(file.getFileName()));
      pooled = pooled.plus(ObjectMatching.of(truth, segmentation.segment(image)));
    }
    return pooled;
  }
}
