package org.scopeside.segmenter.pipeline;

import static org.scopeside.segmenter.model.FieldSegmentation.CELLS;
import static org.scopeside.segmenter.model.FieldSegmentation.NUCLEI;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.cells.NucleusCellMatch;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.model.FieldSegmentation;
import org.scopeside.segmenter.model.FieldSegmentation.ObjectSet;

/**
 * What a model found in a field, nuclei and cells numbered alike where it found both, with who
 * belongs to whom by CellProfiler's names.
 */
final class ObjectKinds {
  private final FieldSegmentation found;
  private final @Nullable NucleusCellMatch match;

  ObjectKinds(FieldSegmentation found) {
    FoundObjects nuclei = kind(found, NUCLEI);
    FoundObjects cells = kind(found, CELLS);
    if (nuclei == null || cells == null) {
      this.found = found;
      this.match = null;
      return;
    }
    NucleusCellMatch matched = NucleusCellMatch.of(nuclei, cells);
    this.match = matched;
    this.found =
        new FieldSegmentation(
            found.objects().stream().map(set -> renumbered(set, matched)).toList(),
            found.seams(),
            found.model());
  }

  private static @Nullable FoundObjects kind(FieldSegmentation found, String name) {
    return found.objects().stream()
        .filter(set -> set.name().equals(name))
        .map(ObjectSet::found)
        .findFirst()
        .orElse(null);
  }

  private static ObjectSet renumbered(ObjectSet set, NucleusCellMatch match) {
    return switch (set.name()) {
      case NUCLEI -> new ObjectSet(NUCLEI, match.nuclei());
      case CELLS -> new ObjectSet(CELLS, match.cells());
      default -> set;
    };
  }

  /** The kinds, the one that is counted first. */
  List<ObjectSet> all() {
    return found.objects();
  }

  FieldSegmentation found() {
    return found;
  }

  /** {@code Parent_Cells} of nuclei, {@code Children_Nuclei_Count} of cells; none without both. */
  Map<String, double[]> relations(String kind) {
    NucleusCellMatch matched = match;
    if (matched == null) {
      return Map.of();
    }
    return switch (kind) {
      case NUCLEI -> Map.of("Parent_Cells", doubles(matched.parents()));
      case CELLS -> Map.of("Children_Nuclei_Count", doubles(matched.nucleiCounts()));
      default -> Map.of();
    };
  }

  private static double[] doubles(int[] values) {
    return Arrays.stream(values).asDoubleStream().toArray();
  }
}
