package org.scopeside.source.zarr;

import java.util.List;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.StoredAcquisition;

/** What was found; closing it drops the chunks in memory. */
record OmeZarrDataset(
    List<StoredAcquisition> acquisitions,
    List<Unread> unread,
    List<String> remarks,
    ChunkCache cache)
    implements PlaneDataset {
  OmeZarrDataset {
    acquisitions = List.copyOf(acquisitions);
    unread = List.copyOf(unread);
    remarks = List.copyOf(remarks);
  }

  @Override
  public void close() {
    cache.clear();
  }
}
