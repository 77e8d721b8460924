package org.scopeside.source.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.scopeside.source.UnreadableImageException;

/** Which images a collection has: as its folder {@code OME} lists them, else 0, 1, 2 and so on. */
final class CollectionSeries {
  private CollectionSeries() {}

  static List<String> of(ZarrNode collection, Consumer<UnreadableImageException> unread) {
    try {
      ZarrNode ome = ZarrNode.find(collection.folder().resolve("OME"));
      JsonNode series = ome == null ? null : ome.attributes().path("series");
      if (series != null && series.isArray() && !series.isEmpty()) {
        Set<String> paths = new LinkedHashSet<>();
        series.forEach(path -> paths.add(path.asText()));
        return List.copyOf(paths);
      }
    } catch (UnreadableImageException damaged) {
      unread.accept(damaged);
    }
    return counted(collection);
  }

  private static List<String> counted(ZarrNode collection) {
    List<String> paths = new ArrayList<>();
    while (Files.isDirectory(collection.folder().resolve(String.valueOf(paths.size())))) {
      paths.add(String.valueOf(paths.size()));
    }
    return paths;
  }
}
