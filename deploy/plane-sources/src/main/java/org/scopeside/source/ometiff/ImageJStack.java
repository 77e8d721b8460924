package org.scopeside.source.ometiff;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.image.PlaneShape;
import org.scopeside.source.image.TiffFile;

/**
 * The planes of an ImageJ stack or hyperstack. A stack of more than 4 GB has one directory only;
 * its images follow one another without gaps.
 */
final class ImageJStack {
  private ImageJStack() {}

  static FileSet of(Survey survey, Path path, ImageJHeader header) throws UnreadableImageException {
    survey.claim(path);
    return survey.tiffs().with(path, tiff -> of(survey, tiff, header));
  }

  private static FileSet of(Survey survey, TiffFile tiff, ImageJHeader header) throws IOException {
    Path path = tiff.path();
    boolean withoutDirectories = tiff.pages() == 1 && header.images() > 1;
    PlaneFile file =
        withoutDirectories
            ? ContiguousStack.of(survey, tiff)
            : new TiffPages(survey.tiffs(), path, survey.shown(path), false);
    int there = file instanceof ContiguousStack stack ? stack.pages() : tiff.pages();
    if (there < header.images()) {
      survey.unread(
          path,
          "has %d of the %d images that ImageJ's lines tell of; it may be cut"
              .formatted(there, header.images()));
    }
    List<FieldStack.Found> planes = planes(file, header, Math.min(there, header.images()));
    FieldStack field =
        new FieldStack(
            "",
            null,
            shape(tiff, header),
            tiff.facts(0).physicalSizeXUm(),
            planes,
            new Facts(header));
    Path folder = Objects.requireNonNull(path.getParent(), "folder");
    return FileSet.withoutPlate(FileSet.nameOf(path), folder, List.of(field), null, null);
  }

  private static FieldStack.Shape shape(TiffFile tiff, ImageJHeader header) throws IOException {
    PlaneShape shape = tiff.shape(0);
    return new FieldStack.Shape(
        shape.sizeX(),
        shape.sizeY(),
        header.slices(),
        header.frames(),
        shape.pixelType().omeName(),
        ImageJLabels.channelNames(ImageJLabels.of(tiff.page(0)), header));
  }

  private static List<FieldStack.Found> planes(PlaneFile file, ImageJHeader header, int images) {
    List<FieldStack.Found> planes = new ArrayList<>();
    for (int i = 0; i < Math.min(images, PlaneHeader.MAX_INDEX); i++) {
      int c = i % header.channels();
      int z = i / header.channels() % header.slices();
      int t = i / header.channels() / header.slices();
      planes.add(new FieldStack.Found(t, z, c, file, i));
    }
    return planes;
  }

  /** All that ImageJ says of a plane besides the size of its pixels, which the file tells. */
  private record Facts(ImageJHeader header) implements FieldStack.FieldFacts {
    @Override
    public PlaneFacts of(int theT, int theZ, int theC) {
      Double deltaT = OmeUnits.finite(deltaTMs(theT, theZ, theC));
      return new PlaneFacts(null, null, deltaT, null, null, null, null, null);
    }

    /** ImageJ writes an interval of 0 where it knows none. */
    @Override
    public double deltaTMs(int theT, int theZ, int theC) {
      return header.intervalMs() > 0 ? theT * header.intervalMs() : Double.NaN;
    }

    @Override
    public @Nullable Integer significantBits() {
      return null;
    }
  }
}
