package org.scopeside.source.zarr;

import java.util.List;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.StoredAcquisition;

/** An opened folder of OME-Zarr. Closing it gives the memory of decoded chunks back. */
final class ZarrDataset implements PlaneDataset {
  private final List<StoredAcquisition> acquisitions;
  private final List<Unread> unread;
  private final List<String> remarks;
  private final ChunkCache cache;

  ZarrDataset(
      List<StoredAcquisition> acquisitions,
      List<Unread> unread,
      List<String> remarks,
      ChunkCache cache) {
    this.acquisitions = List.copyOf(acquisitions);
    this.unread = List.copyOf(unread);
    this.remarks = List.copyOf(remarks);
    this.cache = cache;
  }

  @Override
  public List<StoredAcquisition> acquisitions() {
    return acquisitions;
  }

  @Override
  public List<Unread> unread() {
    return unread;
  }

  @Override
  public List<String> remarks() {
    return remarks;
  }

  @Override
  public void close() {
    cache.clear();
  }
}
