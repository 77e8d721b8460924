package org.micromanager.display;

import org.micromanager.data.Coords;
import org.micromanager.data.DataProvider;

/** Signatures of Micro-Manager's type of this name. */
public interface DataViewer {
  DataProvider getDataProvider();

  void setDisplayPosition(Coords position);

  boolean isClosed();

  void registerForEvents(Object subscriber);

  void unregisterForEvents(Object subscriber);
}
