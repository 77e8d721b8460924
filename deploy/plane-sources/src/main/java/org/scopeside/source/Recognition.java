package org.scopeside.source;

/** How sure a source is that a path is of its kind, from least to most. */
public enum Recognition {
  /** It is not. */
  NO,
  /** It can read it, but another source may know more of it: an OME-TIFF is a TIFF too. */
  POSSIBLE,
  /** It bears this kind's own marks: an index file, a name scheme, a declared schema. */
  CERTAIN
}
