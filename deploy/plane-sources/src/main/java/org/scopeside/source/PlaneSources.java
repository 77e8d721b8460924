package org.scopeside.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sources that are installed, in the order in which they are asked. Immutable. */
public final class PlaneSources {
  private final List<PlaneSource> sources;

  public PlaneSources(List<PlaneSource> sources) {
    this.sources = List.copyOf(sources);
  }

  /** All that stand on the class path. */
  public static PlaneSources installed() {
    return new PlaneSources(
        ServiceLoader.load(PlaneSource.class, PlaneSource.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList());
  }

  public List<PlaneSource> all() {
    return sources;
  }

  /**
   * The source of that name.
   *
   * @throws UnusableSourceException if there is none; names those there are
   */
  public PlaneSource named(String name) throws UnusableSourceException {
    for (PlaneSource source : sources) {
      if (source.name().equals(name)) {
        return source;
      }
    }
    throw new UnusableSourceException("there is no source '" + name + "'; there are " + names());
  }

  private String names() {
    return sources.stream().map(PlaneSource::name).collect(Collectors.joining(", "));
  }

  /**
   * The source for a path: the one of that name, the one for patterns where there is a pattern, or
   * the first of those that are surest of it.
   *
   * @param name null to find out
   * @throws UnusableSourceException if the path is not there or cannot be looked at, or no source
   *     takes it
   */
  public PlaneSource forPath(Path path, @Nullable String name, SourceOptions options)
      throws IOException {
    if (!Files.exists(path)) {
      throw new UnusableSourceException(path.toAbsolutePath() + " does not exist");
    }
    if (!Files.isReadable(path)) {
      throw new UnusableSourceException("cannot read " + path + ": permission denied");
    }
    if (name == null && options.pattern() != null) {
      return named("pattern");
    }
    return name == null ? surest(path, options) : named(name);
  }

  private PlaneSource surest(Path path, SourceOptions options) throws IOException {
    PlaneSource best = null;
    Recognition most = Recognition.NO;
    for (PlaneSource source : sources) {
      Recognition recognition = source.recognise(path, options);
      if (recognition.compareTo(most) > 0) {
        most = recognition;
        best = source;
      }
    }
    if (best == null) {
      throw new UnusableSourceException(
          path
              + " is of no kind that is read ("
              + names()
              + "); a folder of images with names of its own wants --pattern");
    }
    return best;
  }
}
