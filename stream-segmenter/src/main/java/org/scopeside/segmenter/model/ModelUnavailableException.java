package org.scopeside.segmenter.model;

/** A model that is not installed, or cannot be loaded, with the reason. */
public final class ModelUnavailableException extends Exception {
  private static final long serialVersionUID = 1;

  public ModelUnavailableException(String message) {
    super(message);
  }

  public ModelUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
