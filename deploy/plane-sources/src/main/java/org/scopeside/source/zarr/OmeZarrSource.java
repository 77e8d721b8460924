package org.scopeside.source.zarr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlaneDataset.Unread;
import org.scopeside.source.PlaneSource;
import org.scopeside.source.Recognition;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.UnusableSourceException;

/**
 * OME-Zarr (NGFF 0.1 to 0.5, Zarr 2 and 3): a plate, a well, an image, or a collection of images as
 * bioformats2raw lays them out. Full resolution only.
 *
 * <p>Chunks that nobody wrote hold the array's fill value, as Zarr has it; in an archive of ours
 * their planes never came and are not there.
 */
public final class OmeZarrSource implements PlaneSource {
  @Override
  public String name() {
    return "ome-zarr";
  }

  @Override
  public String description() {
    return "OME-Zarr plates, wells, images and collections of images, versions 0.1 to 0.5";
  }

  @Override
  public Recognition recognise(Path path, SourceOptions options) {
    if (!Files.isDirectory(path)) {
      return Recognition.NO;
    }
    try {
      ZarrNode node = ZarrNode.find(path);
      return node != null && node.isOme() ? Recognition.CERTAIN : Recognition.NO;
    } catch (UnreadableImageException damaged) {
      // Opening it tells what is wrong, unless another source knows better.
      return Recognition.POSSIBLE;
    }
  }

  @Override
  public PlaneDataset open(Path path, SourceOptions options) throws IOException {
    ZarrNode root = root(path.toAbsolutePath().normalize());
    OmeZarrDataset dataset = OmeZarrContent.of(root).dataset();
    if (dataset.acquisitions().isEmpty()) {
      throw nothingIn(path, dataset);
    }
    return dataset;
  }

  private static ZarrNode root(Path path) throws UnusableSourceException {
    try {
      ZarrNode root = ZarrNode.read(path);
      if (!root.isOme()) {
        throw new UnusableSourceException(
            root.document()
                + " tells of no plate, well or image as OME-Zarr does; an array alone is not read");
      }
      return root;
    } catch (UnreadableImageException damaged) {
      throw new UnusableSourceException(String.valueOf(damaged.getMessage()), damaged);
    }
  }

  private static UnusableSourceException nothingIn(Path path, OmeZarrDataset dataset) {
    if (dataset.unread().isEmpty()) {
      return new UnusableSourceException(path + " is OME-Zarr without any image");
    }
    Unread first = dataset.unread().get(0);
    int count = dataset.unread().size();
    return new UnusableSourceException(
        "%s holds no image that can be read: %s %s%s"
            .formatted(
                path,
                first.file(),
                first.reason(),
                count == 1 ? "" : "; and " + (count - 1) + " more"));
  }
}
