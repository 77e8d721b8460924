package org.scopeside.source.pattern;

import java.util.Locale;

/** A vendor's file beside the images that tells more of them than their names do. */
public enum IndexKind {
  NONE,
  /** {@code Index.idx.xml} or {@code Index.xml} beside the images. */
  HARMONY,
  /** {@code MeasurementData.mlf} and {@code MeasurementDetail.mrf} beside the images. */
  YOKOGAWA,
  /** {@code Plate.HTD} in the plate's folder. */
  METAXPRESS;

  /** True if a file is such an index, by its name. */
  public boolean isIndex(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    return switch (this) {
      case NONE -> false;
      case HARMONY -> name.equals("index.idx.xml") || name.equals("index.xml");
      case YOKOGAWA -> name.equals("measurementdata.mlf") || name.equals("measurementdetail.mrf");
      case METAXPRESS -> name.endsWith(".htd");
    };
  }
}
