package org.scopeside.segmenter.library;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.Engine;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.scopeside.segmenter.engine.Engines;
import org.scopeside.segmenter.engine.OnnxArchitecture;
import org.scopeside.segmenter.model.ModelUnavailableException;
import org.scopeside.segmenter.modelpackage.ModelDescription;
import org.scopeside.segmenter.modelpackage.ModelPackage;

/** Whether the weights of one package can run in the place of another's. */
final class WeightsSwap {
  private static final Map<String, Function<ModelDescription, @Nullable Object>> ALIKE = alike();

  private WeightsSwap() {}

  private static Map<String, Function<ModelDescription, @Nullable Object>> alike() {
    Map<String, Function<ModelDescription, @Nullable Object>> alike = new LinkedHashMap<>();
    alike.put("input", ModelDescription::input);
    alike.put("outputs", ModelDescription::outputs);
    alike.put("channels", ModelDescription::channels);
    alike.put("scale", ModelDescription::scale);
    alike.put("tiling", ModelDescription::tiling);
    alike.put("decoders", ModelDescription::decoders);
    return alike;
  }

  /** What else differs than weights and names; null for nothing. */
  static @Nullable String difference(ModelDescription one, ModelDescription other) {
    List<String> differing =
        ALIKE.entrySet().stream()
            .filter(
                part -> !Objects.equals(part.getValue().apply(one), part.getValue().apply(other)))
            .map(Map.Entry::getKey)
            .toList();
    return differing.isEmpty() ? null : String.join(", ", differing);
  }

  /**
   * The file whose weights fit what runs of a package.
   *
   * @throws EngineException if the networks differ in more than weights
   */
  static Path network(ModelPackage former, ModelPackage fresh, LibrarySettings settings)
      throws EngineException, IOException, ModelUnavailableException {
    String format = Objects.requireNonNull(former.description().weights()).format();
    Engine engine = Engines.choose(settings.engine(), format);
    Path running = NetworkChoice.of(former, settings, engine).network();
    Path file = NetworkChoice.of(fresh, settings, engine).network();
    String difference = OnnxArchitecture.difference(running, file);
    if (difference != null) {
      throw new EngineException(Reason.TENSOR_MISMATCH, difference);
    }
    return file;
  }
}
