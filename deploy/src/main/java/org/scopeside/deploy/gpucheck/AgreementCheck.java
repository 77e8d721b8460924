package org.scopeside.deploy.gpucheck;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import org.scopeside.contract.ChannelRole;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.segmenter.engine.Engines;
import org.scopeside.segmenter.engine.Precision;
import org.scopeside.segmenter.evaluate.ContingencyTable;
import org.scopeside.segmenter.evaluate.MatchCounts;
import org.scopeside.segmenter.evaluate.ObjectMatching;
import org.scopeside.segmenter.gpu.GpuModel;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.library.Decoders;
import org.scopeside.segmenter.library.LibrarySettings;
import org.scopeside.segmenter.library.ModelLibrary;
import org.scopeside.segmenter.library.PrecisionChoice;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.ModelUnavailableException;
import org.scopeside.segmenter.model.SegmentationModel;
import org.scopeside.segmenter.modelpackage.InvalidModelPackageException;
import org.scopeside.segmenter.modelpackage.ModelFolder;
import org.scopeside.segmenter.modelpackage.ModelPackageReader;
import org.scopeside.segmenter.modelpackage.UnknownModelException;
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
  private static final int LEAST_ALLOWED = 3;
  private static final String REFERENCE_ENGINE = "onnxruntime";
  private static final String GPU_ENGINE = "tensorrt";

  private final String engine;
  private final List<Path> folders;
  private final PrintWriter out;

  AgreementCheck(String engine, List<Path> folders, PrintWriter out) {
    this.engine = engine;
    this.folders = folders;
    this.out = out;
  }

  /** All rows; what cannot be run is a row that failed, and the rest goes on. */
  List<Agreement> run(List<String> models, List<Integer> sizes) {
    List<Agreement> agreements = new ArrayList<>();
    for (String model : models) {
      for (PrecisionChoice precision :
          List.of(PrecisionChoice.FP32, PrecisionChoice.FP16, PrecisionChoice.INT8)) {
        agreements.addAll(compare(model, precision, sizes));
      }
    }
    return agreements;
  }

  private ModelLibrary library(String name, PrecisionChoice precision) {
    return new ModelLibrary(LibrarySettings.of(folders).withEngine(name).withPrecision(precision));
  }

  /** Whether the package has the precision, or the engine makes it of the network in fp32. */
  private boolean isThere(String name, Precision precision)
      throws IOException, InvalidModelPackageException, UnknownModelException {
    List<Precision> there =
        new ModelFolder(folders, new ModelPackageReader(new Decoders())).resolve(name).precisions();
    boolean made =
        Engines.all().stream()
            .anyMatch(
                each -> each.name().equals(engine) && each.derives(precision, Precision.FP32));
    return there.contains(precision) || made;
  }

  private List<Agreement> compare(String name, PrecisionChoice precision, List<Integer> sizes) {
    List<Agreement> agreements = new ArrayList<>();
    String word = Precision.valueOf(precision.name()).word();
    // Quantised networks differ from their originals anywhere; that is not the GPU's doing.
    PrecisionChoice reference =
        precision == PrecisionChoice.INT8 ? PrecisionChoice.INT8 : PrecisionChoice.FP32;
    try (ModelLibrary expecting = library(REFERENCE_ENGINE, reference);
        ModelLibrary testing = library(engine, precision)) {
      if (!isThere(name, Precision.valueOf(precision.name()))) {
        out.println("-      " + name + " has no " + word + " network");
        return agreements;
      }
      SegmentationModel expected = expecting.open(name);
      SegmentationModel tested = testing.open(name);
      for (int size : sizes) {
        // Not square: rows and columns are not to be mixed up.
        FieldInput field = field(expected.channels(), size, size * 7 / 8);
        add(agreements, judged(compare(expected, tested, precision, field), tested));
      }
    } catch (UserErrorException
        | ModelUnavailableException
        | IOException
        | InvalidModelPackageException
        | UnknownModelException e) {
      add(agreements, Agreement.failed(name, word, e.getMessage()));
    }
    return agreements;
  }

  private void add(List<Agreement> agreements, Agreement agreement) {
    agreements.add(agreement);
    out.println(agreement.line());
    out.flush();
  }

  /** A plane that went another way than the one under test says nothing of it. */
  private Agreement judged(Agreement agreement, SegmentationModel tested) {
    boolean onDevice =
        tested instanceof GpuModel gpu && gpu.fieldsOnHost() == 0 && gpu.fieldsDecodedOnHost() == 0;
    boolean astray = engine.equals(GPU_ENGINE) && !onDevice;
    return new Agreement(
        agreement.model(),
        agreement.precision(),
        agreement.width(),
        agreement.height(),
        agreement.expected(),
        agreement.found(),
        agreement.differing(),
        agreement.allowed(),
        onDevice,
        astray ? "it did not go all of its way on the GPU" : null);
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
        Math.max(LEAST_ALLOWED, wanted.objectCount() * inThousand / 1000),
        false,
        null);
  }

  /** What a model counts in a field. */
  static LabelImage labels(SegmentationModel model, FieldInput field) throws UserErrorException {
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
