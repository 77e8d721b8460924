package org.scopeside.micromanager.fakes;

import java.io.File;
import mmcorej.TaggedImage;
import org.micromanager.data.Coords;
import org.micromanager.data.DataManager;
import org.micromanager.data.Image;
import org.micromanager.data.Metadata;

/** Makes fakes of what Micro-Manager makes; every store is one in memory. */
public final class FakeData implements DataManager {
  @Override
  public FakeCoords.Builder coordsBuilder() {
    return new FakeCoords.Builder();
  }

  @Override
  public FakeMetadata.Builder metadataBuilder() {
    return FakeMetadata.builder();
  }

  @Override
  public FakeSummary.Builder summaryMetadataBuilder() {
    return FakeSummary.builder();
  }

  @Override
  public FakeDatastore createRAMDatastore() {
    return FakeDatastore.onItsThread();
  }

  @Override
  public FakeDatastore createNDTIFFDatastore(String directory) {
    return named(directory);
  }

  @Override
  public FakeDatastore createMultipageTIFFDatastore(
      String directory, boolean shouldGenerateSeparateMetadata, boolean shouldSplitPositions) {
    return named(directory);
  }

  @Override
  public FakeDatastore createSinglePlaneTIFFSeriesDatastore(String directory) {
    return named(directory);
  }

  @Override
  public String getUniqueSaveDirectory(String path) {
    return path + "_1";
  }

  @Override
  public Image convertTaggedImage(TaggedImage tagged, Coords coords, Metadata metadata) {
    int width = tagged.tags.optInt("Width");
    int height = tagged.tags.optInt("Height");
    int bytes = tagged.pix instanceof byte[] ? 1 : tagged.pix instanceof short[] ? 2 : 4;
    return FakeImage.grey(coords, width, height, tagged.pix, bytes).with(metadata);
  }

  @Override
  public Image convertTaggedImage(TaggedImage tagged) {
    return convertTaggedImage(tagged, FakeCoords.origin(), FakeMetadata.unknown());
  }

  private static FakeDatastore named(String directory) {
    FakeDatastore store = FakeDatastore.onItsThread();
    store.setName(new File(directory).getName());
    return store;
  }
}
