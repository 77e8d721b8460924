package org.micromanager.data;

/** Signatures of Micro-Manager's type of this name. */
public interface Image {
  Metadata getMetadata();

  Coords getCoords();

  int getWidth();

  int getHeight();

  int getBytesPerPixel();

  int getBytesPerComponent();

  int getNumComponents();

  Object getRawPixels();
}
