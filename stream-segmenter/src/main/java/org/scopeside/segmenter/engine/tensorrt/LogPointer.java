package org.scopeside.segmenter.engine.tensorrt;

import org.bytedeco.tensorrt.nvinfer.ILogger;

/**
 * TensorRT's way to {@link TensorRtLog}. Called from any of its threads; must be referenced as long
 * as anything that was made with it.
 */
final class LogPointer extends ILogger {
  private final TensorRtLog messages;

  LogPointer(TensorRtLog messages) {
    this.messages = messages;
  }

  @Override
  public void log(Severity severity, String message) {
    try {
      TensorRtLog.Level[] levels = TensorRtLog.Level.values();
      // Enums from native code are copies with the right number and no name.
      int level = Math.max(0, Math.min(severity.value, levels.length - 1));
      messages.add(levels[level], message == null ? "" : message);
    } catch (RuntimeException e) {
      // An exception would travel through C++ code, which ends the process.
    }
  }
}
