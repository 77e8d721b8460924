package org.scopeside.source.ometiff;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.image.TiffFile;

/** Opens a file with all the files that belong to it. */
final class SetOpener {
  private static final int MOST_COMPANIONS = 20;

  private final Survey survey;

  SetOpener(Survey survey) {
    this.survey = survey;
  }

  /**
   * The set that a file belongs to.
   *
   * @throws UnreadableImageException if nothing of it can be read
   */
  FileSet open(Path path) throws UnreadableImageException {
    if (FolderIndex.isCompanionName(Survey.name(path))) {
      return companion(path);
    }
    if (!isTiff(path)) {
      return PlainFile.png(survey, path);
    }
    FirstPage first = FirstPage.of(survey.tiffs(), path);
    MicroManagerSummary micromanager = summary(path);
    String omeXml = first.omeXml();
    if (omeXml != null) {
      return documented(path, omeXml, first, micromanager);
    }
    return undocumented(path, first, micromanager);
  }

  private static boolean isTiff(Path path) throws UnreadableImageException {
    try {
      return TiffFile.isTiff(PlainFile.head(path));
    } catch (IOException unreadable) {
      // The reader of images says in words why.
      return false;
    }
  }

  private static @Nullable MicroManagerSummary summary(Path path) throws UnreadableImageException {
    try {
      return MicroManagerSummary.of(path);
    } catch (IOException failure) {
      throw new UnreadableImageException(path, "cannot be read: " + failure, failure);
    }
  }

  private FileSet companion(Path path) throws UnreadableImageException {
    survey.claim(path);
    OmeDocument document = OmeXml.read(path);
    OmeDocument.BinaryOnly elsewhere = document.binaryOnly();
    if (elsewhere != null && document.images().isEmpty()) {
      throw new UnreadableImageException(
          path, "refers to " + elsewhere.metadataFile() + ", but is a companion itself");
    }
    return withPlanes(path, OmeSet.of(survey, path, document, null));
  }

  private FileSet documented(
      Path path, String omeXml, FirstPage first, @Nullable MicroManagerSummary micromanager)
      throws UnreadableImageException {
    survey.claim(path);
    try {
      OmeDocument document = OmeXml.parse(path, omeXml);
      OmeDocument.BinaryOnly elsewhere = document.binaryOnly();
      FileSet set =
          elsewhere == null
              ? OmeSet.of(survey, path, document, micromanager)
              : elsewhere(path, elsewhere.metadataFile());
      return withPlanes(path, set);
    } catch (UnreadableImageException damaged) {
      if (first.micromanager()) {
        survey.remark(
            survey.shown(path)
                + ": its OME-XML is not used, each page says itself which plane it is: "
                + damaged.reason());
        return withPlanes(path, MicroManagerStack.of(survey, path, micromanager));
      }
      throw damaged;
    }
  }

  /** The document is in another file: a companion, or the first TIFF of the set. */
  private FileSet elsewhere(Path path, String metadataFile) throws UnreadableImageException {
    Path folder = Objects.requireNonNull(path.getParent(), "folder");
    Path real = survey.folder(folder).find(metadataFile);
    if (real == null || real.equals(path)) {
      throw new UnreadableImageException(
          path, "its OME-XML is in " + metadataFile + ", which is not there");
    }
    if (FolderIndex.isCompanionName(Survey.name(real))) {
      return companion(real);
    }
    String omeXml = FirstPage.of(survey.tiffs(), real).omeXml();
    OmeDocument document = omeXml == null ? null : OmeXml.parse(real, omeXml);
    if (document == null || document.binaryOnly() != null) {
      throw new UnreadableImageException(
          path, "its OME-XML is said to be in " + metadataFile + ", which has none");
    }
    survey.claim(real);
    return OmeSet.of(survey, real, document, summary(real));
  }

  private FileSet undocumented(
      Path path, FirstPage first, @Nullable MicroManagerSummary micromanager)
      throws UnreadableImageException {
    Path companion = companionOf(path);
    if (companion != null) {
      return companion(companion);
    }
    if (first.micromanager()) {
      return withPlanes(path, MicroManagerStack.of(survey, path, micromanager));
    }
    ImageJHeader imageJ = first.imageJ();
    return imageJ != null && imageJ.images() > 1
        ? withPlanes(path, ImageJStack.of(survey, path, imageJ))
        : PlainFile.tiff(survey, path);
  }

  /** Some writers put no word into the TIFFs of a set, only into the companion beside them. */
  private @Nullable Path companionOf(Path path) {
    Path folder = Objects.requireNonNull(path.getParent(), "folder");
    try (var files = Files.newDirectoryStream(folder, "*.companion.ome")) {
      int looked = 0;
      for (Path companion : files) {
        if (looked++ < MOST_COMPANIONS && names(companion, path)) {
          return companion;
        }
      }
    } catch (IOException unreadable) {
      return null;
    }
    return null;
  }

  private boolean names(Path companion, Path path) {
    try {
      List<OmeImage> images = OmeXml.read(companion).images();
      String name = Survey.name(path);
      return images.stream()
          .flatMap(image -> image.tiffData().stream())
          .anyMatch(block -> name.equals(block.fileName()));
    } catch (UnreadableImageException damaged) {
      survey.unread(damaged, companion);
      return false;
    }
  }

  private FileSet withPlanes(Path path, FileSet set) throws UnreadableImageException {
    if (!set.hasPlanes()) {
      throw new UnreadableImageException(path, "none of the planes that it tells of can be found");
    }
    return set;
  }
}
