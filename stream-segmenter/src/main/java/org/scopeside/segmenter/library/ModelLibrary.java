package org.scopeside.segmenter.library;

import java.util.LinkedHashMap;
import java.util.Map;
import org.scopeside.segmenter.classical.ClassicalModel;
import org.scopeside.segmenter.classical.ClassicalSettings;
import org.scopeside.segmenter.model.ModelUnavailableException;
import org.scopeside.segmenter.model.SegmentationModel;

/** Opens models by their references and keeps them open. Thread-safe. */
public final class ModelLibrary implements AutoCloseable {
  private final int threads;
  private final Map<String, SegmentationModel> open = new LinkedHashMap<>();

  /**
   * @param threads threads that will call a model
   */
  public ModelLibrary(int threads) {
    this.threads = threads;
  }

  /**
   * The model of a reference, opened if it is not open yet.
   *
   * @throws ModelUnavailableException if there is none, or it cannot be opened here
   */
  public synchronized SegmentationModel open(String reference) throws ModelUnavailableException {
    SegmentationModel model = open.get(reference);
    if (model == null) {
      model = load(reference);
      open.put(reference, model);
    }
    return model;
  }

  private SegmentationModel load(String reference) throws ModelUnavailableException {
    if (reference.equals("classical") || reference.equals("classical@1")) {
      return new ClassicalModel(ClassicalSettings.defaults(), threads);
    }
    throw new ModelUnavailableException("there is no model " + reference);
  }

  @Override
  public synchronized void close() {
    open.values().forEach(SegmentationModel::close);
    open.clear();
  }
}
