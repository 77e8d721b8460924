package org.scopeside.source.pattern;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;

/**
 * What a folder holds, as an acquisition. All lists are immutable.
 *
 * @param plateName the token of {@code {plate}}; null without one
 * @param planes in {@link PlaneFile#ACQUISITION_ORDER}, at least one
 * @param fieldsPerWell number of fields of each well, by row and column; empty without wells
 * @param fieldNames the token of each field by its index; empty without {@code {field}}
 * @param channelNames the token of each channel by its index; empty without {@code {channel}}
 * @param sizeZ distinct z-sections, at least 1
 * @param sizeT distinct time points, at least 1
 * @param missingPlanes planes that fields lack against the full channel x z x t
 * @param filesWithUnreadPages TIFFs whose further pages are not read, because the pattern has
 *     {@code {z}} and pages could only be z
 * @param ignoredFiles files that the pattern does not match, and hidden ones
 * @param ignoredExamples up to three of their names
 */
public record FolderPlan(
    Path folder,
    NamePattern pattern,
    @Nullable String plateName,
    List<PlaneFile> planes,
    Map<Well, Integer> fieldsPerWell,
    List<String> fieldNames,
    List<String> channelNames,
    int sizeZ,
    int sizeT,
    int missingPlanes,
    int filesWithUnreadPages,
    int ignoredFiles,
    List<String> ignoredExamples) {

  public FolderPlan {
    planes = List.copyOf(planes);
    fieldsPerWell = Collections.unmodifiableMap(new LinkedHashMap<>(fieldsPerWell));
    fieldNames = List.copyOf(fieldNames);
    channelNames = List.copyOf(channelNames);
    ignoredExamples = List.copyOf(ignoredExamples);
  }

  /** Wells by row and column; empty without wells. */
  public List<Well> wells() {
    return List.copyOf(fieldsPerWell.keySet());
  }

  /** Channels, at least 1. */
  public int sizeC() {
    return Math.max(1, channelNames.size());
  }

  /** The most fields a well has; without wells, the fields there are. */
  public int fields() {
    return fieldsPerWell.values().stream()
        .mapToInt(Integer::intValue)
        .max()
        .orElse(Math.max(1, fieldNames.size()));
  }

  /** The channel's token; null where the pattern has no {@code {channel}}. */
  public @Nullable String channelName(int theC) {
    return channelNames.isEmpty() ? null : channelNames.get(theC);
  }
}
