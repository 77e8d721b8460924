package org.scopeside.source.pattern;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.UnusableSourceException;
import org.scopeside.source.image.PlaneReader;

/**
 * The acquisitions of a folder, by the names of its files.
 *
 * <p>Tokens become indices over a whole acquisition, compacted from 0: fields 3, 4, 7 are 0, 1, 2
 * in every well. Without a section in the names the pages of a TIFF are its z-sections.
 */
final class PatternFolder implements PlaneDataset {
  private static final int PIXEL_SIZE_TRIES = 3;

  private final Path folder;
  private final NameScheme scheme;
  private final List<StoredAcquisition> acquisitions = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final Map<Path, FolderIndex> indices = new HashMap<>();
  private final PageCounts pageCounts = new PageCounts();
  private int filesWithUnreadPages;

  private PatternFolder(Path folder, NameScheme scheme) {
    this.folder = folder;
    this.scheme = scheme;
  }

  /**
   * Lists a folder. Opens TIFFs only to count pages, where a file may have several.
   *
   * @throws UnusableSourceException if the folder is missing or unreadable, nothing is named so, or
   *     two files are the same plane
   */
  static PatternFolder open(Path folder, NameScheme scheme) throws IOException {
    FolderFiles files = FolderFiles.of(folder, scheme);
    Map<String, List<FolderFiles.Named>> groups = new TreeMap<>();
    for (FolderFiles.Named file : files.named()) {
      groups
          .computeIfAbsent(
              scheme.acquisition(file.relativeName(), file.tokens()), any -> new ArrayList<>())
          .add(file);
    }
    PatternFolder opened = new PatternFolder(folder, scheme);
    for (Map.Entry<String, List<FolderFiles.Named>> group : groups.entrySet()) {
      opened.acquisitions.add(opened.acquisition(group.getKey(), group.getValue()));
    }
    opened.remark(files);
    return opened;
  }

  private StoredAcquisition acquisition(String key, List<FolderFiles.Named> files)
      throws UnusableSourceException {
    TokenOrder fields = tokens(files, Placeholder.FIELD);
    TokenOrder times = tokens(files, Placeholder.T);
    TokenOrder sections = tokens(files, Placeholder.Z);
    TokenOrder channels = tokens(files, Placeholder.CHANNEL);
    List<StoredPlane> planes = new ArrayList<>();
    for (FolderFiles.Named file : files) {
      PlanePlace place =
          new PlanePlace(
              NamePattern.well(file.tokens()),
              fields.indexOf(file.token(Placeholder.FIELD)),
              times.indexOf(file.token(Placeholder.T)),
              sections.indexOf(file.token(Placeholder.Z)),
              channels.indexOf(file.token(Placeholder.CHANNEL)));
      addPages(file, place, planes);
    }
    planes.sort((a, b) -> PlanePlace.ACQUISITION_ORDER.compare(a.place(), b.place()));
    refuseTwoFilesForOnePlane(planes);
    FolderIndex index = indexOf(files.get(0));
    return new StoredAcquisition(
        nameOf(key),
        plateName(key, files.get(0)),
        index.plateRows,
        index.plateColumns,
        fields.names(),
        channelNames(channels, index),
        1 + planes.stream().mapToInt(plane -> plane.place().theZ()).max().orElse(0),
        times.size(),
        physicalSizeXUm(planes),
        null,
        planes);
  }

  private static TokenOrder tokens(List<FolderFiles.Named> files, Placeholder placeholder) {
    List<String> tokens = new ArrayList<>();
    for (FolderFiles.Named file : files) {
      String token = file.token(placeholder);
      if (!token.isEmpty()) {
        tokens.add(token);
      }
    }
    return TokenOrder.of(tokens);
  }

  private void addPages(FolderFiles.Named file, PlanePlace first, List<StoredPlane> planes) {
    PlaneFacts indexed =
        indexOf(file).facts(fileName(file.path()), file.token(Placeholder.CHANNEL));
    planes.add(new PatternPlane(file.path(), file.relativeName(), 0, first, indexed));
    if (scheme instanceof NamePreset) {
      return;
    }
    int pages = pageCounts.of(file.path(), file.size());
    if (pages > 1 && scheme.onePlaneAFile()) {
      filesWithUnreadPages++;
      return;
    }
    for (int page = 1; page < pages; page++) {
      PlanePlace place =
          new PlanePlace(first.well(), first.field(), first.theT(), page, first.theC());
      planes.add(new PatternPlane(file.path(), file.relativeName(), page, place, indexed));
    }
  }

