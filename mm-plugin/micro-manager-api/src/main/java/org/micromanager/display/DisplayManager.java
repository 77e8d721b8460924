package org.micromanager.display;

import java.util.List;
import org.micromanager.data.DataProvider;

/** Signatures of Micro-Manager's type of this name. */
public interface DisplayManager {
  List<DisplayWindow> getDisplays(DataProvider provider);

  List<DisplayWindow> getAllImageWindows();

  DisplayWindow createDisplay(DataProvider provider);

  void manage(DataProvider store);

  void registerForEvents(Object subscriber);

  void unregisterForEvents(Object subscriber);
}
