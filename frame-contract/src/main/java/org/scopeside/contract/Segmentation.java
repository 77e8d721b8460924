package org.scopeside.contract;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The objects that one model found in one field at one time point. The first of a result is the one
 * that counts; others are further kinds of objects of the same model, whose {@link #model()} then
 * ends in the kind ({@code mesmer@1/Nuclei}), and shadow models.
 */
public final class Segmentation {
  /** Most objects of one field; more is refused as malformed. */
  public static final int MAX_OBJECTS = JsonTree.MAX_LIST;

  private final String model;
  private final int count;
  private final int planes;
  private final boolean complete;
  private final Map<String, double[]> objects;
  private final @Nullable String objectName;
  private final boolean shadow;
  private final @Nullable Seams seams;

  /**
   * Objects that lie where two pieces of a plane overlap are segmented twice; how far the two agree
   * tells whether cutting the plane did harm.
   */
  public static final class Seams {
    private final int objects;
    private final int disagreeing;

    /**
     * @param objects that lie wholly in an overlap, counted in both pieces
     * @param disagreeing those without a partner (intersection over union of at least 0.5) in the
     *     other piece, at most {@code objects}
     */
    public Seams(int objects, int disagreeing) {
      if (disagreeing < 0 || disagreeing > objects) {
        throw new IllegalArgumentException(disagreeing + " of " + objects + " disagree");
      }
      this.objects = objects;
      this.disagreeing = disagreeing;
    }

    public int objects() {
      return objects;
    }

    public int disagreeing() {
      return disagreeing;
    }
  }

  /**
   * @param model name and version of the model, for example {@code classical@1}
   * @param count objects found
   * @param planes z-planes that went into it
   * @param complete false where z-planes of the plan were missing
   * @param objects measurements by CellProfiler name, each with {@code count} values, object i at i
   *     - 1
   */
  public Segmentation(
      String model, int count, int planes, boolean complete, Map<String, double[]> objects) {
    this(model, count, planes, complete, objects, null, false, null);
  }

  private Segmentation(
      String model,
      int count,
      int planes,
      boolean complete,
      Map<String, double[]> objects,
      @Nullable String objectName,
      boolean shadow,
      @Nullable Seams seams) {
    for (Map.Entry<String, double[]> column : objects.entrySet()) {
      if (column.getValue().length != count) {
        throw new IllegalArgumentException(
            column.getKey()
                + " has "
                + column.getValue().length
                + " values for "
                + count
                + " objects");
      }
    }
    this.model = model;
    this.count = count;
    this.planes = planes;
    this.complete = complete;
    this.objects = Collections.unmodifiableMap(new LinkedHashMap<>(objects));
    this.objectName = objectName;
    this.shadow = shadow;
    this.seams = seams;
  }

  /** The same, of objects of this kind, by CellProfiler's name: {@code Nuclei}, {@code Cells}. */
  public Segmentation ofObjects(String name) {
    return new Segmentation(model, count, planes, complete, objects, name, shadow, seams);
  }

  /** The same, of a model that runs beside the one that counts. */
  public Segmentation asShadow() {
    return new Segmentation(model, count, planes, complete, objects, objectName, true, seams);
  }

  /** The same, of a plane that was cut into overlapping pieces. */
  public Segmentation withSeams(@Nullable Seams found) {
    return new Segmentation(model, count, planes, complete, objects, objectName, shadow, found);
  }

  /** Kind of object by CellProfiler's name; null where the model does not say. */
  public @Nullable String objectName() {
    return objectName;
  }

  /** Whether the model runs beside the one that counts, for comparison. */
  public boolean shadow() {
    return shadow;
  }

  /** How far overlapping pieces of the plane agree; null where it was segmented in one piece. */
  public @Nullable Seams seams() {
    return seams;
  }

  public String model() {
    return model;
  }

  public int count() {
    return count;
  }

  /** Z-planes that went into it. */
  public int planes() {
    return planes;
  }

  /** False where z-planes of the plan were missing. */
  public boolean complete() {
    return complete;
  }

  /** Measurements by CellProfiler name; arrays must not be changed. */
  public Map<String, double[]> objects() {
    return objects;
  }

  Map<String, Object> toJson() {
    JsonBuilder json =
        new JsonBuilder()
            .put("model", model)
            .put("objectName", objectName)
            .put("count", count)
            .put("planes", planes)
            .put("complete", complete)
            .put("shadow", shadow ? true : null);
    if (seams != null) {
      json.put(
          "seams",
          new JsonBuilder()
              .put("objects", seams.objects)
              .put("disagreeing", seams.disagreeing)
              .build());
    }
    return json.putColumns("objects", objects).build();
  }

  static Segmentation read(JsonTree json) throws MalformedRecordException {
    int count = (int) json.requiredLong("count", 0, MAX_OBJECTS);
    return new Segmentation(
        json.requiredText("model"),
        count,
        json.intOr("planes", 1, 1, PlaneHeader.MAX_INDEX),
        json.flag("complete", true),
        json.columns("objects", count),
        json.text("objectName"),
        json.flag("shadow", false),
        seams(json));
  }

  private static @Nullable Seams seams(JsonTree json) throws MalformedRecordException {
    if (!json.has("seams")) {
      return null;
    }
    JsonTree seams = json.object("seams");
    int objects = (int) seams.requiredLong("objects", 0, 2L * MAX_OBJECTS);
    return new Seams(objects, (int) seams.requiredLong("disagreeing", 0, objects));
  }
}
