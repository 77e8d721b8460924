package org.scopeside.source.ometiff;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one file, or a set of files with one document, holds.
 *
 * @param name what the files are called, for people
 * @param folder where they lie
 * @param fields in the order of the document
 * @param plates as the document declares them; most often none or one
 * @param byImageId fields by the ids that plates refer to them with
 * @param declared what only sets of the same acquisition share; null where nothing does
 */
record FileSet(
    String name,
    Path folder,
    List<FieldStack> fields,
    List<OmePlate> plates,
    Map<String, FieldStack> byImageId,
    @Nullable String declared,
    @Nullable Instant startedAt) {

  FileSet {
    fields = List.copyOf(fields);
    plates = List.copyOf(plates);
    byImageId = Map.copyOf(byImageId);
  }

  static FileSet withoutPlate(
      String name,
      Path folder,
      List<FieldStack> fields,
      @Nullable String declared,
      @Nullable Instant startedAt) {
    return new FileSet(name, folder, fields, List.of(), Map.of(), declared, startedAt);
  }

  boolean hasPlanes() {
    return fields.stream().anyMatch(field -> !field.planes().isEmpty());
  }

  /** The file's name without its extensions, and without the position that Micro-Manager adds. */
  static String nameOf(Path file) {
    return Survey.name(file)
        .replaceFirst("(?i)(\\.companion)?\\.ome(\\.xml)?$", "")
        .replaceFirst("(?i)(\\.ome)?\\.(tiff?|tf2|tf8|btf|png)$", "")
        .replaceFirst("_MMStack(_[^/]*)?$", "");
  }
}
