package org.micromanager.data;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Signatures of Micro-Manager's type of this name. */
public interface Datastore extends DataProvider {
  void putImage(Image image) throws IOException;

  void setSummaryMetadata(SummaryMetadata metadata) throws IOException;

  void freeze() throws IOException;

  @Nullable String getSavePath();

  void setName(String name);

  /** How a data set is stored. */
  enum SaveMode {
    SINGLEPLANE_TIFF_SERIES,
    MULTIPAGE_TIFF,
    ND_TIFF
  }
}
