package org.scopeside.source.ometiff;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;


/**
 * Finds the planes of an OME-XML document in the files it speaks of (OME-TIFF specification,
 * https://docs.openmicroscopy.org/ome-model/latest/ome-tiff/specification.html).
 */
final class OmeSet {
  /** Sets up to this size have the pages of each file counted, so that missing ones are told. */
  private static final int COUNTED_FILES = 64;

  private final Survey survey;
  private final Path file;
  private final OmeDocument document;
  private final SetMembers members;
  private final Map<Path, TiffPages> pagesOf = new HashMap<>();
  private final Map<Path, Integer> pageCounts = new HashMap<>();
  private final boolean countAll;
  private int nextUnclaimedPage;
  private int doubles;
  private int outside;

  private OmeSet(Survey survey, Path file, OmeDocument document) {
    this.survey = survey;
    this.file = file;
    this.document = document;
    this.members = new SetMembers(survey, file, document);
    this.countAll = members.declared() <= COUNTED_FILES;
  }

  /**
   * The fields of a document.
   *
   * @param file where the document stands: a TIFF or a companion
   * @param micromanager what Micro-Manager says in the same file; null where it did not write it
   */
  static FileSet of(
      Survey survey, Path file, OmeDocument document, @Nullable MicroManagerSummary micromanager) {
    return new OmeSet(survey, file, document).fields(micromanager);
  }

  private FileSet fields(@Nullable MicroManagerSummary micromanager) {
    List<FieldStack> fields = new ArrayList<>();
    Map<String, FieldStack> byId = new HashMap<>();
    for (OmeImage image : document.images()) {
      FieldStack field = field(image);
      fields.add(field);
      byId.putIfAbsent(image.id(), field);
    }
    remarkOddities();
    Path folder = Objects.requireNonNull(file.getParent(), "folder");
    return new FileSet(
        FileSet.nameOf(file),
        folder,
        fields,
        document.plates(),
        byId,
        micromanager == null ? document.declared() : micromanager.declared(),
        startedAt(micromanager));
  }

  private @Nullable Instant startedAt(@Nullable MicroManagerSummary micromanager) {
    if (micromanager != null && micromanager.startedAt() != null) {
      return micromanager.startedAt();
    }
    return document.images().stream()
        .map(OmeImage::acquiredAt)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .min(Instant::compareTo)
        .orElse(null);
  }

  private void remarkOddities() {
    if (doubles > 0) {
      survey.remark(
          "%s: %d planes are listed twice; the first place is taken"
              .formatted(survey.shown(file), doubles));
    }
    if (outside > 0) {
      survey.remark(
          "%s: %d TiffData begin outside of their image and are left out"
              .formatted(survey.shown(file), outside));
    }
  }

  private FieldStack field(OmeImage image) {
    List<@Nullable String> channels = new ArrayList<>(image.channelNames());
    while (channels.size() < image.sizeC()) {
      channels.add(null);
    }
    FieldStack.Shape shape =
        new FieldStack.Shape(
            image.sizeX(),
            image.sizeY(),
            image.sizeZ(),
            image.sizeT(),
            image.pixelType(),
            Collections.unmodifiableList(channels));
    return new FieldStack(
        image.name(),
        image.stageLabel(),
        shape,
        image.physicalSizeXUm(),
        planes(image),
        new OmeFieldFacts(image));
  }

  private List<FieldStack.Found> planes(OmeImage image) {
    List<FieldStack.Found> found = new ArrayList<>();
    if (image.tiffData().isEmpty()) {
      addAllPages(image, found);
    }
    Set<Integer> seen = new HashSet<>();
    for (OmeTiffData block : image.tiffData()) {
      addBlock(image, block, seen, found);
    }
    return found;
  }

  /** An image that does not say where its planes lie has the next ones of the file. */
  private void addAllPages(OmeImage image, List<FieldStack.Found> found) {
    if (image.metadataOnly() || FolderIndex.isCompanionName(Survey.name(file))) {
      return;
    }
    OmeTiffData all =
        new OmeTiffData(nextUnclaimedPage, 0, 0, 0, OmeTiffData.ALL, null, null);
    addBlock(image, all, new HashSet<>(), found);
    nextUnclaimedPage += found.size();
  }

  private void addBlock(
      OmeImage image, OmeTiffData block, Set<Integer> seen, List<FieldStack.Found> found) {
    int samples = image.samplesPerChannel();
    int firstC = block.firstC() < image.sizeC() ? block.firstC() : block.firstC() / samples;
    if (block.firstZ() >= image.sizeZ()
        || firstC >= image.sizeC()
        || block.firstT() >= image.sizeT()) {
      outside++;
      return;
    }
    Path path = members.file(block);
    if (path == null) {
      return;
    }
    PlaneWalk walk = new PlaneWalk(image, block.firstZ(), firstC, block.firstT());
    int count = count(path, block, walk.left());
    for (int i = 0; i < count; i++) {
      if (seen.add(image.planeNumber(walk.theT(), walk.theZ(), walk.theC()))) {
        found.add(
            new FieldStack.Found(
                walk.theT(), walk.theZ(), walk.theC(), pages(path), block.ifd() + i));
      } else {
        doubles++;
      }
      walk.next();
    }
  }

  /** How many planes of a block there are: no more than the image has left and the file holds. */
  private int count(Path path, OmeTiffData block, int left) {
    boolean one = block.planeCount() == 1;
    if (one && !countAll && !path.equals(file)) {
      return 1;
    }
    int pages = pageCounts.computeIfAbsent(path, survey::pages);
    int there = Math.max(0, pages - block.ifd());
    int wanted = block.planeCount() == OmeTiffData.ALL ? there : block.planeCount();
    if (wanted > there && pages > 0) {
      survey.unread(
          path,
          "has %d pages; its OME-XML tells of page %d"
              .formatted(pages, (long) block.ifd() + wanted));
    }
    return Math.min(Math.min(wanted, there), left);
  }

  private TiffPages pages(Path path) {
    return pagesOf.computeIfAbsent(
        path,
        own -> {
          survey.claim(own);
          return new TiffPages(survey.tiffs(), own, survey.shown(own), true);
        });
  }

}
