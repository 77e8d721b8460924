package org.scopeside.source.pattern;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How one vendor's software names files. The folders that it makes inside of a plate ({@code
 * Images}, {@code TimePoint_1}) are part of it; each folder above them is an acquisition of its
 * own.
 */
public final class NamePreset implements NameScheme {
  private static final int DEPTH = 6;
  private static final String FOLDERS = "(?<folders>(?:[^/]+/)*?)";

  private final String name;
  private final String microscope;
  private final String example;
  private final String numbering;
  private final List<Variant> variants = new ArrayList<>();
  private @Nullable Pattern ignored;
  private IndexKind index = IndexKind.NONE;

  /** One form of the names, its groups called as placeholders are. */
  private record Variant(Pattern regex, List<Placeholder> groups, Map<Placeholder, Integer> first) {
    @Nullable Map<Placeholder, String> match(String relativeName) {
      Matcher matcher = regex.matcher(relativeName);
      if (!matcher.matches()) {
        return null;
      }
      Map<Placeholder, String> tokens = new EnumMap<>(Placeholder.class);
      for (Placeholder group : groups) {
        String token = matcher.group(group.word());
        if (token != null) {
          tokens.put(group, token);
        }
      }
      return NamePattern.well(tokens) == null ? null : Collections.unmodifiableMap(tokens);
    }

    String folders(String relativeName) {
      Matcher matcher = regex.matcher(relativeName);
      return matcher.matches() ? matcher.group("folders") : "";
    }
  }

  NamePreset(String name, String microscope, String example, String numbering) {
    this.name = name;
    this.microscope = microscope;
    this.example = example;
    this.numbering = numbering;
  }

  /**
   * Adds a form of the names, tried after those before it.
   *
   * @param regex of the path below the acquisition's folder, groups called as placeholders are
   * @param first what numbers begin with where they do not begin with 1
   */
  NamePreset names(String regex, Map<Placeholder, Integer> first) {
    List<Placeholder> groups = new ArrayList<>();
    for (Placeholder placeholder : Placeholder.values()) {
      if (regex.contains("(?<" + placeholder.word() + ">")) {
        groups.add(placeholder);
      }
    }
    variants.add(new Variant(Pattern.compile(FOLDERS + regex), groups, first));
    return this;
  }

  NamePreset ignoring(String regex) {
    ignored = Pattern.compile(regex);
    return this;
  }

  NamePreset indexedBy(IndexKind kind) {
    index = kind;
    return this;
  }

  /** One word in lower case, as {@code --pattern} takes it. */
  public String name() {
    return name;
  }

  /** Whose files these are, for people. */
  public String microscope() {
    return microscope;
  }

  /** A path below the plate's folder. */
  public String example() {
    return example;
  }

  /** What numbers begin with, and what is left out, in words. */
  public String numbering() {
    return numbering;
  }

  /** The file beside the images that tells more of them. */
  public IndexKind index() {
    return index;
  }

  @Override
  public @Nullable Map<Placeholder, String> match(String relativeName) {
    Variant variant = ignores(relativeName) ? null : variantOf(relativeName);
    return variant == null ? null : variant.match(relativeName);
  }

  private @Nullable Variant variantOf(String relativeName) {
    for (Variant variant : variants) {
      if (variant.match(relativeName) != null) {
        return variant;
      }
    }
    return null;
  }

  @Override
  public boolean ignores(String relativeName) {
    return (ignored != null && ignored.matcher(relativeName).matches())
        || index.isIndex(relativeName.substring(relativeName.lastIndexOf('/') + 1));
  }

  @Override
  public boolean onePlaneAFile() {
    return true;
  }

  @Override
  public int depth() {
    return DEPTH;
  }

  @Override
  public String acquisition(String relativeName, Map<Placeholder, String> tokens) {
    Variant variant = variantOf(relativeName);
    String folders = variant == null ? "" : variant.folders(relativeName);
    String plate = tokens.getOrDefault(Placeholder.PLATE, "");
    String folder = folders.isEmpty() ? "" : folders.substring(0, folders.length() - 1);
    // Exports lie in a folder that is called after the plate: the name twice says nothing more.
    if (plate.isEmpty() || folder.equals(plate) || folder.endsWith("/" + plate)) {
      return folder;
    }
    return folders + plate;
  }

  @Override
  public int first(String relativeName, Placeholder placeholder) {
    Variant variant = variantOf(relativeName);
    return variant == null ? 1 : variant.first().getOrDefault(placeholder, 1);
  }

  @Override
  public String meaning() {
    return "names are as " + example + " (" + microscope + "); " + numbering;
  }

  @Override
  public String toString() {
    return name;
  }
}
