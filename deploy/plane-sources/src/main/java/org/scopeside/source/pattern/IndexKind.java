package org.scopeside.source.pattern;

import java.util.List;
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

  /** Names that such files have; none where they are called after the plate. */
  public List<String> names() {
    return switch (this) {
      case NONE, METAXPRESS -> List.of();
      case HARMONY -> List.of("Index.idx.xml", "Index.xml");
      case YOKOGAWA -> List.of("MeasurementData.mlf", "MeasurementDetail.mrf");
    };
  }

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
