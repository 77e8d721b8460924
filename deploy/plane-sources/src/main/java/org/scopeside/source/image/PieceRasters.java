package org.scopeside.source.image;

import java.awt.image.Raster;
import java.io.IOException;

/** Strips or tiles that an image codec gives as a raster. */
final class PieceRasters {
  private PieceRasters() {}

  /**
   * Before a codec makes room for what its data claim.
   *
   * @throws IOException if that is not the piece
   */
  static void checkSize(TiffLayout layout, long sizeX, long sizeY) throws IOException {
    if (sizeX != layout.pieceX() || sizeY < 1 || sizeY > layout.pieceY()) {
      throw new IOException(
          "its codec says %dx%d for %dx%d"
              .formatted(sizeX, sizeY, layout.pieceX(), layout.pieceY()));
    }
  }

  /** Copies samples, {@code [y][x][sample]} little-endian; returns the bytes written. */
  static int copy(TiffLayout layout, Raster raster, byte[] target, int at, int room)
      throws IOException {
    int samples = layout.pieceSamples();
    int sampleBytes = layout.pixelType().bytes();
    if (raster.getNumBands() != samples || raster.getWidth() != layout.pieceX()) {
      throw new IOException(
          "its codec gives %d samples and %d columns, %d and %d are needed"
              .formatted(raster.getNumBands(), raster.getWidth(), samples, layout.pieceX()));
    }
    int rowBytes = layout.pieceX() * samples * sampleBytes;
    int rows = Math.min(raster.getHeight(), room / rowBytes);
    int[] row = new int[layout.pieceX() * samples];
    int out = at;
    for (int y = 0; y < rows; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, layout.pieceX(), 1, row);
      for (int value : row) {
        for (int b = 0; b < sampleBytes; b++) {
          target[out++] = (byte) (value >> (8 * b));
        }
      }
    }
    return out - at;
  }
}
