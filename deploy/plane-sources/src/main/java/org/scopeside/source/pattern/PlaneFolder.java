package org.scopeside.source.pattern;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.UnusableSourceException;
import org.scopeside.source.image.PlaneReader;

/**
 * Finds the planes of a folder by the names of its files.
 *
 * <p>Tokens become indices over the whole folder, compacted from 0: fields 3, 4, 7 are 0, 1, 2 in
 * every well. Without {@code {z}} in the pattern the pages of a TIFF are its z-sections.
 */
public final class PlaneFolder {
  private final Path folder;
  private final NamePattern pattern;
  private final FolderFiles files;
  private int filesWithUnreadPages;

  private PlaneFolder(Path folder, NamePattern pattern, FolderFiles files) {
    this.folder = folder;
    this.pattern = pattern;
    this.files = files;
  }

  /**
   * The planes of a folder. Opens every TIFF to count its pages, but decodes none.
   *
   * @throws UnusableSourceException if the folder is missing or unreadable, the pattern matches
   *     nothing, two files are the same plane, or files of several plates are there
   */
  public static FolderPlan list(Path folder, NamePattern pattern) throws IOException {
    FolderFiles files = FolderFiles.of(folder, pattern);
    return new PlaneFolder(folder, pattern, files).plan();
  }

  private FolderPlan plan() throws UnusableSourceException {
    TokenOrder plates = tokens(Placeholder.PLATE);
    if (plates.size() > 1) {
      throw mixedPlates(plates);
    }
    TokenOrder fields = tokens(Placeholder.FIELD);
    TokenOrder times = tokens(Placeholder.T);
    TokenOrder sections = tokens(Placeholder.Z);
    TokenOrder channels = tokens(Placeholder.CHANNEL);
    List<PlaneFile> planes = new ArrayList<>();
    for (FolderFiles.Named file : files.named()) {
      addPages(firstPage(file, fields, times, sections, channels), planes);
    }
    planes.sort(PlaneFile.ACQUISITION_ORDER);
    refuseTwoFilesForOnePlane(planes);
    int sizeZ = 1 + planes.stream().mapToInt(PlaneFile::theZ).max().orElse(0);
    return new FolderPlan(
        folder,
        pattern,
        plates.names().isEmpty() ? null : plates.names().get(0),
        planes,
        fieldsPerWell(planes),
        fields.names(),
        channels.names(),
        sizeZ,
        times.size(),
        missing(planes, (long) channels.size() * sizeZ * times.size()),
        filesWithUnreadPages,
        files.ignored(),
        files.ignoredExamples());
  }

  private static PlaneFile firstPage(
      FolderFiles.Named file,
      TokenOrder fields,
      TokenOrder times,
      TokenOrder sections,
      TokenOrder channels) {
    return new PlaneFile(
        file.path(),
        file.relativeName(),
        0,
        NamePattern.well(file.tokens()),
        fields.indexOf(file.token(Placeholder.FIELD)),
        times.indexOf(file.token(Placeholder.T)),
        sections.indexOf(file.token(Placeholder.Z)),
        channels.indexOf(file.token(Placeholder.CHANNEL)));
  }

  private static Map<Well, Integer> fieldsPerWell(List<PlaneFile> planes) {
    Map<Well, Set<Integer>> fields = new TreeMap<>();
    for (PlaneFile plane : planes) {
      Well well = plane.well();
      if (well != null) {
        fields.computeIfAbsent(well, any -> new HashSet<>()).add(plane.field());
      }
    }
    Map<Well, Integer> counts = new TreeMap<>();
    fields.forEach((well, seen) -> counts.put(well, seen.size()));
    return counts;
  }

  /** Planes that are not there, were every field as complete as the folder's largest extents. */
  private static int missing(List<PlaneFile> planes, long planesPerField) {
    Set<List<@Nullable Object>> fields = new HashSet<>();
    planes.forEach(plane -> fields.add(Arrays.asList(plane.well(), plane.field())));
    return (int) Math.min(Integer.MAX_VALUE, fields.size() * planesPerField - planes.size());
  }

  private TokenOrder tokens(Placeholder placeholder) {
    List<String> tokens = new ArrayList<>();
    if (pattern.has(placeholder)) {
      files.named().forEach(file -> tokens.add(file.token(placeholder)));
    }
    return TokenOrder.of(tokens);
  }

  private void addPages(PlaneFile first, List<PlaneFile> planes) {
    int pages = pagesOf(first.path());
    boolean pagesAreSections = !pattern.has(Placeholder.Z);
    if (pages > 1 && !pagesAreSections) {
      filesWithUnreadPages++;
    }
    planes.add(first);
    for (int page = 1; pagesAreSections && page < pages; page++) {
      planes.add(
          new PlaneFile(
              first.path(),
              first.relativeName(),
              page,
              first.well(),
              first.field(),
              first.theT(),
              page,
              first.theC()));
    }
  }

  /** A damaged file counts as one plane: it fails by itself when it is read, and is counted. */
  private static int pagesOf(Path path) {
    try {
      return PlaneReader.pages(path);
    } catch (UnreadableImageException damaged) {
      return 1;
    }
  }

  private UnusableSourceException mixedPlates(TokenOrder plates) {
    Map<String, Integer> counts = new TreeMap<>();
    for (FolderFiles.Named file : files.named()) {
      counts.merge(file.token(Placeholder.PLATE), 1, Integer::sum);
    }
    String some =
        counts.entrySet().stream()
            .limit(3)
            .map(plate -> "'" + plate.getKey() + "' with " + plate.getValue() + " files")
            .reduce((a, b) -> a + ", " + b)
            .orElse("");
    return new UnusableSourceException(
        "%s holds %d plates for pattern '%s' (%s%s); replay one at a time: write its name in place of {plate}"
            .formatted(folder, plates.size(), pattern, some, counts.size() > 3 ? ", ..." : ""));
  }

  /** Planes are sorted, so two of the same plane are neighbours. */
  private void refuseTwoFilesForOnePlane(List<PlaneFile> planes) throws UnusableSourceException {
    int doubles = 0;
    String example = "";
    for (int i = 1; i < planes.size(); i++) {
      PlaneFile before = planes.get(i - 1);
      PlaneFile plane = planes.get(i);
      if (PlaneFile.ACQUISITION_ORDER.compare(before, plane) == 0) {
        if (doubles++ == 0) {
          example = before.shown() + " and " + plane.shown() + " are both " + place(plane);
        }
      }
    }
    if (doubles > 0) {
      String more = doubles > 1 ? ", and so with " + (doubles - 1) + " more" : "";
      throw new UnusableSourceException(
          "%s: two files for one plane with pattern '%s': %s%s; let the pattern tell them apart or move one away"
              .formatted(folder, pattern, example, more));
    }
  }

  private static String place(PlaneFile plane) {
    Well well = plane.well();
    return "%sfield %d, time %d, z %d, channel %d (counted from 0)"
        .formatted(
            well == null ? "" : "well " + well.label() + ", ",
            plane.field(),
            plane.theT(),
            plane.theZ(),
            plane.theC());
  }
}
