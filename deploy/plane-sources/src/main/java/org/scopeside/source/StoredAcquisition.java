package org.scopeside.source;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;

/**
 * One acquisition as it lies in files.
 *
 * @param name what its writer called it, for people; an id is made of it
 * @param plateName null where there is no plate, or a nameless one
 * @param plateRows rows of the plate as declared; 0 where only the wells are known
 * @param plateColumns columns of the plate as declared; 0 where only the wells are known
 * @param fieldNames what each field is called, by its index; empty where fields have no names
 * @param channelNames name of each channel, by its index; empty for one channel without a name
 * @param sizeZ z-sections of a field, at least 1
 * @param sizeT time points of a field, at least 1
 * @param physicalSizeXUm width of a pixel in the specimen, µm; null where not known or not one
 * @param startedAt when it began, by the file's own metadata; null where not known. Many programs
 *     write local time without its zone, so that only differences mean something
 * @param planes in the order of acquisition as far as it is known, else in {@link
 *     PlanePlace#ACQUISITION_ORDER}; at least one, no place twice
 */
public record StoredAcquisition(
    String name,
    @Nullable String plateName,
    int plateRows,
    int plateColumns,
    List<String> fieldNames,
    List<String> channelNames,
    int sizeZ,
    int sizeT,
    @Nullable Double physicalSizeXUm,
    @Nullable Instant startedAt,
    List<StoredPlane> planes) {

  public StoredAcquisition {
    if (planes.isEmpty()) {
      throw new IllegalArgumentException("acquisition '" + name + "' has no planes");
    }
    fieldNames = List.copyOf(fieldNames);
    channelNames = List.copyOf(channelNames);
    planes = List.copyOf(planes);
  }

  /** Channels, at least 1. */
  public int sizeC() {
    return Math.max(1, channelNames.size());
  }

  /** The channel's name; null where it has none. */
  public @Nullable String channelName(int theC) {
    return theC < channelNames.size() ? channelNames.get(theC) : null;
  }

  /** Number of fields of each well, by row and column; empty without wells. */
  public Map<Well, Integer> fieldsPerWell() {
    Map<Well, Set<Integer>> fields = new TreeMap<>();
    for (StoredPlane plane : planes) {
      Well well = plane.place().well();
      if (well != null) {
        fields.computeIfAbsent(well, any -> new HashSet<>()).add(plane.place().field());
      }
    }
    Map<Well, Integer> counts = new TreeMap<>();
    fields.forEach((well, seen) -> counts.put(well, seen.size()));
    return counts;
  }

  /** Fields of a well: one more than the largest index there is. */
  public int fields() {
    return 1 + planes.stream().mapToInt(plane -> plane.place().field()).max().orElse(0);
  }

  /** Rows and columns of the plate: as declared, else of the smallest format that has all wells. */
  public int[] plateFormat() {
    return PlateFormat.of(fieldsPerWell().keySet(), plateRows, plateColumns);
  }

  /** Planes that are not there, were every field as complete as the largest extents. */
  public long missingPlanes() {
    Set<String> fields = new HashSet<>();
    for (StoredPlane plane : planes) {
      fields.add(plane.place().well() + "/" + plane.place().field());
    }
    return (long) fields.size() * sizeC() * sizeZ * sizeT - planes.size();
  }
}
