package org.scopeside.source.ometiff;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.image.PlaneReader;
import org.scopeside.source.image.PlaneShape;

/** Files that say nothing of their planes: the pages of a TIFF are z-sections. */
final class PlainFile {
  private static final List<@Nullable String> ONE_CHANNEL = Collections.singletonList(null);

  private PlainFile() {}

  static FileSet tiff(Survey survey, Path path) throws UnreadableImageException {
    survey.claim(path);
    int pages = survey.pages(path);
    PlaneShape shape = survey.tiffs().with(path, tiff -> tiff.shape(0));
    Double size = survey.tiffs().with(path, tiff -> tiff.facts(0)).physicalSizeXUm();
    PlaneFile file = new TiffPages(survey.tiffs(), path, survey.shown(path), false);
    FieldStack.Shape extents =
        new FieldStack.Shape(
            shape.sizeX(),
            shape.sizeY(),
            Math.max(1, pages),
            1,
            shape.pixelType().omeName(),
            ONE_CHANNEL);
    return set(path, file, extents, size);
  }

  static FileSet png(Survey survey, Path path) throws UnreadableImageException {
    // A PNG has one plane and tells all of it within its first bytes.
    PlaneReader.pages(path);
    FieldStack.Shape extents = new FieldStack.Shape(0, 0, 1, 1, "", ONE_CHANNEL);
    return set(path, new Png(path, survey.shown(path)), extents, null);
  }

  private static FileSet set(
      Path path, PlaneFile file, FieldStack.Shape shape, @Nullable Double physicalSizeXUm) {
    List<FieldStack.Found> planes = new ArrayList<>();
    for (int page = 0; page < shape.sizeZ(); page++) {
      planes.add(new FieldStack.Found(0, page, 0, file, page));
    }
    FieldStack field =
        new FieldStack("", null, shape, physicalSizeXUm, planes, FieldStack.FieldFacts.NONE);
    Path folder = Objects.requireNonNull(path.getParent(), "folder");
    return FileSet.withoutPlate(FileSet.nameOf(path), folder, List.of(field), null, null);
  }

  private record Png(Path path, String shown) implements PlaneFile {
    @Override
    public PlanePixels read(int page, PlaneBuffers buffers) throws UnreadableImageException {
      return PlaneReader.read(path, page, buffers);
    }
  }

  /** The first bytes of a file, to tell what it is. */
  static byte[] head(Path path) throws IOException {
    try (InputStream input = Files.newInputStream(path)) {
      return input.readNBytes(16);
    }
  }
}
