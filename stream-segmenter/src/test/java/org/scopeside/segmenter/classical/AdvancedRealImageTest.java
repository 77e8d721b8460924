package org.scopeside.segmenter.classical;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.ReferenceData;

/** Real nuclei that no setting was chosen on, as they are and with a slope of light added. */
@Tag("conformance")
class AdvancedRealImageTest {
  private final AdvancedSegmentation advanced =
      new AdvancedSegmentation(AdvancedSettings.defaults());
  private final ClassicalSegmentation basic =
      new ClassicalSegmentation(ClassicalSettings.cellProfilerBasic());
  private ObjectMatching byAdvanced = new ObjectMatching(0, 0, 0);
  private ObjectMatching byBasic = new ObjectMatching(0, 0, 0);

  @Test
  void shouldFindMoreNucleiThanTheBasicPipeline() throws IOException {
    segment(0);

    assertTrue(byAdvanced.f1() > byBasic.f1() + 0.05, this::scores);
  }

  @Test
  void shouldFindAsManyNucleiOnASlopeOfLight() throws IOException {
    segment(0);
    double level = byAdvanced.f1();
    byAdvanced = new ObjectMatching(0, 0, 0);
    byBasic = new ObjectMatching(0, 0, 0);
    segment(0.6);

    assertTrue(byAdvanced.f1() > level - 0.03, this::scores);
    assertTrue(byAdvanced.f1() > byBasic.f1() + 0.1, this::scores);
  }

  private String scores() {
    return "pooled F1 at IoU 0.5: advanced " + byAdvanced.f1() + ", basic " + byBasic.f1();
  }

  private void segment(double slope) throws IOException {
    Path root = ReferenceData.images("nuclei/val");
    for (Path file : ReferenceData.filesEndingIn(".png", root.resolve("images"))) {
      GreyImage image = sloping(ReferenceData.readPng(file), slope);
      LabelImage truth =
          ReferenceData.readLabels(root.resolve("labels").resolve(file.getFileName()));
      byAdvanced = byAdvanced.plus(ObjectMatching.of(truth, advanced.segment(image, Double.NaN)));
      byBasic = byBasic.plus(ObjectMatching.of(truth, basic.segment(image)));
    }
  }

  /** Adds light that rises from corner to corner, by a share of the brightest value. */
  private static GreyImage sloping(GreyImage image, double slope) {
    float[] pixels = image.pixels().clone();
    float brightest = 0;
    for (float pixel : pixels) {
      brightest = Math.max(brightest, pixel);
    }
    for (int i = 0; i < pixels.length; i++) {
      double along = (double) (i % image.width() + i / image.width());
      pixels[i] += (float) (slope * brightest * along / (image.width() + image.height()));
    }
    return new GreyImage(pixels, image.width(), image.height());
  }
}
