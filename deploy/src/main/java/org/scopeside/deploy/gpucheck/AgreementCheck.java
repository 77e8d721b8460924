package org.scopeside.deploy.gpucheck;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import org.scopeside.contract.ChannelRole;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.segmenter.evaluate.ContingencyTable;
import org.scopeside.segmenter.evaluate.MatchCounts;
import org.scopeside.segmenter.evaluate.ObjectMatching;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.library.LibrarySettings;
import org.scopeside.segmenter.library.ModelLibrary;
import org.scopeside.segmenter.library.PrecisionChoice;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.ModelUnavailableException;
import org.scopeside.segmenter.model.SegmentationModel;
import org.scopeside.simulator.PlateLayout;
import org.scopeside.simulator.SimulatedField;
import org.scopeside.simulator.SimulatedMicroscope;
import org.scopeside.simulator.SimulationSettings;

/** Runs models on the engine under test and on the reference, on the same simulated planes. */
final class AgreementCheck {
  private static final double LEAST_IOU = 0.95;

  /** Objects in a thousand that may differ: rounding decides about some that touch. */
  private static final int ALLOWED_FP32 = 5;

  private static final int ALLOWED_FEWER_BITS = 50;
  private static final String REFERENCE_ENGINE = "onnxruntime";

  private final String engine;
  private final List<Path> folders;
  private final PrintWriter out;

  AgreementCheck(String engine, List<Path> folders, PrintWriter out) {
    this.engine = engine;
    this.folders = folders;
    this.out = out;
  }

  List<Agreement> run(List<String> models, List<Integer> sizes) throws UserErrorException {
    List<Agreement> agreements = new ArrayList<>();
    for (String model : models) {
      try (ModelLibrary reference = library(REFERENCE_ENGINE, PrecisionChoice.FP32)) {
        SegmentationModel expected = reference.open(model);
        for (PrecisionChoice precision :
            List.of(PrecisionChoice.FP32, PrecisionChoice.FP16, PrecisionChoice.INT8)) {
          agreements.addAll(compare(model, expected, precision, sizes));
        }
      } catch (ModelUnavailableException e) {
        throw new UserErrorException(ExitCode.INPUT, String.valueOf(e.getMessage()), e);
      }
    }
    return agreements;
  }

  private ModelLibrary library(String name, PrecisionChoice precision) {
    return new ModelLibrary(LibrarySettings.of(folders).withEngine(name).withPrecision(precision));
  }

  private List<Agreement> compare(
      String name, SegmentationModel expected, PrecisionChoice precision, List<Integer> sizes)
      throws UserErrorException {
    List<Agreement> agreements = new ArrayList<>();
    try (ModelLibrary library = library(engine, precision)) {
      SegmentationModel tested = library.open(name);
      for (int size : sizes) {
        // Not square: rows and columns are not to be mixed up.
        FieldInput field = field(expected.channels(), size, size * 7 / 8);
        Agreement agreement = compare(expected, tested, precision, field);
        agreements.add(agreement);
        out.println(agreement.line());
        out.flush();
      }
    } catch (ModelUnavailableException e) {
      if (precision == PrecisionChoice.FP32) {
        throw new UserErrorException(ExitCode.INPUT, String.valueOf(e.getMessage()), e);
      }
      out.println("-      " + e.getMessage());
    }
    return agreements;
  }

  static Agreement compare(
      SegmentationModel expected,
      SegmentationModel tested,
      PrecisionChoice precision,
      FieldInput field)
      throws UserErrorException {
    LabelImage wanted = labels(expected, field);
    LabelImage found = labels(tested, field);
    MatchCounts counts = ObjectMatching.of(ContingencyTable.of(wanted, found), LEAST_IOU).counts();
    int inThousand = precision == PrecisionChoice.FP32 ? ALLOWED_FP32 : ALLOWED_FEWER_BITS;
    return new Agreement(
        expected.id(),
        precision.name().toLowerCase(Locale.ROOT),
        wanted.width(),
        wanted.height(),
        wanted.objectCount(),
        found.objectCount(),
        (int) (counts.falsePositives() + counts.falseNegatives()),
        // An object that is split or merged counts up to three times.
        Math.max(3, wanted.objectCount() * inThousand / 1000));
  }

  private static LabelImage labels(SegmentationModel model, FieldInput field)
      throws UserErrorException {
    try {
      return model.segment(List.of(field)).toCompletableFuture().join().get(0).labels();
    } catch (CompletionException e) {
      throw new UserErrorException(
          ExitCode.FAILED, model.id() + " cannot segment a plane: " + e.getCause(), e);
    }
  }

  /** A field of the demo's plate, nuclei in the first channel where one is asked for. */
  static FieldInput field(List<ChannelRole> roles, int width, int height) {
    SimulationSettings settings =
        SimulationSettings.defaults(1)
            .withSize(width, height)
            .withChannels(List.of("DAPI", "GFP"))
            .withDefectFraction(0);
    SimulatedField field =
        new SimulatedMicroscope(settings).field(PlateLayout.of96Wells(1).wells(1).get(0), 0, 0);
    List<GreyImage> channels = new ArrayList<>();
    for (ChannelRole role : roles) {
      channels.add(grey(field.plane(role == ChannelRole.NUCLEUS ? 0 : 1, 0), width, height));
    }
    return new FieldInput(channels, settings.pixelSizeUm());
  }

  private static GreyImage grey(short[] samples, int width, int height) {
    float[] grey = new float[samples.length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = samples[i] & 0xFFFF;
    }
    return new GreyImage(grey, width, height);
  }
}
