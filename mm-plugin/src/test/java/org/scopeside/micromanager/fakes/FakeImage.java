package org.scopeside.micromanager.fakes;

import org.micromanager.data.Coords;
import org.micromanager.data.Image;
import org.micromanager.data.Metadata;

/** An image on the array it is given. */
public record FakeImage(
    Object pixels,
    int width,
    int height,
    int bytesPerComponent,
    int components,
    int bytesPerPixel,
    Coords coords,
    Metadata metadata)
    implements Image {

  /** GRAY8. */
  public static FakeImage grey8(Coords coords, int width, int height) {
    return grey(coords, width, height, new byte[width * height], 1);
  }

  /** GRAY16. */
  public static FakeImage grey16(Coords coords, int width, int height) {
    return grey(coords, width, height, new short[width * height], 2);
  }

  /** GRAY32: float. */
  public static FakeImage grey32(Coords coords, int width, int height) {
    return grey(coords, width, height, new float[width * height], 4);
  }

  /** Grey, of samples of that many bytes. */
  public static FakeImage grey(Coords coords, int width, int height, Object pixels, int bytes) {
    return new FakeImage(pixels, width, height, bytes, 1, bytes, coords, FakeMetadata.unknown());
  }

  /** RGB32: bytes blue, green, red, nothing. */
  public static FakeImage rgb32(Coords coords, int width, int height, byte[] bgra) {
    return new FakeImage(bgra, width, height, 1, 3, 4, coords, FakeMetadata.unknown());
  }

  /** This one with other metadata. */
  public FakeImage with(Metadata other) {
    return new FakeImage(
        pixels, width, height, bytesPerComponent, components, bytesPerPixel, coords, other);
  }

  @Override
  public Metadata getMetadata() {
    return metadata;
  }

  @Override
  public Coords getCoords() {
    return coords;
  }

  @Override
  public int getWidth() {
    return width;
  }

  @Override
  public int getHeight() {
    return height;
  }

  @Override
  public int getBytesPerPixel() {
    return bytesPerPixel;
  }

  @Override
  public int getBytesPerComponent() {
    return bytesPerComponent;
  }

  @Override
  public int getNumComponents() {
    return components;
  }

  @Override
  public Object getRawPixels() {
    return pixels;
  }
}
