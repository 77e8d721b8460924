package org.scopeside.source.bioformats.adapter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ome.xml.meta.MetadataRetrieve;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;

/**
 * A plate of the metadata: which series is which field of which well.
 *
 * @param rows as declared; 0 where it is not
 * @param columns as declared; 0 where it is not
 * @param spots by series
 * @param remarks wells that no plate can have
 */
record PlateLayout(
    @Nullable String name, int rows, int columns, Map<Integer, Spot> spots, List<String> remarks) {

  /**
   * Where a series lies.
   *
   * @param field zero-based within the well, in the order of the metadata
   */
  record Spot(Well well, int field) {}

  /** The plates that have a series; a series belongs to the first that names it. */
  static List<PlateLayout> all(MetadataRetrieve metadata, int series) {
    Map<String, Integer> images = new HashMap<>();
    for (int i = 0; i < series; i++) {
      int image = i;
      String id = Told.text(() -> metadata.getImageID(image));
      if (id != null) {
        images.putIfAbsent(id, image);
      }
    }
    List<PlateLayout> plates = new ArrayList<>();
    int count = Told.count(metadata::getPlateCount);
    for (int plate = 0; plate < count; plate++) {
      PlateLayout layout = of(metadata, plate, images);
      images.values().removeAll(layout.spots.keySet());
      if (!layout.spots.isEmpty() || !layout.remarks.isEmpty()) {
        plates.add(layout);
      }
    }
    return plates;
  }

  private static PlateLayout of(MetadataRetrieve metadata, int plate, Map<String, Integer> images) {
    PlateLayout layout =
        new PlateLayout(
            Told.text(() -> metadata.getPlateName(plate)),
            Told.size(() -> metadata.getPlateRows(plate)),
            Told.size(() -> metadata.getPlateColumns(plate)),
            new LinkedHashMap<>(),
            new ArrayList<>());
    int wells = Told.count(() -> metadata.getWellCount(plate));
    for (int well = 0; well < wells; well++) {
      layout.add(metadata, plate, well, images);
    }
    return layout;
  }

  private void add(MetadataRetrieve metadata, int plate, int well, Map<String, Integer> images) {
    Integer row = Told.index(() -> metadata.getWellRow(plate, well));
    Integer column = Told.index(() -> metadata.getWellColumn(plate, well));
    int samples = Told.count(() -> metadata.getWellSampleCount(plate, well));
    if (row == null || column == null || samples == 0) {
      return;
    }
    if (row >= Well.MAX_ROWS || column >= Well.MAX_COLUMNS) {
      remarks.add(
          "a well in row %d, column %d lies beyond the largest plate (%d×%d) and is left out"
              .formatted(row + 1, column + 1, Well.MAX_ROWS, Well.MAX_COLUMNS));
      return;
    }
    for (int i = 0; i < samples; i++) {
      int sample = i;
      String id = Told.text(() -> metadata.getWellSampleImageRef(plate, well, sample));
      Integer image = id == null ? null : images.get(id);
      if (image != null) {
        spots.putIfAbsent(image, new Spot(new Well(row, column), sample));
      }
    }
  }
}
