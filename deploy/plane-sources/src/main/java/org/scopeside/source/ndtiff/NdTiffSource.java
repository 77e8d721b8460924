package org.scopeside.source.ndtiff;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlaneSource;
import org.scopeside.source.Recognition;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.UnusableSourceException;

/**
 * NDTiff data sets, versions 2 and 3, as Micro-Manager and pycro-manager write them. A data set
 * that is still being written may be opened; its new planes are there when it is opened again.
 */
public final class NdTiffSource implements PlaneSource {
  private static final String FULL_RESOLUTION = "Full resolution";

  @Override
  public String name() {
    return "ndtiff";
  }

  @Override
  public String description() {
    return "NDTiff data sets of Micro-Manager and pycro-manager (folders with NDTiff.index)";
  }

  @Override
  public boolean readsWhatGrows() {
    return true;
  }

  @Override
  public Recognition recognise(Path path, SourceOptions options) {
    return index(path) == null ? Recognition.NO : Recognition.CERTAIN;
  }

  /** The index of a folder, of its full resolution, or beside one of its files; null without. */
  private static @Nullable Path index(Path path) {
    Path real = path.toAbsolutePath().normalize();
    Path folder = real;
    if (Files.isRegularFile(real)) {
      String file = String.valueOf(real.getFileName());
      if (!file.equals(NdTiffIndex.NAME) && !file.contains("NDTiffStack")) {
        return null;
      }
      folder = real.resolveSibling("").normalize();
    }
    Path own = folder.resolve(NdTiffIndex.NAME);
    Path full = folder.resolve(FULL_RESOLUTION).resolve(NdTiffIndex.NAME);
    return Files.isRegularFile(own) ? own : Files.isRegularFile(full) ? full : null;
  }

  @Override
  public PlaneDataset open(Path path, SourceOptions options) throws IOException {
    Path index = index(path);
    if (index == null) {
      throw new UnusableSourceException(path + " holds no " + NdTiffIndex.NAME);
    }
    return DatasetPlan.of(path.toAbsolutePath().normalize(), index);
  }
}
