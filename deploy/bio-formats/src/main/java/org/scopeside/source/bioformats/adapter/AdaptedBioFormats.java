package org.scopeside.source.bioformats.adapter;

import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import loci.formats.FormatTools;
import loci.formats.IFormatReader;
import loci.formats.ImageReader;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.UnusableSourceException;
import org.scopeside.source.bioformats.BioFormatsDataset;
import org.scopeside.source.bioformats.BioFormatsLibrary;

/** The Bio-Formats beside this class, as the rest of the program knows it. */
public final class AdaptedBioFormats implements BioFormatsLibrary {
  @Override
  public String version() throws UnusableSourceException {
    return Boundary.library(() -> FormatTools.VERSION);
  }

  @Override
  public List<Format> formats() throws UnusableSourceException {
    return Boundary.library(AdaptedBioFormats::listed);
  }

  private static List<Format> listed() {
    List<Format> formats = new ArrayList<>();
    for (IFormatReader reader : new ImageReader().getReaders()) {
      Class<?> type = reader.getClass();
      formats.add(new Format(reader.getFormat(), type.getSimpleName(), jar(type)));
    }
    return formats;
  }

  private static String jar(Class<?> type) {
    @Nullable CodeSource source = type.getProtectionDomain().getCodeSource();
    @Nullable URL place = source == null ? null : source.getLocation();
    return place == null ? "" : place.getPath().replaceAll("/$", "").replaceAll(".*/", "");
  }

  @Override
  public boolean reads(Path file) throws UnusableSourceException {
    return Boundary.source(
        file,
        () -> {
          try (ImageReader readers = new ImageReader()) {
            return readers.isThisType(file.toString(), true);
          }
        });
  }

  @Override
  public BioFormatsDataset open(Path opened, Path file) throws UnusableSourceException {
    return Boundary.source(file, () -> OpenedFile.open(opened, file));
  }
}
