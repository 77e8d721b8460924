package org.scopeside.results.live;

import org.jspecify.annotations.Nullable;
import org.scopeside.results.tally.WellKey;

/**
 * Something that looks different now. What it looks like is asked when it is sent, so that of many
 * changes only the last costs anything.
 *
 * @param acquisition whose
 * @param well the well and time point; null for the acquisition itself
 */
public record Change(String acquisition, @Nullable WellKey well) {}
