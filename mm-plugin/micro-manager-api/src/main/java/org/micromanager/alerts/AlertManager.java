package org.micromanager.alerts;

/** Signatures of Micro-Manager's type of this name. */
public interface AlertManager {
  Alert postAlert(String title, Class<?> group, String text);
}
