package org.scopeside.micromanager.fakes;

import java.awt.Component;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.micromanager.LogManager;

/** Keeps every line, with its level in front: "message: …", "error: …". */
public final class FakeLogs implements LogManager {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  public List<String> lines() {
    return lines;
  }

  @Override
  public void logMessage(String message) {
    lines.add("message: " + message);
  }

  @Override
  public void logDebugMessage(String message) {
    lines.add("debug: " + message);
  }

  @Override
  public void logError(Exception e, String message) {
    lines.add("error: " + message + ": " + e);
  }

  @Override
  public void logError(String message) {
    lines.add("error: " + message);
  }

  @Override
  public void showError(String message, Component parent) {
    lines.add("shown: " + message);
  }
}
