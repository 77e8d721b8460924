package org.scopeside.deploy.service;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;

/** The Vert.x and the meters that services run on. */
public final class ServiceVertx {
  private static final int EVENT_LOOPS = 2;

  private ServiceVertx() {}

  /** Meters for Prometheus, with those of the JVM and its processors. */
  public static PrometheusMeterRegistry registry() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    bindCollector(registry);
    return registry;
  }

  /** Its listeners stay for the life of the process, as the registry does. */
  @SuppressWarnings("resource")
  private static void bindCollector(PrometheusMeterRegistry registry) {
    new JvmGcMetrics().bindTo(registry);
  }

  /** A Vert.x whose HTTP servers and pools report to the registry. */
  public static Vertx vertx(PrometheusMeterRegistry registry) {
    MicrometerMetricsOptions metrics = new MicrometerMetricsOptions().setEnabled(true);
    return Vertx.builder()
        .with(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS).setMetricsOptions(metrics))
        .withMetrics(new MicrometerMetricsFactory(registry))
        .build();
  }
}
