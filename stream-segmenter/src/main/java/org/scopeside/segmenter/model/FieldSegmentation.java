package org.scopeside.segmenter.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.LabelImage;

/**
 * What a model found in a field.
 *
 * @param objects by kind, the kind that is counted first; at least one
 * @param seams how far the pieces of the plane agreed where they overlap; null where it was
 *     segmented in one piece
 * @param model whose weights found it, where that is another than the one that was asked: its
 *     weights were exchanged; null where it is the same
 */
public record FieldSegmentation(
    List<ObjectSet> objects, @Nullable SeamAudit seams, @Nullable String model) {
  /** CellProfiler's name of nuclei. */
  public static final String NUCLEI = "Nuclei";

  /** CellProfiler's name of whole cells. */
  public static final String CELLS = "Cells";

  public FieldSegmentation {
    objects = List.copyOf(objects);
    if (objects.isEmpty()) {
      throw new IllegalArgumentException("a segmentation without any kind of object");
    }
  }

  /** Found by the model that was asked. */
  public FieldSegmentation(List<ObjectSet> objects, @Nullable SeamAudit seams) {
    this(objects, seams, null);
  }

  /** The same, found by the weights of a model. */
  public FieldSegmentation by(String reference) {
    return new FieldSegmentation(objects, seams, reference);
  }

  /** One kind of object, found in one piece. */
  public static FieldSegmentation of(String kind, LabelImage labels) {
    return new FieldSegmentation(List.of(new ObjectSet(kind, FoundObjects.of(labels))), null);
  }

  /** Labels of the kind that is counted. */
  public LabelImage labels() {
    return objects.get(0).found().labels();
  }

  /**
   * Objects of one kind.
   *
   * @param name CellProfiler's name of the kind
   */
  public record ObjectSet(String name, FoundObjects found) {}
}
