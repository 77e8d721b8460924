package org.scopeside.segmenter.modelpackage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scopeside.contract.ChannelRole;
import org.scopeside.segmenter.modelpackage.ModelDescription.Citation;
import org.scopeside.segmenter.modelpackage.ModelDescription.DecoderChoice;
import org.scopeside.segmenter.modelpackage.ModelDescription.MeasuredQuality;
import org.scopeside.segmenter.modelpackage.ModelDescription.Scale;
import org.scopeside.segmenter.modelpackage.ModelDescription.Tiling;

/** Descriptions of the models that are part of Scopeside and need no package. */
public final class BuiltInModels {
  private static final ModelDescription CLASSICAL =
      new ModelDescription(
          "classical",
          "1",
          "Classical segmentation",
          "Nuclei in fluorescence images by smoothing, a threshold and a watershed; needs no"
              + " training and no weights.",
          "same as Scopeside",
          List.of("Scopeside"),
          List.of(
              new Citation(
                  "Caicedo et al. 2019, Evaluation of deep learning strategies for nucleus"
                      + " segmentation in fluorescence images, Cytometry A",
                  "10.1002/cyto.a.23863",
                  null)),
          "Gaussian filter, Otsu's threshold, distance transform, seeded watershed. The basic"
              + " pipeline that networks are compared with.",
          null,
          null,
          List.of(),
          List.of(ChannelRole.NUCLEUS),
          Scale.ANY,
          Tiling.WHOLE,
          List.of(new DecoderChoice("Nuclei", "classical", List.of(), Map.of(), Map.of())),
          null,
          List.of(
              new MeasuredQuality(
                  "BBBC038 (DSB 2018) validation, 20 fluorescence images",
                  "F1@0.5",
                  0.715,
                  "Scopeside's README")));

  private static final ModelDescription ADVANCED =
      new ModelDescription(
          "classical-advanced",
          "1",
          "Classical segmentation on uneven illumination",
          "Nuclei in fluorescence images whose background or brightness varies over the field;"
              + " needs no training and no weights.",
          CLASSICAL.licence(),
          CLASSICAL.authors(),
          CLASSICAL.cite(),
          "Background correction, grey opening, local threshold, outlines by brightness, seeded"
              + " watershed: the advanced pipeline that networks are compared with.",
          null,
          null,
          List.of(),
          List.of(ChannelRole.NUCLEUS),
          Scale.ANY,
          Tiling.WHOLE,
          List.of(new DecoderChoice("Nuclei", "classical-advanced", List.of(), Map.of(), Map.of())),
          null,
          List.of());

  private BuiltInModels() {}

  /** All of them. */
  public static List<ModelDescription> all() {
    return List.of(CLASSICAL, ADVANCED);
  }

  /** The one that a reference, {@code id} or {@code id@version}, means. */
  public static Optional<ModelDescription> find(String reference) {
    return all().stream()
        .filter(model -> reference.equals(model.id()) || reference.equals(model.reference()))
        .findFirst();
  }
}
