package org.micromanager;

import java.awt.Component;

/** Signatures of Micro-Manager's type of this name. */
public interface LogManager {
  void logMessage(String message);

  void logDebugMessage(String message);

  void logError(Exception e, String message);

  void logError(String message);

  void showError(String message, Component parent);
}
