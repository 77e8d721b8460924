package loci.formats;

/** Signatures of Bio-Formats' type of this name. */
public interface IPyramidHandler {
  int getResolutionCount();
}
