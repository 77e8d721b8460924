package org.scopeside.source.zarr;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.StoredPlane;

/** Images that are fields of one acquisition, while it is put together. */
final class SeatedImages {
  private final ChunkCache cache;
  private final List<StoredPlane> planes = new ArrayList<>();
  private final List<String> channelNames = new ArrayList<>();
  private final Set<@Nullable Double> physicalSizes = new HashSet<>();
  private int sizeZ = 1;
  private int sizeT = 1;
  private @Nullable Instant startedAt;

  SeatedImages(ChunkCache cache) {
    this.cache = cache;
  }

  void add(@Nullable Well well, int field, OmeImage image) {
    for (int t = 0; t < image.sizeT(); t++) {
      for (int z = 0; z < image.sizeZ(); z++) {
        for (int c = 0; c < image.sizeC(); c++) {
          if (image.archived().has(t, z, c)) {
            planes.add(new ZarrPlane(new PlanePlace(well, field, t, z, c), image, cache));
          }
        }
      }
    }
    image.archived().planes().values().forEach(this::takeStart);
    sizeT = Math.max(sizeT, image.sizeT());
    sizeZ = Math.max(sizeZ, image.sizeZ());
    physicalSizes.add(image.physicalSizeXUm());
    addChannels(image);
  }

  private void takeStart(PlaneFacts facts) {
    Instant taken = facts.recordedAt();
    if (taken != null && (startedAt == null || taken.isBefore(startedAt))) {
      startedAt = taken;
    }
  }

  private void addChannels(OmeImage image) {
    List<String> names = image.channelNames();
    for (int c = channelNames.size(); c < names.size(); c++) {
      channelNames.add(names.get(c));
    }
  }

  boolean isEmpty() {
    return planes.isEmpty();
  }

  StoredAcquisition acquisition(
      String name, @Nullable String plateName, int plateRows, int plateColumns) {
    planes.sort((one, other) -> PlanePlace.ACQUISITION_ORDER.compare(one.place(), other.place()));
    return new StoredAcquisition(
        name,
        plateName,
        plateRows,
        plateColumns,
        List.of(),
        channelNames,
        sizeZ,
        sizeT,
        physicalSizes.size() == 1 ? physicalSizes.iterator().next() : null,
        startedAt,
        planes);
  }
}
