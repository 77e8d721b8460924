package org.scopeside.publish;

import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/** Whether Kafka's client has a connection while nothing is sent, by the client's own gauge. */
final class OpenConnections {
  private static final String GROUP = "producer-metrics";
  private static final String GAUGE = "connection-count";

  private @Nullable Producer<String, byte[]> watched;
  private @Nullable Metric gauge;
  private long goneSinceNanos;

  /** False where the client has no such gauge. */
  boolean goneFor(@Nullable Producer<String, byte[]> producer, long nanos) {
    if (producer != watched) {
      watched = producer;
      gauge = producer == null ? null : find(producer.metrics());
      goneSinceNanos = 0;
    }
    Metric count = gauge;
    if (count == null || ((Number) count.metricValue()).doubleValue() > 0) {
      goneSinceNanos = 0;
      return false;
    }
    if (goneSinceNanos == 0) {
      goneSinceNanos = System.nanoTime();
    }
    return System.nanoTime() - goneSinceNanos > nanos;
  }

  private static @Nullable Metric find(Map<MetricName, ? extends Metric> metrics) {
    for (Map.Entry<MetricName, ? extends Metric> metric : metrics.entrySet()) {
      if (metric.getKey().group().equals(GROUP) && metric.getKey().name().equals(GAUGE)) {
        return metric.getValue();
      }
    }
    return null;
  }
}
