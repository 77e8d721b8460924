package org.scopeside.results.aggregate;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.scopeside.results.tally.FrameOutcome;
import org.scopeside.results.tally.Stations;

/** Counts what the topology takes in. */
public final class AggregationMeters {
  private final Counter analysed;
  private final Counter failed;
  private final Counter unattributed;
  private final Counter replaced;
  private final Counter malformedOutcomes;
  private final Counter malformedAcquisitions;
  private final Timer latency;

  public AggregationMeters(MeterRegistry registry) {
    analysed = outcomes(registry, "analysed");
    failed = outcomes(registry, "failed");
    unattributed = outcomes(registry, "unattributed");
    replaced =
        Counter.builder("scopeside.results.replaced")
            .description("Outcomes that replaced a former one of the same frame")
            .register(registry);
    malformedOutcomes = malformed(registry, "outcome");
    malformedAcquisitions = malformed(registry, "acquisition");
    latency =
        Timer.builder("scopeside.results.latency")
            .description("From capture of a plane to its well's tally")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofMinutes(1))
            .register(registry);
  }

  private static Counter outcomes(MeterRegistry registry, String status) {
    return Counter.builder("scopeside.results.outcomes")
        .description("Outcomes of planes taken in")
        .tag("status", status)
        .register(registry);
  }

  private static Counter malformed(MeterRegistry registry, String event) {
    return Counter.builder("scopeside.results.malformed")
        .description("Events that the contract refuses")
        .tag("event", event)
        .register(registry);
  }

  void malformedOutcome() {
    malformedOutcomes.increment();
  }

  void malformedAcquisition() {
    malformedAcquisitions.increment();
  }

  void unattributed() {
    unattributed.increment();
  }

  void aggregated(FrameOutcome outcome, boolean first) {
    if (!first) {
      replaced.increment();
    }
    if (outcome.failure() != null) {
      failed.increment();
    }
    if (outcome.analysis() != null) {
      analysed.increment();
      if (first) {
        Stations stations = outcome.analysis().stations();
        long micros = Math.max(0, stations.aggregated() - stations.captured());
        latency.record(Duration.ofNanos(micros * 1000));
      }
    }
  }
}
