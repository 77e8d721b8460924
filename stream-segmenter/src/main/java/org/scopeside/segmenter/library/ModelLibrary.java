package org.scopeside.segmenter.library;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.scopeside.segmenter.cells.FusionModel;
import org.scopeside.segmenter.cells.FusionSettings;
import org.scopeside.segmenter.classical.AdvancedSettings;
import org.scopeside.segmenter.classical.ClassicalModel;
import org.scopeside.segmenter.classical.ClassicalSettings;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.model.ModelUnavailableException;
import org.scopeside.segmenter.model.SegmentationModel;
import org.scopeside.segmenter.modelpackage.InvalidModelPackageException;
import org.scopeside.segmenter.modelpackage.ModelDescription;
import org.scopeside.segmenter.modelpackage.ModelDescription.DecoderChoice;
import org.scopeside.segmenter.modelpackage.ModelDescription.Fusion;
import org.scopeside.segmenter.modelpackage.ModelDescription.Weights;
import org.scopeside.segmenter.modelpackage.ModelFolder;
import org.scopeside.segmenter.modelpackage.ModelPackage;
import org.scopeside.segmenter.modelpackage.ModelPackageReader;
import org.scopeside.segmenter.modelpackage.UnknownModelException;
import org.scopeside.segmenter.network.Refittable;
import org.scopeside.segmenter.pixels.ForestFile;
import org.scopeside.segmenter.pixels.PixelClassifierModel;
import org.scopeside.segmenter.pixels.PixelClassifierSettings;

/**
 * Opens models by their references, whatever they are made of, and keeps them open. Thread-safe.
 */
public final class ModelLibrary implements AutoCloseable {
  private final LibrarySettings settings;
  private final ModelFolder packages;
  private final Map<String, SegmentationModel> open = new LinkedHashMap<>();

  public ModelLibrary(LibrarySettings settings) {
    this.settings = settings;
    this.packages = new ModelFolder(settings.folders(), new ModelPackageReader(new Decoders()));
  }

  /**
   * The model of a reference, opened if it is not open yet; closed by {@link #close()} only.
   *
   * @param reference {@code classical}, {@code classical-advanced}, a package's {@code id}, {@code
   *     id@version} or path
   * @throws ModelUnavailableException if there is none, or it cannot be opened here
   */
  public synchronized SegmentationModel open(String reference) throws ModelUnavailableException {
    SegmentationModel model = open.get(reference);
    if (model == null) {
      model = load(reference, new ArrayList<>());
      // One model under several names is open once.
      SegmentationModel same = open.get(model.id());
      if (same == null) {
        open.put(model.id(), model);
      } else {
        model.close();
        model = same;
      }
      open.put(reference, model);
    }
    return model;
  }

  /**
   * @param within fusions that are being opened, the outermost first
   */
  private SegmentationModel load(String reference, List<String> within)
      throws ModelUnavailableException {
    return switch (reference) {
      case "classical", "classical@1" ->
          ClassicalModel.basic(ClassicalSettings.defaults(), settings.callers());
      case "classical-advanced", "classical-advanced@1" ->
          ClassicalModel.advanced(AdvancedSettings.defaults(), settings.callers());
      default -> load(read(reference), within);
    };
  }

  private ModelPackage read(String reference) throws ModelUnavailableException {
    try {
      return packages.resolve(reference);
    } catch (UnknownModelException e) {
      throw new ModelUnavailableException(
          e.getMessage() + "; built in are classical, classical-advanced", e);
    } catch (InvalidModelPackageException e) {
      throw new ModelUnavailableException(
          "model " + reference + " cannot be used: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ModelUnavailableException("models cannot be listed: " + e.getMessage(), e);
    }
  }

  private SegmentationModel load(ModelPackage model, List<String> within)
      throws ModelUnavailableException {
    ModelDescription description = model.description();
    Fusion fusion = description.fusion();
    Weights weights = description.weights();
    try {
      if (fusion != null) {
        return fuse(description, fusion, within);
      }
      if (weights != null && weights.format().equals(ForestFile.WEIGHTS_FORMAT)) {
        return forest(description, Objects.requireNonNull(model.network()));
      }
      return Networks.open(model, settings);
    } catch (EngineException | IOException | IllegalArgumentException e) {
      throw new ModelUnavailableException(
          "model " + description.reference() + " cannot be opened: " + e.getMessage(), e);
    }
  }

  private SegmentationModel fuse(ModelDescription description, Fusion fusion, List<String> within)
      throws ModelUnavailableException {
    if (within.contains(description.reference())) {
      throw new ModelUnavailableException(
          "fusion " + description.reference() + " is made of itself: " + within);
    }
    within.add(description.reference());
    SegmentationModel nuclei = load(fusion.nuclei(), within);
    try {
      SegmentationModel cells = load(fusion.cells(), within);
      within.remove(description.reference());
      return new FusionModel(description.reference(), nuclei, cells, FusionSettings.defaults());
    } catch (ModelUnavailableException | RuntimeException e) {
      nuclei.close();
      throw e;
    }
  }

  private SegmentationModel forest(ModelDescription description, Path forest) throws IOException {
    DecoderChoice choice = description.decoders().get(0);
    return PixelClassifierModel.open(
        forest,
        description.reference(),
        choice.objects(),
        description.channels().get(0),
        Decoders.dense(choice.name(), choice.parameters()),
        new PixelClassifierSettings(
            PixelClassifierSettings.defaults().certainty(), settings.callers()));
  }

  /**
   * Puts the weights of another package into an open model, which goes on running: a network that
   * was taught more, of the same architecture and read in the same way. Fields under way are
   * finished with the old weights, later ones say whose weights found them. From then on the model
   * answers to the other reference, not to its own.
   *
   * @param reference of an open model
   * @param replacement of a package
   * @throws ModelUnavailableException saying what differs; the old weights then stay
   */
  public synchronized void swapWeights(String reference, String replacement)
      throws ModelUnavailableException {
    SegmentationModel model = open.get(reference);
    if (model == null) {
      throw new ModelUnavailableException("model " + reference + " is not open");
    }
    if (!(model instanceof Refittable running)) {
      throw new ModelUnavailableException("model " + reference + " has no network of its own");
    }
    ModelPackage former = read(model.id());
    ModelPackage fresh = read(replacement);
    String differing = WeightsSwap.difference(former.description(), fresh.description());
    if (differing != null) {
      throw new ModelUnavailableException(
          "the weights of %s cannot replace those of %s: they differ in %s"
              .formatted(replacement, model.id(), differing));
    }
    try {
      running.refit(fresh.description(), WeightsSwap.network(former, fresh, settings));
    } catch (EngineException | IOException e) {
      throw new ModelUnavailableException(
          "the weights of %s cannot replace those of %s: %s"
              .formatted(replacement, former.description().reference(), e.getMessage()),
          e);
    }
    open.values().removeIf(any -> any == model);
    open.put(model.id(), model);
    open.put(replacement, model);
  }

  /** Closes every model. */
  @Override
  public synchronized void close() {
    open.values().stream().distinct().forEach(SegmentationModel::close);
    open.clear();
  }
}
