package loci.common.services;

/** Signatures of Bio-Formats' type of this name. */
public class DependencyException extends Exception {
  private static final long serialVersionUID = 1L;

  public DependencyException(String message) {
    super(message);
  }
}
