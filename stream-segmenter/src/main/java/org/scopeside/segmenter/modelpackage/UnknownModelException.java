package org.scopeside.segmenter.modelpackage;

/** A reference that no package answers to, or more than one; the message tells which there are. */
public final class UnknownModelException extends Exception {
  private static final long serialVersionUID = 1;

  UnknownModelException(String message) {
    super(message);
  }
}
