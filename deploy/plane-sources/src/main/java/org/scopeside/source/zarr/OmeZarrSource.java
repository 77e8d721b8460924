package org.scopeside.source.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlaneSource;
import org.scopeside.source.Recognition;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.UnusableSourceException;

/** OME-Zarr 0.1 to 0.4: plates, single wells and images, collections of bioformats2raw. */
public final class OmeZarrSource implements PlaneSource {
  @Override
  public String name() {
    return "ome-zarr";
  }

  @Override
  public String description() {
    return "OME-Zarr (NGFF) up to 0.4: plates, wells, images, collections of bioformats2raw";
  }

  @Override
  public Recognition recognise(Path path, SourceOptions options) {
    if (!Files.isDirectory(path)) {
      return Recognition.NO;
    }
    try {
      // The newer version is recognised, so that it is refused by its name.
      ZarrFolder folder = new ZarrFolder(path);
      boolean newer = Files.exists(path.resolve(ZarrFolder.VERSION_3));
      return newer || isOme(folder.attributes()) ? Recognition.CERTAIN : Recognition.NO;
    } catch (UnreadableImageException damaged) {
      boolean zarr = Files.exists(path.resolve(".zgroup"));
      return zarr ? Recognition.POSSIBLE : Recognition.NO;
    }
  }

  private static boolean isOme(@org.jspecify.annotations.Nullable JsonNode attributes) {
    return attributes != null
        && (attributes.path("plate").isObject()
            || attributes.path("well").isObject()
            || attributes.path("multiscales").isArray()
            || attributes.has("bioformats2raw.layout"));
  }

  @Override
  public PlaneDataset open(Path path, SourceOptions options) throws IOException {
    Path folder = path.toAbsolutePath().normalize();
    if (!Files.isDirectory(folder)) {
      throw new UnusableSourceException(path + " is no folder of OME-Zarr");
    }
    return ZarrPlan.of(folder);
  }
}
