package org.scopeside.results.tally;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PlaneResult;
import org.scopeside.contract.Segmentation;

/**
 * What is kept of an analysed plane.
 *
 * @param channelName its channel; null where the source did not say
 * @param quality image quality by CellProfiler name
 * @param flags what is wrong with it, each once
 * @param counted the model that counts; null for a plane that carries no objects
 * @param models objects by model; empty for a plane that carries none
 * @param stations when it passed each station
 */
public record FrameAnalysis(
    @Nullable String channelName,
    SortedMap<String, Double> quality,
    List<String> flags,
    @Nullable String counted,
    SortedMap<String, FieldObjects> models,
    Stations stations) {
  /** Most quality measurements and flags kept of a plane. */
  static final int MAX_QUALITY = 64;

  public FrameAnalysis {
    quality = Tallies.sorted(quality);
    flags = List.copyOf(flags);
    models = Tallies.sorted(models);
  }

  public static FrameAnalysis of(PlaneResult result) {
    SortedMap<String, Double> quality = new TreeMap<>();
    result.quality().entrySet().stream()
        .filter(entry -> Double.isFinite(entry.getValue()))
        .limit(MAX_QUALITY)
        .forEach(entry -> quality.put(entry.getKey(), entry.getValue()));
    SortedMap<String, FieldObjects> models = new TreeMap<>();
    for (Segmentation segmentation : result.segmentations()) {
      models.put(segmentation.model(), FieldObjects.of(segmentation));
    }
    return new FrameAnalysis(
        result.channelName(),
        quality,
        result.flags().stream().distinct().limit(MAX_QUALITY).toList(),
        result.segmentations().isEmpty() ? null : result.segmentations().get(0).model(),
        models,
        Stations.of(result.receipt()));
  }

  FrameAnalysis aggregatedAt(Instant at) {
    return new FrameAnalysis(
        channelName, quality, flags, counted, models, stations.aggregatedAt(at));
  }

  /** Quality as sums of one plane. */
  Map<String, ExactSum> qualitySums() {
    Map<String, ExactSum> sums = new TreeMap<>();
    quality.forEach((name, value) -> sums.put(name, ExactSum.of(value)));
    return sums;
  }

  /** Every flag once. */
  Map<String, Long> flagCounts() {
    Map<String, Long> counts = new TreeMap<>();
    flags.forEach(flag -> counts.put(flag, 1L));
    return counts;
  }
}
