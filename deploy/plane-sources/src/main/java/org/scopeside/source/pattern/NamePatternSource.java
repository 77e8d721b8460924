package org.scopeside.source.pattern;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlaneSource;
import org.scopeside.source.Recognition;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.UnusableSourceException;

/** Folders of image files whose names tell which plane each is. */
public final class NamePatternSource implements PlaneSource {
  /** Of the image files seen, so many must be named as a preset says. */
  private static final double NEARLY_ALL = 0.95;

  @Override
  public String name() {
    return "pattern";
  }

  @Override
  public String description() {
    return "Folder of TIFF or PNG planes whose names tell well, field, channel: --pattern, or as"
        + " known microscopes name them";
  }

  @Override
  public Recognition recognise(Path path, SourceOptions options) throws IOException {
    if (!Files.isDirectory(path)) {
      return Recognition.NO;
    }
    if (options.pattern() != null) {
      return Recognition.CERTAIN;
    }
    return presetOf(path) == null ? Recognition.NO : Recognition.CERTAIN;
  }

  @Override
  public PlaneDataset open(Path path, SourceOptions options) throws IOException {
    return PatternFolder.open(path, scheme(path, options));
  }

  private static NameScheme scheme(Path path, SourceOptions options) throws IOException {
    if (options.pattern() != null) {
      return schemeNamed(options.pattern());
    }
    NamePreset preset = presetOf(path);
    if (preset == null) {
      throw new UnusableSourceException(
          path
              + ": the files are named as no microscope that is known does ("
              + String.join(", ", NamePresets.all().stream().map(NamePreset::name).toList())
              + "); say with --pattern what their names mean");
    }
    return preset;
  }

  /**
   * A preset by its name, or else a pattern.
   *
   * @throws UnusableSourceException if it is neither; says why
   */
  public static NameScheme schemeNamed(String text) throws UnusableSourceException {
    NamePreset preset = NamePresets.named(text);
    if (preset != null) {
      return preset;
    }
    try {
      return NamePattern.parse(text);
    } catch (NamePatternException e) {
      throw new UnusableSourceException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The preset that nearly all image files of a sample follow; null if there is none. */
  public static @Nullable NamePreset presetOf(Path folder) throws IOException {
    return presetOf(NameSample.of(folder));
  }

  static @Nullable NamePreset presetOf(List<String> names) {
    for (NamePreset preset : NamePresets.all()) {
      long images = names.stream().filter(name -> !preset.ignores(name)).count();
      long matching = names.stream().filter(name -> preset.match(name) != null).count();
      if (matching > 0 && matching >= NEARLY_ALL * images) {
        return preset;
      }
    }
    return null;
  }
}
