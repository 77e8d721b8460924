package org.scopeside.results.tally;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one well at one time point: the sum of its planes' last outcomes.
 *
 * <p>Exactly subtractable: for any sequence in which outcomes replace each other, the tally equals
 * the one of the last outcomes alone. Hence integer counts, {@link ExactSum}s and histogram bins,
 * and no running minimum, maximum or median.
 *
 * @param analysed planes analysed
 * @param failed planes failed
 * @param quality over analysed planes of all channels and sections, by CellProfiler name
 * @param flags planes with that flag
 * @param models by model
 */
public record WellTally(
    long analysed,
    long failed,
    SortedMap<String, ExactSum> quality,
    SortedMap<String, Long> flags,
    SortedMap<String, ModelTally> models) {
  /** Of a well that nothing is known of. */
  public static final WellTally EMPTY =
      new WellTally(0, 0, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

  public WellTally {
    quality = Tallies.sorted(quality);
    flags = Tallies.sorted(flags);
    models = Tallies.sorted(models);
  }

  /** This tally with one outcome instead of another; null stands for none. */
  public WellTally replace(@Nullable FrameOutcome former, @Nullable FrameOutcome next) {
    WellTally without = former == null ? this : minus(of(former));
    return next == null ? without : without.plus(of(next));
  }

  public WellTally plus(WellTally other) {
    return new WellTally(
        analysed + other.analysed,
        failed + other.failed,
        Tallies.combine(quality, other.quality, ExactSum.ZERO, ExactSum::plus),
        Tallies.plus(flags, other.flags),
        Tallies.combine(models, other.models, ModelTally.EMPTY, ModelTally::plus));
  }

  public WellTally minus(WellTally other) {
    return new WellTally(
        analysed - other.analysed,
        failed - other.failed,
        Tallies.combine(quality, other.quality, ExactSum.ZERO, ExactSum::minus),
        Tallies.minus(flags, other.flags),
        Tallies.combine(models, other.models, ModelTally.EMPTY, ModelTally::minus));
  }

  /** The tally of one plane. */
  static WellTally of(FrameOutcome outcome) {
    FrameAnalysis analysis = outcome.analysis();
    if (analysis == null) {
      int failed = outcome.failure() == null ? 0 : 1;
      return new WellTally(0, failed, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }
    SortedMap<String, ModelTally> models = new TreeMap<>();
    analysis.models().forEach((model, field) -> models.put(model, ModelTally.of(field)));
    return new WellTally(
        1, 0, new TreeMap<>(analysis.qualitySums()), new TreeMap<>(analysis.flagCounts()), models);
  }
}