  private FolderIndex indexOf(FolderFiles.Named file) {
    if (!(scheme instanceof NamePreset preset) || preset.index() == IndexKind.NONE) {
      return FolderIndex.EMPTY;
    }
    Path images = Objects.requireNonNullElse(file.path().getParent(), folder);
    return indices.computeIfAbsent(images, at -> readIndex(preset.index(), at));
  }

  private FolderIndex readIndex(IndexKind kind, Path images) {
    FolderIndex index = IndexFolders.read(images, folder, kind);
    remarks.addAll(index.remarks);
    return index;
  }

  private String nameOf(String key) {
    return key.isEmpty() ? fileName(folder.toAbsolutePath().normalize()) : key;
  }

  private static @Nullable String plateName(String key, FolderFiles.Named file) {
    String plate = file.token(Placeholder.PLATE);
    if (!plate.isEmpty()) {
      return plate;
    }
    return key.isEmpty() ? null : key.substring(key.lastIndexOf('/') + 1);
  }

  private static List<String> channelNames(TokenOrder channels, FolderIndex index) {
    List<String> names = new ArrayList<>();
    for (String token : channels.names()) {
      names.add(Objects.requireNonNullElse(index.channelName(token), token));
    }
    return names;
  }

  private static @Nullable Double physicalSizeXUm(List<StoredPlane> planes) {
    int last = Math.min(PIXEL_SIZE_TRIES, planes.size());
    for (StoredPlane stored : planes.subList(0, last)) {
      PatternPlane plane = (PatternPlane) stored;
      Double indexed = plane.indexed().physicalSizeXUm();
      if (indexed != null) {
        return indexed;
      }
      try {
        return PlaneReader.facts(plane.path(), plane.page()).physicalSizeXUm();
      } catch (UnreadableImageException damaged) {
        // it is named when it is read; the next may tell
      }
    }
    return null;
  }

  /** Planes are sorted, so two of the same plane are neighbours. */
  private void refuseTwoFilesForOnePlane(List<StoredPlane> planes) throws UnusableSourceException {
    int doubles = 0;
    String example = "";
    for (int i = 1; i < planes.size(); i++) {
      StoredPlane before = planes.get(i - 1);
      StoredPlane plane = planes.get(i);
      if (before.place().equals(plane.place()) && doubles++ == 0) {
        example =
            "%s and %s are both %s (counted from 0)"
                .formatted(before.shown(), plane.shown(), plane.place().shown());
      }
    }
    if (doubles > 0) {
      String more = doubles > 1 ? ", and so with " + (doubles - 1) + " more" : "";
      throw new UnusableSourceException(
          "%s: two files for one plane with pattern '%s': %s%s; let the pattern tell them apart or move one away"
              .formatted(folder, scheme, example, more));
    }
  }

  private void remark(FolderFiles files) {
    if (files.ignored() > 0) {
      remarks.add(
          "Files that do not match the pattern: "
              + files.ignored()
              + ", for example "
              + String.join(", ", files.ignoredExamples()));
    }
    long missing = acquisitions.stream().mapToLong(StoredAcquisition::missingPlanes).sum();
    if (missing > 0) {
      remarks.add(
          "Missing planes, because not every field has every channel, z and time point: "
              + missing);
    }
    if (filesWithUnreadPages > 0) {
      remarks.add(
          "TIFFs of which only the first page is sent, because the pattern has {z}: "
              + filesWithUnreadPages);
    }
  }

  private static String fileName(Path path) {
    return Objects.toString(path.getFileName(), "folder");
  }

  /** Files that were opened to count their pages. */
  int openedFiles() {
    return pageCounts.opened();
  }

  @Override
  public List<StoredAcquisition> acquisitions() {
    return List.copyOf(acquisitions);
  }

  @Override
  public List<Unread> unread() {
    return List.of();
  }

  @Override
  public List<String> remarks() {
    return List.copyOf(remarks);
  }

  @Override
  public void close() {}
}
