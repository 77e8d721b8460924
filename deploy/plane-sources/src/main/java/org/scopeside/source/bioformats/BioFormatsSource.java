package org.scopeside.source.bioformats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneSource;
import org.scopeside.source.Recognition;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.UnusableSourceException;

/**
 * Files of microscope makers, read by the Bio-Formats that the user drops in. Without it such files
 * are still known by their names, so that opening one says what is wanting.
 */
public final class BioFormatsSource implements PlaneSource {
  @Override
  public String name() {
    return "bio-formats";
  }

  @Override
  public String description() {
    return "files of microscope makers (CZI, ND2, LIF, OIB, Operetta, ...), by the Bio-Formats that you"
        + " drop in";
  }

  @Override
  public Recognition recognise(Path path, SourceOptions options) throws IOException {
    Path file = Files.isDirectory(path) ? IndexFile.in(path) : path;
    if (file == null) {
      return Recognition.NO;
    }
    boolean vendors = VendorFormat.of(file) != null;
    try {
      BioFormatsPlace place = BioFormatsPlace.find(options);
      if (place == null) {
        return vendors ? Recognition.POSSIBLE : Recognition.NO;
      }
      if (!IsolatedBioFormats.of(place).library().reads(file)) {
        return Recognition.NO;
      }
      return vendors && !VendorFormat.isOurs(file) ? Recognition.CERTAIN : Recognition.POSSIBLE;
    } catch (UnusableSourceException unusable) {
      // Opening says why; a Bio-Formats that is broken keeps no other source from its files.
      return vendors ? Recognition.POSSIBLE : Recognition.NO;
    }
  }

  /** Opens the file, or the folder's index. */
  @Override
  public BioFormatsDataset open(Path path, SourceOptions options) throws IOException {
    Path file = Files.isDirectory(path) ? index(path) : path;
    BioFormatsPlace place = BioFormatsPlace.find(options);
    if (place == null) {
      throw wanting(file);
    }
    return IsolatedBioFormats.of(place).library().open(path, file);
  }

  private static Path index(Path folder) throws IOException {
    Path index = IndexFile.in(folder);
    if (index == null) {
      throw new UnusableSourceException(
          folder
              + ": neither it nor a folder in it has an index file that Bio-Formats opens"
              + " (Index.idx.xml, Index.xml, *.mlf, *.xdce, *.HTD, *.companion.ome); name the file itself");
    }
    return index;
  }

  private static UnusableSourceException wanting(Path file) {
    @Nullable String what = VendorFormat.of(file);
    return new UnusableSourceException(
        "%s%s. Bio-Formats reads it; %s"
            .formatted(
                file,
                what == null ? " is to be read by Bio-Formats" : " is " + what,
                BioFormatsPlace.howToGet()));
  }
}
