package org.scopeside.segmenter.engine.tensorrt;

import java.nio.file.Path;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.segmenter.engine.Engine;
import org.scopeside.segmenter.engine.EngineConformance;
import org.scopeside.segmenter.engine.EngineOptions;

/** The same on a real GPU; skipped, saying why, where there is none. */
final class TensorRtOnThisMachineConformanceTest extends EngineConformance {
  /** Convolutions of fp32 networks may be computed in TF32. */
  private static final float TF32 = 1e-3f;

  @TempDir Path cache;

  @Override
  protected Engine engine() {
    return new TensorRtEngine();
  }

  @Override
  protected EngineOptions options() {
    return new EngineOptions(1, 1, 8, 0, cache);
  }

  @Override
  protected float tolerance() {
    return TF32;
  }

  @Test
  @Override
  @Disabled("TensorRT has no place for outputs whose size depends on values")
  protected void shouldAllocateOutputsWhoseShapeOnlyTheRunTells() {}
}
