package org.scopeside.contract;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The objects that one model found in one field at one time point. */
public final class Segmentation {
  /** Most objects of one field; more is refused as malformed. */
  public static final int MAX_OBJECTS = JsonTree.MAX_LIST;

  private final String model;
  private final int count;
  private final int planes;
  private final boolean complete;
  private final Map<String, double[]> objects;

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
    return new JsonBuilder()
        .put("model", model)
        .put("count", count)
        .put("planes", planes)
        .put("complete", complete)
        .putColumns("objects", objects)
        .build();
  }

  static Segmentation read(JsonTree json) throws MalformedRecordException {
    int count = (int) json.requiredLong("count", 0, MAX_OBJECTS);
    return new Segmentation(
        json.requiredText("model"),
        count,
        json.intOr("planes", 1, 1, PlaneHeader.MAX_INDEX),
        json.flag("complete", true),
        json.columns("objects", count));
  }
}
