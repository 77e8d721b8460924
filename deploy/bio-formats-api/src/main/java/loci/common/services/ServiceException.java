package loci.common.services;

/** Signatures of Bio-Formats' type of this name. */
public class ServiceException extends Exception {
  private static final long serialVersionUID = 1L;

  public ServiceException(String message) {
    super(message);
  }
}
