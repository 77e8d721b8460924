package org.scopeside.source.watch;

import java.nio.file.Path;
import java.util.function.Function;

/** Files and folders of which each is a whole acquisition in itself. */
final class ContainerWatch {
  ContainerWatch(
      WatchSettings settings,
      Function<String, WatchedAcquisition> acquisitions,
      WatchListener listener) {}

  static String keyOf(String relativeName) {
    int slash = relativeName.indexOf('/');
    return slash < 0 ? relativeName : relativeName.substring(0, slash);
  }

  void touched(Path file, String relativeName) {}

  void look(boolean ready) {}

  boolean isBusy() {
    return false;
  }
}
