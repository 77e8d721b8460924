package org.scopeside.source.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;
import org.scopeside.source.UnreadableImageException;

/** Which well an entry of a plate is. */
final class PlateWells {
  private PlateWells() {}

  /**
   * By its path {@code B/03}, which is the names of row and column; by its indices where these are
   * no letters and number. Plates with rows B to G only count them from 0, so names go first.
   */
  static Well wellOf(ZarrNode plate, JsonNode entry, String path) throws UnreadableImageException {
    Well named = named(path);
    if (named != null) {
      return named;
    }
    JsonNode row = entry.path("rowIndex");
    JsonNode column = entry.path("columnIndex");
    return new Well(
        ZarrJson.whole(plate.document(), row, "rowIndex of " + path, 0, Well.MAX_ROWS - 1),
        ZarrJson.whole(
            plate.document(), column, "columnIndex of " + path, 0, Well.MAX_COLUMNS - 1));
  }

  private static @Nullable Well named(String path) {
    int slash = path.indexOf('/');
    return slash < 0 ? null : Well.parse(path.substring(0, slash) + path.substring(slash + 1));
  }
}
