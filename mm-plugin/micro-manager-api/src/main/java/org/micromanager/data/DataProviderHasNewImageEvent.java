package org.micromanager.data;

import org.micromanager.MMEvent;

/** Signatures of Micro-Manager's type of this name. */
public interface DataProviderHasNewImageEvent extends MMEvent {
  Image getImage();

  Coords getCoords();

  DataProvider getDataProvider();
}
