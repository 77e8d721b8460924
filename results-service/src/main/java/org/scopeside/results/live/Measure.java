package org.scopeside.results.live;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.results.tally.AreaBins;
import org.scopeside.results.tally.ExactSum;
import org.scopeside.results.tally.FieldObjects;
import org.scopeside.results.tally.ModelTally;
import org.scopeside.results.tally.WellTally;

/** A number a well can be coloured by, and how it follows from the well's tally. */
enum Measure {
  COUNT("count", "Objects", null, (well, model) -> model == null ? Double.NaN : model.count()),
  COUNT_PER_FIELD(
      "countPerField",
      "Objects per field",
      null,
      (well, model) ->
          model == null || model.fields() == 0
              ? Double.NaN
              : (double) model.count() / model.fields()),
  MEAN_AREA("meanArea", "Mean area", "px", ofObjects(FieldObjects.AREA)),
  MEDIAN_AREA(
      "medianArea",
      "Median area",
      "px",
      (well, model) -> model == null ? Double.NaN : AreaBins.median(model.areas())),
  MEAN_INTENSITY("meanIntensity", "Mean intensity", null, ofObjects("Intensity_MeanIntensity")),
  FOCUS("focus", "Focus", null, ofPlanes("ImageQuality_LaplacianVariance", 1)),
  POWER_SLOPE(
      "powerSlope", "Power log-log slope", null, ofPlanes("ImageQuality_PowerLogLogSlope", 1)),
  BACKGROUND("background", "Background", null, ofPlanes("ImageQuality_Background", 1)),
  SATURATED(
      "saturatedFraction", "Saturated", null, ofPlanes("ImageQuality_PercentSaturated", 0.01)),
  SIGNAL_TO_NOISE(
      "signalToNoise", "Signal to noise", null, ofPlanes("ImageQuality_SignalToNoise", 1));

  private interface Reading {
    /** NaN where it is unknown; the model's tally is null before its first field. */
    double of(WellTally well, @Nullable ModelTally model);
  }

  private final String wireName;
  private final String label;
  private final @Nullable String unit;

  @SuppressWarnings("ImmutableEnumChecker") // the lambdas capture strings only
  private final Reading reading;

  Measure(String wireName, String label, @Nullable String unit, Reading reading) {
    this.wireName = wireName;
    this.label = label;
    this.unit = unit;
    this.reading = reading;
  }

  /** Mean of a measurement over the model's objects. */
  private static Reading ofObjects(String column) {
    return (well, model) -> model == null ? Double.NaN : mean(model.sums(), column);
  }

  /** Mean of an image quality over the well's analysed planes, in another unit. */
  private static Reading ofPlanes(String quality, double scale) {
    return (well, model) -> scale * mean(well.quality(), quality);
  }

  private static double mean(Map<String, ExactSum> sums, String name) {
    return sums.getOrDefault(name, ExactSum.ZERO).mean();
  }

  /** What is known of a well, by wire name. */
  static Map<String, Object> of(WellTally well, @Nullable ModelTally model) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Measure measure : values()) {
      double value = measure.reading.of(well, model);
      if (!Double.isNaN(value)) {
        values.put(measure.wireName, measure == COUNT ? (Object) (long) value : (Object) value);
      }
    }
    return values;
  }

  /** Names, labels and units of all measures. */
  static List<Object> describe() {
    return Arrays.stream(values()).<Object>map(Measure::toJson).toList();
  }

  private Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", wireName);
    json.put("label", label);
    if (unit != null) {
      json.put("unit", unit);
    }
    return json;
  }
}
