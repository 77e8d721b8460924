package org.scopeside.deploy.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.scopeside.segmenter.evaluate.NumberedObjects;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.image.PlaneReader;
import org.scopeside.source.image.PlaneShape;

/**
 * The first plane of a TIFF, PNG or NumPy file as numbers, to be read as labels or as grey values.
 *
 * @param values row-major {@code [y][x]}
 */
// Arrays: one entry a pixel, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record PlaneValues(Path path, double[] values, int sizeX, int sizeY) {

  /** Columns and rows. */
  record Size(int sizeX, int sizeY) {
    @Override
    public String toString() {
      return sizeX + "x" + sizeY;
    }
  }

  /** Size of a file's first plane, without its pixels. */
  static Size size(Path path) throws IOException {
    if (isNpy(path)) {
      int[] shape = plane(NpyFile.open(path));
      return new Size(shape[1], shape[0]);
    }
    PlaneShape shape = PlaneReader.shape(path, 0);
    return new Size(shape.sizeX(), shape.sizeY());
  }

  /**
   * Reads a file.
   *
   * @throws IOException that names the file
   */
  public static PlaneValues read(Path path) throws IOException {
    if (isNpy(path)) {
      NpyFile file = NpyFile.open(path);
      int[] shape = plane(file);
      return new PlaneValues(path, file.values(), shape[1], shape[0]);
    }
    PlanePixels plane = PlaneReader.read(path);
    if (plane.samplesPerPixel() != 1) {
      throw new IOException(
          path + ": is a colour image; labels and planes are grey, one number a pixel");
    }
    return new PlaneValues(path, plane.values(), plane.sizeX(), plane.sizeY());
  }

  private static boolean isNpy(Path path) throws IOException {
    if (!path.toString().toLowerCase(Locale.ROOT).endsWith(".npy")) {
      return false;
    }
    if (!Files.isRegularFile(path)) {
      throw new IOException(path + ": is no file");
    }
    return true;
  }

  private static int[] plane(NpyFile file) throws IOException {
    int[] shape = file.shape();
    boolean plane = shape.length == 2 && shape[0] > 0 && shape[1] > 0;
    if (!plane) {
      throw new IOException(file.path() + ": array " + file.shown() + " is no plane [y, x]");
    }
    return shape;
  }

  /**
   * The values as labels, numbered anew.
   *
   * @param minSize pixels that an object needs to count
   * @throws IOException if a value is no label: negative, broken or beyond 2³¹
   */
  NumberedObjects labels(int minSize) throws IOException {
    int[] labels = new int[values.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (int) values[i];
      if (labels[i] != values[i] || labels[i] < 0) {
        throw new IOException(
            "%s: holds %s at y=%d x=%d; labels are whole numbers from 0 to %d"
                .formatted(path, values[i], i / sizeX, i % sizeX, Integer.MAX_VALUE));
      }
    }
    return NumberedObjects.of(labels, sizeX, sizeY, minSize);
  }

  /** The values as grey values. */
  public GreyImage grey() {
    float[] pixels = new float[values.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) values[i];
    }
    return new GreyImage(pixels, sizeX, sizeY);
  }
}
