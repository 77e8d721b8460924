package org.scopeside.source.ometiff;

import java.io.IOException;
import java.util.List;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.StoredAcquisition;

/** What was found; closing it closes the files that are open. */
record OmeTiffDataset(
    List<StoredAcquisition> acquisitions,
    List<Unread> unread,
    List<String> remarks,
    OpenTiffs tiffs)
    implements PlaneDataset {
  OmeTiffDataset {
    acquisitions = List.copyOf(acquisitions);
    unread = List.copyOf(unread);
    remarks = List.copyOf(remarks);
  }

  @Override
  public void close() throws IOException {
    tiffs.close();
  }
}
