package org.scopeside.source.ometiff;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;

/**
 * A plate of an OME-XML document.
 *
 * @param rows as declared; 0 where it is not
 * @param columns as declared; 0 where it is not
 */
record OmePlate(String id, @Nullable String name, int rows, int columns, List<WellSample> samples) {

  /**
   * A field of a well.
   *
   * @param index order of acquisition; of the plate with some writers, of the well with others
   * @param imageRef id of its image; null where none was taken
   */
  record WellSample(String id, Well well, long index, @Nullable String imageRef) {}

  OmePlate {
    samples = List.copyOf(samples);
  }
}
