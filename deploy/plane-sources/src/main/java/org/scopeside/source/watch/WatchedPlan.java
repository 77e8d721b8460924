package org.scopeside.source.watch;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;

/**
 * What is known so far of an acquisition that is being written; it grows as planes come.
 *
 * @param id letters, digits, {@code . _ -}, from the path below the watched folder
 * @param plateName null where there is no plate
 * @param plateRows 0 where not known, as the next
 * @param wells in order; empty where there is no plate
 * @param fields the largest number of a well, at least 1
 * @param channelNames by index; at least one
 * @param nucleus index of the channel that is segmented
 * @param expectedPlanes 0 where not known
 */
public record WatchedPlan(
    String id,
    Instant startedAt,
    @Nullable String plateName,
    int plateRows,
    int plateColumns,
    List<Well> wells,
    int fields,
    List<String> channelNames,
    int nucleus,
    int sizeZ,
    int sizeT,
    long expectedPlanes,
    @Nullable Double physicalSizeXUm) {
  public WatchedPlan {
    wells = List.copyOf(wells);
    channelNames = List.copyOf(channelNames);
  }
}
