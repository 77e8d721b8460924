package org.scopeside.segmenter.library;

import java.nio.file.Path;
import java.util.List;

/**
 * Where models come from and how they run.
 *
 * @param folders with model packages; those that do not exist hold none
 * @param engine inference engine, {@code auto} or its name
 * @param precision which of a package's networks runs
 * @param engineThreads threads that one run of a network may use
 * @param callers threads that will call a model at the same time
 * @param objectDiameterPx diameter of a typical object, pixels; NaN where it is not known
 * @param memoryBytes that one call of a network may hold beside its planes
 * @param auditSeams whether objects in the overlaps of tiles are compared
 */
public record LibrarySettings(
    List<Path> folders,
    String engine,
    PrecisionChoice precision,
    int engineThreads,
    int callers,
    double objectDiameterPx,
    long memoryBytes,
    boolean auditSeams) {
  public LibrarySettings {
    folders = List.copyOf(folders);
  }

  /** One caller, one thread, 512 MiB. */
  public static LibrarySettings of(List<Path> folders) {
    return new LibrarySettings(
        folders, "auto", PrecisionChoice.AUTO, 1, 1, Double.NaN, 512L << 20, true);
  }
}
