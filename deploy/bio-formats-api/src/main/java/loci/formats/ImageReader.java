package loci.formats;

import java.io.IOException;
import loci.formats.meta.MetadataStore;

/** Signatures of Bio-Formats' type of this name. */
public class ImageReader implements IFormatReader {
  public IFormatReader getReader() {
    throw new UnsupportedOperationException();
  }

  public IFormatReader[] getReaders() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isThisType(String name, boolean open) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getImageCount() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getSizeX() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getSizeY() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getSizeZ() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getSizeC() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getSizeT() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getPixelType() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getBitsPerPixel() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getRGBChannelCount() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isLittleEndian() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isInterleaved() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isThumbnailSeries() {
    throw new UnsupportedOperationException();
  }

  @Override
  public byte[] openBytes(int no, byte[] buf) throws FormatException, IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getSeriesCount() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setSeries(int no) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setGroupFiles(boolean group) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setFillColor(Byte color) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String[] getUsedFiles() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getIndex(int z, int c, int t) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setMetadataStore(MetadataStore store) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setFlattenedResolutions(boolean flatten) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void reopenFile() throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getResolutionCount() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String getFormat() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setId(String id) throws FormatException, IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() throws IOException {
    throw new UnsupportedOperationException();
  }
}
