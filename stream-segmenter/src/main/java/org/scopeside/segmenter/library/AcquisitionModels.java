package org.scopeside.segmenter.library;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.ingest.AcquisitionPlans;
import org.scopeside.segmenter.model.ChosenModels;
import org.scopeside.segmenter.model.ModelChoice;
import org.scopeside.segmenter.model.ModelUnavailableException;
import org.scopeside.segmenter.model.SegmentationModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model that an acquisition's plan names, else the configured one, with the configured shadow
 * beside it. A model that cannot be had fails the planes of its acquisition and no others.
 */
public final class AcquisitionModels implements ModelChoice {
  private static final Logger log = LoggerFactory.getLogger(AcquisitionModels.class);

  private final AcquisitionPlans plans;
  private final ModelLibrary library;
  private final String configured;
  private final String shadow;
  private final Map<String, ChosenModels> byReference = new ConcurrentHashMap<>();

  /**
   * @param configured reference of the model of acquisitions whose plan names none
   * @param shadow reference of the model that runs beside; empty for none
   */
  public AcquisitionModels(
      AcquisitionPlans plans, ModelLibrary library, String configured, String shadow) {
    this.plans = plans;
    this.library = library;
    this.configured = configured;
    this.shadow = shadow;
  }

  /**
   * Loads the configured models and warms them up.
   *
   * @throws ModelUnavailableException if one of them cannot be had: the start then fails
   */
  public void load() throws ModelUnavailableException {
    ChosenModels chosen = chosen(configured);
    SegmentationModel beside = chosen.shadow();
    if (!shadow.isEmpty() && beside == null) {
      throw new ModelUnavailableException(
          "shadow model %s takes %s, the active model %s only has %s"
              .formatted(
                  shadow, library.open(shadow).channels(), configured, chosen.active().channels()));
    }
    chosen.active().warmUp();
    if (beside != null) {
      beside.warmUp();
    }
  }

  @Override
  public ChosenModels of(String acquisition)
      throws ModelUnavailableException, InterruptedException {
    String planned = plans.modelOf(acquisition);
    return chosen(planned == null ? configured : planned);
  }

  private ChosenModels chosen(String reference) throws ModelUnavailableException {
    ChosenModels chosen = byReference.get(reference);
    if (chosen == null) {
      SegmentationModel active = library.open(reference);
      chosen = new ChosenModels(active, shadowOf(active));
      byReference.put(reference, chosen);
    }
    return chosen;
  }

  /**
   * Null where there is none, or it takes other channels than those that the active one is given.
   */
  private @Nullable SegmentationModel shadowOf(SegmentationModel active)
      throws ModelUnavailableException {
    if (shadow.isEmpty()) {
      return null;
    }
    SegmentationModel model = library.open(shadow);
    if (!model.channels().equals(active.channels()) || model.id().equals(active.id())) {
      log.warn(
          "Shadow model {} ({}) does not run beside {} ({})",
          model.id(),
          model.channels(),
          active.id(),
          active.channels());
      return null;
    }
    return model;
  }

  /** The configured model's; other models are given so many too, and take them one by one. */
  @Override
  public int batchSize() {
    ChosenModels chosen = byReference.get(configured);
    return chosen == null ? 1 : chosen.active().batchSize();
  }

  /** As the configured model does. */
  @Override
  public boolean readsRawSamples() {
    ChosenModels chosen = byReference.get(configured);
    return chosen != null && chosen.active().readsRawSamples();
  }

  @Override
  public void close() {
    library.close();
  }
}
