package org.scopeside.runtime;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One condition of a service's health.
 *
 * @param name what is probed, for example {@code segmenter-consumer}
 * @param liveness true if failing means the process should be restarted; else it only means not
 *     ready
 * @param problem asked from the event loop, so it must not block: null when well, else the facts
 */
public record HealthProbe(String name, boolean liveness, Supplier<@Nullable String> problem) {}
