package org.scopeside.source.micromanager;

import org.jspecify.annotations.Nullable;

/**
 * Where a frame is, in the terms of its acquisition: any numbering, names in place of numbers.
 *
 * @param position number or name
 * @param label what the user called the position; null where it has no other name
 * @param channel number or name
 * @param channelName null where it has no other name
 * @param time number of the time point, also negative
 * @param section number of the z-section, also negative
 */
public record FrameAt(
    String position,
    @Nullable String label,
    String channel,
    @Nullable String channelName,
    long time,
    long section) {}
