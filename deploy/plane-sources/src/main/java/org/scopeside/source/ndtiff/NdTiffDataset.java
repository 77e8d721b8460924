package org.scopeside.source.ndtiff;

import java.util.List;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.StoredAcquisition;

/** An opened data set. Files are opened for each plane anew, so that there is nothing to close. */
record NdTiffDataset(
    List<StoredAcquisition> acquisitions, List<PlaneDataset.Unread> unread, List<String> remarks)
    implements PlaneDataset {
  NdTiffDataset {
    acquisitions = List.copyOf(acquisitions);
    unread = List.copyOf(unread);
    remarks = List.copyOf(remarks);
  }

  @Override
  public void close() {}
}
