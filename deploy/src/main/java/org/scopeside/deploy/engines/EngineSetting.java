package org.scopeside.deploy.engines;

import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.segmenter.SegmenterSettings;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.Engines;

/** The setting {@code segmenter.engine}. */
public final class EngineSetting {
  private EngineSetting() {}

  /**
   * Checks it before anything is started.
   *
   * @throws UserErrorException if it names no engine, or one that cannot run on this machine
   */
  public static void require(SegmenterSettings settings) throws UserErrorException {
    try {
      Engines.require(settings.engine());
    } catch (EngineException e) {
      throw new UserErrorException(ExitCode.USAGE, "segmenter.engine: " + e.getMessage(), e);
    }
  }
}
