package org.micromanager.data;

import java.io.IOException;
import mmcorej.TaggedImage;
import mmcorej.org.json.JSONException;

/** Signatures of Micro-Manager's type of this name. */
public interface DataManager {
  Coords.Builder coordsBuilder();

  Metadata.Builder metadataBuilder();

  SummaryMetadata.Builder summaryMetadataBuilder();

  Datastore createRAMDatastore();

  Datastore createNDTIFFDatastore(String directory) throws IOException;

  Datastore createMultipageTIFFDatastore(
      String directory, boolean shouldGenerateSeparateMetadata, boolean shouldSplitPositions)
      throws IOException;

  Datastore createSinglePlaneTIFFSeriesDatastore(String directory) throws IOException;

  String getUniqueSaveDirectory(String path);

  Image convertTaggedImage(TaggedImage tagged, Coords coords, Metadata metadata)
      throws JSONException;

  Image convertTaggedImage(TaggedImage tagged) throws JSONException;
}
