package org.scopeside.segmenter.library;

import java.nio.file.Path;
import java.util.Objects;
import org.scopeside.segmenter.engine.CacheFolder;
import org.scopeside.segmenter.engine.Engine;
import org.scopeside.segmenter.engine.EngineOptions;
import org.scopeside.segmenter.engine.Precision;
import org.scopeside.segmenter.engine.SpatialRange;
import org.scopeside.segmenter.gpu.GpuModel;
import org.scopeside.segmenter.model.ModelUnavailableException;
import org.scopeside.segmenter.modelpackage.ModelDescription;
import org.scopeside.segmenter.modelpackage.ModelDescription.Input;
import org.scopeside.segmenter.modelpackage.ModelPackage;

/**
 * Which file of a package an engine opens, and how: the same where a model is run and where its
 * engine is built beforehand.
 *
 * @param network the file
 * @param options of the engine
 */
public record NetworkChoice(Path network, EngineOptions options) {
  /** Tiles that go through a GPU together; on the CPU it says nothing. */
  private static final int LARGEST_BATCH = 32;

  /**
   * Chooses.
   *
   * @throws ModelUnavailableException if the package lacks the precision that is asked for
   */
  public static NetworkChoice of(ModelPackage model, LibrarySettings settings, Engine engine)
      throws ModelUnavailableException {
    Precision precision = settings.precision().of(model, engine);
    Path own = model.network(precision);
    ModelDescription description = model.description();
    EngineOptions options =
        new EngineOptions(
            settings.engineThreads(),
            settings.callers(),
            description.tiling().tile() > 0 ? LARGEST_BATCH : 1,
            settings.gpuDevice(),
            CacheFolder.of("engines"),
            precision,
            settings.gpuMemoryShare(),
            sizes(description));
    return new NetworkChoice(
        own != null ? own : Objects.requireNonNull(model.network(Precision.FP32)), options);
  }

  /** Sides of tiles, or of whole planes up to the largest that goes through in one piece. */
  private static SpatialRange sizes(ModelDescription description) {
    Input input = Objects.requireNonNull(description.input());
    int tile = description.tiling().tile();
    int least = Math.min(input.sizeY().min(), input.sizeX().min());
    int usual = Math.max(least, tile > 0 ? tile : GpuModel.LARGEST_TILE);
    return new SpatialRange(Math.max(1, least), usual, usual);
  }
}
