package org.micromanager.data;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Signatures of Micro-Manager's type of this name. */
public interface DataProvider extends Closeable {
  @Override
  void close() throws IOException;

  @Nullable Image getImage(Coords coords) throws IOException;

  Iterable<Coords> getUnorderedImageCoords();

  boolean isFrozen();

  int getNumImages();

  SummaryMetadata getSummaryMetadata();

  String getName();

  void registerForEvents(Object subscriber);

  void unregisterForEvents(Object subscriber);
}
