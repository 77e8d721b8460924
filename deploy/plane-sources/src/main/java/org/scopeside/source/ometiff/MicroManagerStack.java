package org.scopeside.source.ometiff;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.image.PlaneShape;
import org.scopeside.source.image.TiffFile;

/**
 * The planes of a Micro-Manager stack by what each page says of itself: for files without OME-XML,
 * which Micro-Manager adds when it closes them, so that after a crash there is none.
 */
final class MicroManagerStack {
  private final Survey survey;
  private final TiffFile tiff;
  private final @Nullable MicroManagerSummary summary;
  private final TiffPages file;
  private final Map<Integer, Position> positions = new TreeMap<>();
  private final TreeMap<Integer, String> channelNames = new TreeMap<>();
  private int silent;

  /** A position with the planes found of it. */
  private static final class Position {
    private final @Nullable String name;
    private final List<FieldStack.Found> planes = new ArrayList<>();
    private final Set<List<Integer>> seen = new HashSet<>();
    private final Map<List<Integer>, Double> elapsedMs = new HashMap<>();

    Position(@Nullable String name) {
      this.name = name;
    }
  }

  private MicroManagerStack(Survey survey, TiffFile tiff, @Nullable MicroManagerSummary summary) {
    this.survey = survey;
    this.tiff = tiff;
    this.summary = summary;
    this.file = new TiffPages(survey.tiffs(), tiff.path(), survey.shown(tiff.path()), false);
  }

  static FileSet of(Survey survey, Path path, @Nullable MicroManagerSummary summary)
      throws UnreadableImageException {
    survey.claim(path);
    survey.pages(path);
    return survey.tiffs().with(path, tiff -> new MicroManagerStack(survey, tiff, summary).fields());
  }

  private FileSet fields() throws IOException {
    for (int page = 0; page < tiff.pages(); page++) {
      addPage(page);
    }
    if (silent > 0) {
      survey.remark(
          "%s: %d pages do not say which plane they are and are left out"
              .formatted(survey.shown(tiff.path()), silent));
    }
    PlaneShape shape = tiff.shape(0);
    List<FieldStack> fields = new ArrayList<>();
    positions.forEach((index, position) -> fields.add(field(index, position, shape)));
    Path folder = Objects.requireNonNull(tiff.path().getParent(), "folder");
    return FileSet.withoutPlate(
        FileSet.nameOf(tiff.path()),
        folder,
        fields,
        summary == null ? null : summary.declared(),
        summary == null ? null : summary.startedAt());
  }

  private void addPage(int page) throws IOException {
    MicroManagerPage told = page(page);
    if (told == null || !told.saysPlace()) {
      silent++;
      return;
    }
    Position position =
        positions.computeIfAbsent(told.position(), any -> new Position(told.positionName()));
    List<Integer> place = List.of(told.frame(), told.slice(), told.channel());
    if (position.seen.add(place)) {
      position.planes.add(
          new FieldStack.Found(told.frame(), told.slice(), told.channel(), file, page));
      position.elapsedMs.put(place, told.elapsedMs());
      String channel = told.channelName();
      channelNames.putIfAbsent(told.channel(), channel == null ? "" : channel);
    }
  }

  private @Nullable MicroManagerPage page(int page) throws IOException {
    try {
      return MicroManagerPage.of(tiff.page(page), true);
    } catch (UnreadableImageException damaged) {
      return null;
    }
  }

  private FieldStack field(int index, Position position, PlaneShape shape) {
    int sizeZ = 1 + position.planes.stream().mapToInt(FieldStack.Found::theZ).max().orElse(0);
    int sizeT = 1 + position.planes.stream().mapToInt(FieldStack.Found::theT).max().orElse(0);
    String label = position.name == null ? "Pos" + index : position.name;
    return new FieldStack(
        label,
        label,
        new FieldStack.Shape(
            shape.sizeX(),
            shape.sizeY(),
            summary == null ? sizeZ : Math.max(sizeZ, summary.slices()),
            summary == null ? sizeT : Math.max(sizeT, summary.frames()),
            shape.pixelType().omeName(),
            channels()),
        pixelSizeUm(),
        position.planes,
        new Facts(position.elapsedMs));
  }

  private @Nullable Double pixelSizeUm() {
    return summary == null ? null : summary.pixelSizeUm();
  }

  private List<@Nullable String> channels() {
    int channels = channelNames.isEmpty() ? 1 : channelNames.lastKey() + 1;
    List<String> declared = summary == null ? List.of() : summary.channelNames();
    List<@Nullable String> names = new ArrayList<>();
    for (int c = 0; c < Math.max(channels, declared.size()); c++) {
      String name = c < declared.size() ? declared.get(c) : channelNames.getOrDefault(c, "");
      names.add(name.isEmpty() ? null : name);
    }
    return Collections.unmodifiableList(names);
  }

  /** Times of planes, to put them in order; the rest each page says when it is read. */
  private record Facts(Map<List<Integer>, Double> elapsedMs) implements FieldStack.FieldFacts {
    @Override
    public PlaneFacts of(int theT, int theZ, int theC) {
      return PlaneFacts.NONE;
    }

    @Override
    public double deltaTMs(int theT, int theZ, int theC) {
      return elapsedMs.getOrDefault(List.of(theT, theZ, theC), Double.NaN);
    }

    @Override
    public @Nullable Integer significantBits() {
      return null;
    }
  }
}
