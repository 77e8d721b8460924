package loci.formats;

import java.io.IOException;
import loci.formats.meta.MetadataStore;

/** Signatures of Bio-Formats' type of this name. */
public interface IFormatReader extends IFormatHandler, IPyramidHandler {
  boolean isThisType(String name, boolean open);

  int getImageCount();

  int getSizeX();

  int getSizeY();

  int getSizeZ();

  int getSizeC();

  int getSizeT();

  int getPixelType();

  int getBitsPerPixel();

  int getRGBChannelCount();

  boolean isLittleEndian();

  boolean isInterleaved();

  boolean isThumbnailSeries();

  byte[] openBytes(int no, byte[] buf) throws FormatException, IOException;

  int getSeriesCount();

  void setSeries(int no);

  void setGroupFiles(boolean group);

  void setFillColor(Byte color);

  String[] getUsedFiles();

  int getIndex(int z, int c, int t);

  void setMetadataStore(MetadataStore store);

  void setFlattenedResolutions(boolean flatten);

  void reopenFile() throws IOException;
}
