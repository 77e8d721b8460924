package org.scopeside.source.micromanager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlaneSource;
import org.scopeside.source.Recognition;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.UnusableSourceException;

/**
 * Folders of separate images as Micro-Manager 1.4 and 2.0 save them: {@code img_*.tif} beside
 * metadata.txt, a folder a position. Its stacks, {@code *MMStack*}, are OME-TIFF.
 */
public final class MicroManagerFolderSource implements PlaneSource {
  @Override
  public String name() {
    return "micro-manager";
  }

  @Override
  public String description() {
    return "folders of separate images of Micro-Manager 1.4 and 2.0 (img_*.tif and metadata.txt)";
  }

  @Override
  public boolean readsWhatGrows() {
    return true;
  }

  @Override
  public Recognition recognise(Path path, SourceOptions options) throws IOException {
    Path folder = folder(path);
    return Files.isDirectory(folder) && MicroManagerFolders.areAt(folder)
        ? Recognition.CERTAIN
        : Recognition.NO;
  }

  private static Path folder(Path path) {
    Path real = path.toAbsolutePath().normalize();
    return real.endsWith(MetadataText.NAME) ? real.resolveSibling("").normalize() : real;
  }

  @Override
  public PlaneDataset open(Path path, SourceOptions options) throws IOException {
    Path folder = folder(path);
    if (!Files.isDirectory(folder)) {
      throw new UnusableSourceException(path + " is no folder");
    }
    return ImageFolderPlan.of(folder);
  }
}
