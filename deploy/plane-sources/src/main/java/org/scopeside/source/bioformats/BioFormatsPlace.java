package org.scopeside.source.bioformats;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.UnusableSourceException;

/**
 * Where the user's Bio-Formats lies.
 *
 * @param path the jar or the folder of jars
 * @param namedBy who said so: {@code --bio-formats}, {@code SCOPESIDE_BIO_FORMATS}, or that it is
 *     the usual place
 * @param jars what goes on the class path, by name; at least one, and one of them has Bio-Formats'
 *     readers
 */
public record BioFormatsPlace(Path path, String namedBy, List<Path> jars) {
  /** Environment variable, and system property, that names the jar or folder. */
  public static final String VARIABLE = "SCOPESIDE_BIO_FORMATS";

  /** Where the jar is to be had. */
  public static final String DOWNLOADS = "https://www.openmicroscopy.org/bio-formats/downloads/";

  private static final String OPTION = "--bio-formats";
  private static final String READERS = "loci/formats/ImageReader.class";

  public BioFormatsPlace {
    jars = List.copyOf(jars);
  }

  /** A place to look at; a place that somebody named must have it. */
  private record Candidate(Path path, String namedBy, boolean named) {}

  /**
   * Looks at the option, else the system property, else the environment variable, else in the
   * user's folder; the first that is named holds.
   *
   * @return null where nothing is named and the user's folder has no Bio-Formats
   * @throws UnusableSourceException if what is named is no Bio-Formats
   */
  public static @Nullable BioFormatsPlace find(SourceOptions options)
      throws UnusableSourceException {
    return find(options, System.getenv(VARIABLE));
  }

  static @Nullable BioFormatsPlace find(SourceOptions options, @Nullable String environment)
      throws UnusableSourceException {
    Candidate candidate = candidate(options, environment);
    if (!candidate.named && !Files.isDirectory(candidate.path)) {
      return null;
    }
    List<Path> jars = jars(candidate);
    if (!candidate.named && jars.isEmpty()) {
      return null;
    }
    if (!hasReaders(jars)) {
      throw new UnusableSourceException(
          "%s (%s) has no loci.formats.ImageReader: it is not Bio-Formats; bioformats_package.jar of %s is"
              .formatted(candidate.path, candidate.namedBy, DOWNLOADS));
    }
    return new BioFormatsPlace(candidate.path, candidate.namedBy, jars);
  }

  /** The folder in the user's home where it is looked for when nothing else is said. */
  public static Path usualFolder() {
    return Path.of(System.getProperty("user.home", "."), ".scopeside", "bio-formats");
  }

  /** How to come by it, in words. */
  public static String howToGet() {
    return ("it is under the GPL and so not shipped with Scopeside: download bioformats_package.jar from %s and put"
            + " it into %s, or name it by %s or %s")
        .formatted(DOWNLOADS, usualFolder(), OPTION, VARIABLE);
  }

  private static Candidate candidate(SourceOptions options, @Nullable String environment)
      throws UnusableSourceException {
    Path option = options.bioFormats();
    if (option != null) {
      return new Candidate(option, OPTION, true);
    }
    String property = System.getProperty(VARIABLE, "");
    String named = property.isEmpty() ? environment : property;
    if (named == null || named.isEmpty()) {
      return new Candidate(usualFolder(), "the usual place", false);
    }
    try {
      return new Candidate(Path.of(named), VARIABLE, true);
    } catch (InvalidPathException e) {
      throw new UnusableSourceException(VARIABLE + " is no path: " + e.getMessage(), e);
    }
  }

  private static List<Path> jars(Candidate candidate) throws UnusableSourceException {
    if (!Files.exists(candidate.path)) {
      throw new UnusableSourceException(
          candidate.path + " (" + candidate.namedBy + ") does not exist");
    }
    if (!Files.isDirectory(candidate.path)) {
      return List.of(candidate.path);
    }
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(candidate.path, "*.jar")) {
      files.forEach(jars::add);
    } catch (IOException e) {
      throw new UnusableSourceException(candidate.path + " cannot be listed: " + e, e);
    }
    Collections.sort(jars);
    return jars;
  }

  private static boolean hasReaders(List<Path> jars) throws UnusableSourceException {
    for (Path jar : jars) {
      try (JarFile file = new JarFile(jar.toFile())) {
        if (file.getEntry(READERS) != null) {
          return true;
        }
      } catch (IOException e) {
        throw new UnusableSourceException(
            jar + " cannot be read as a jar (" + e.getMessage() + "); was it downloaded whole?", e);
      }
    }
    return false;
  }
}
