package org.scopeside.source;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the user says of the files beside where they are.
 *
 * @param pattern what file names mean, or the name of a preset; null to find out
 * @param bioFormats the user's {@code bioformats_package.jar}, or a folder with Bio-Formats' jars;
 *     null to look in the usual places
 */
public record SourceOptions(@Nullable String pattern, @Nullable Path bioFormats) {
  /** Nothing said. */
  public static final SourceOptions NONE = new SourceOptions(null, null);
}
