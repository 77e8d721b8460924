package org.scopeside.segmenter.network;

import java.nio.file.Path;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.modelpackage.ModelDescription;

/** A model whose network's weights can be exchanged while it is open. */
public interface Refittable {
  /**
   * Exchanges the weights. Fields under way are finished with the old ones; later ones are found
   * with the new, and say so: {@link org.scopeside.segmenter.model.FieldSegmentation#model}.
   *
   * @param description of the new model; alike in everything but its name
   * @param network its file, of the same architecture
   * @throws EngineException if they cannot be exchanged; the old weights then stay
   */
  void refit(ModelDescription description, Path network) throws EngineException;
}
