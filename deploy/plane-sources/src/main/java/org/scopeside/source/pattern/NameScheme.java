package org.scopeside.source.pattern;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells from a file's name which plane it holds. Immutable. */
public sealed interface NameScheme permits NamePattern, NamePreset {
  /** Says of a number that the names do not tell whether they count from 0 or from 1. */
  int UNKNOWN_FIRST = -1;

  /**
   * What the name says, by placeholder.
   *
   * @param relativeName the file's path relative to the folder, with {@code /}
   * @return null if it is no plane by this scheme
   */
  @Nullable Map<Placeholder, String> match(String relativeName);

  /** True if it is known and no plane: a thumbnail, an index. */
  boolean ignores(String relativeName);

  /** True if a file never holds more than one plane, so that none need be opened to count. */
  boolean onePlaneAFile();

  /** Folders between the folder and the files, at most. */
  int depth();

  /**
   * Which acquisition a file belongs to, as a path with {@code /}; empty where there is only one.
   */
  String acquisition(String relativeName, Map<Placeholder, String> tokens);

  /** What that placeholder's numbers begin with: 0, 1, or {@link #UNKNOWN_FIRST}. */
  int first(String relativeName, Placeholder placeholder);

  /** In words, what names it takes. */
  String meaning();
}
