package org.micromanager.alerts;

/** Signatures of Micro-Manager's type of this name. */
public interface Alert {
  boolean isUsable();

  void dismiss();
}
