package loci.formats;

/** Signatures of Bio-Formats' type of this name. */
public class FormatException extends Exception {
  private static final long serialVersionUID = 1L;

  public FormatException(String s) {
    super(s);
  }
}
