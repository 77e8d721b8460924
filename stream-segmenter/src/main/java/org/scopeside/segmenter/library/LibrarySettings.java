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
 * @param gpuDevice which GPU, from 0; ignored where there is none
 * @param gpuMemoryShare of its free memory that may be taken
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
    int gpuDevice,
    double gpuMemoryShare,
    int callers,
    double objectDiameterPx,
    long memoryBytes,
    boolean auditSeams) {
  /** What is taken of a GPU's free memory unless asked otherwise. */
  public static final double GPU_MEMORY_SHARE = 0.8;

  public LibrarySettings {
    folders = List.copyOf(folders);
  }

  /** One caller, one thread, 512 MiB. */
  public static LibrarySettings of(List<Path> folders) {
    return new LibrarySettings(
        folders,
        "auto",
        PrecisionChoice.AUTO,
        1,
        0,
        GPU_MEMORY_SHARE,
        1,
        Double.NaN,
        512L << 20,
        true);
  }

  public LibrarySettings withEngine(String value) {
    return new LibrarySettings(
        folders,
        value,
        precision,
        engineThreads,
        gpuDevice,
        gpuMemoryShare,
        callers,
        objectDiameterPx,
        memoryBytes,
        auditSeams);
  }

  public LibrarySettings withPrecision(PrecisionChoice value) {
    return new LibrarySettings(
        folders,
        engine,
        value,
        engineThreads,
        gpuDevice,
        gpuMemoryShare,
        callers,
        objectDiameterPx,
        memoryBytes,
        auditSeams);
  }

  public LibrarySettings withEngineThreads(int value) {
    return new LibrarySettings(
        folders,
        engine,
        precision,
        value,
        gpuDevice,
        gpuMemoryShare,
        callers,
        objectDiameterPx,
        memoryBytes,
        auditSeams);
  }

  public LibrarySettings withObjectDiameterPx(double value) {
    return new LibrarySettings(
        folders,
        engine,
        precision,
        engineThreads,
        gpuDevice,
        gpuMemoryShare,
        callers,
        value,
        memoryBytes,
        auditSeams);
  }

  public LibrarySettings withGpuDevice(int value) {
    return new LibrarySettings(
        folders,
        engine,
        precision,
        engineThreads,
        value,
        gpuMemoryShare,
        callers,
        objectDiameterPx,
        memoryBytes,
        auditSeams);
  }

  public LibrarySettings withFolders(List<Path> value) {
    return new LibrarySettings(
        value,
        engine,
        precision,
        engineThreads,
        gpuDevice,
        gpuMemoryShare,
        callers,
        objectDiameterPx,
        memoryBytes,
        auditSeams);
  }
}
