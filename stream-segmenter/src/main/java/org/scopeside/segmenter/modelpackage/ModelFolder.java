package org.scopeside.segmenter.modelpackage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The models of an installation: every package in one or more folders. Thread-safe; packages that
 * are added later are found.
 */
public final class ModelFolder {
  private final List<Path> folders;
  private final ModelPackageReader reader;

  /**
   * @param folders each with packages in it, or a package itself; those that do not exist hold none
   */
  public ModelFolder(List<Path> folders, ModelPackageReader reader) {
    this.folders = List.copyOf(folders);
    this.reader = reader;
  }

  /**
   * A package as it was found.
   *
   * @param reference {@code id@version} as it states; null where its description cannot be read
   * @param model null where it cannot be used
   * @param problems why; none where it can
   */
  public record Entry(
      Path origin,
      @Nullable String reference,
      @Nullable ModelPackage model,
      List<String> problems) {
    public Entry {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Reads every package, good and bad, in the order of their references.
   *
   * @throws IOException if a folder cannot be listed
   */
  public List<Entry> list() throws IOException {
    List<Path> all = packages();
    Map<String, List<Path>> byReference = byReference(all);
    List<Entry> entries = new ArrayList<>();
    for (Path origin : all) {
      entries.add(entry(origin, byReference));
    }
    entries.sort(
        Comparator.comparing(
                (Entry entry) -> entry.reference() == null ? "~" : id(entry.reference()))
            .thenComparing(
                entry -> entry.reference() == null ? "" : version(entry.reference()),
                VersionOrder.ORDER)
            .thenComparing(Entry::origin));
    return entries;
  }

  private Entry entry(Path origin, Map<String, List<Path>> byReference) {
    String reference = ModelPackageReader.reference(origin);
    List<Path> same = reference == null ? List.of() : byReference.get(reference);
    if (reference != null && same != null && same.size() > 1) {
      return new Entry(origin, reference, null, List.of(twice(reference, same)));
    }
    try {
      return new Entry(origin, reference, reader.read(origin), List.of());
    } catch (InvalidModelPackageException e) {
      return new Entry(origin, reference, null, e.problems());
    }
  }

  /**
   * Reads the package that a reference means: {@code id@version}, {@code id} for the highest
   * version there is, or the path of a folder or zip, with a separator in it or an end of {@code
   * .zip}.
   *
   * @throws UnknownModelException if there is none, or more than one
   * @throws InvalidModelPackageException if the package cannot be used
   * @throws IOException if a folder cannot be listed
   */
  public ModelPackage resolve(String reference)
      throws UnknownModelException, InvalidModelPackageException, IOException {
    Path path = path(reference);
    return reader.read(path != null ? path : find(reference));
  }

  private Path find(String reference) throws UnknownModelException, IOException {
    Map<String, List<Path>> all = byReference(packages());
    String full =
        all.containsKey(reference)
            ? reference
            : all.keySet().stream()
                .filter(known -> id(known).equals(reference))
                .max(Comparator.comparing(ModelFolder::version, VersionOrder.ORDER))
                .orElseThrow(() -> unknown(reference, all));
    List<Path> origins = all.getOrDefault(full, List.of());
    if (origins.size() > 1) {
      throw new UnknownModelException(twice(full, origins));
    }
    return origins.get(0);
  }

  private UnknownModelException unknown(String reference, Map<String, List<Path>> all) {
    String where = folders.isEmpty() ? "; no folder of models is named" : " in " + folders;
    return new UnknownModelException(
        "there is no model %s%s; there %s"
            .formatted(
                reference,
                where,
                all.isEmpty() ? "are none" : "are " + String.join(", ", all.keySet())));
  }

  private static String twice(String reference, List<Path> origins) {
    return "%s is the reference of %d packages: %s"
        .formatted(
            reference,
            origins.size(),
            String.join(", ", origins.stream().map(Path::toString).toList()));
  }

  private static @Nullable Path path(String reference) {
    boolean isPath =
        reference.contains("/")
            || reference.contains("\\")
            || reference.endsWith(".zip")
            || reference.startsWith(".");
    try {
      return isPath ? Path.of(reference) : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static Map<String, List<Path>> byReference(List<Path> packages) {
    Map<String, List<Path>> byReference = new LinkedHashMap<>();
    for (Path origin : packages) {
      String reference = ModelPackageReader.reference(origin);
      if (reference != null) {
        byReference.computeIfAbsent(reference, key -> new ArrayList<>()).add(origin);
      }
    }
    return byReference;
  }

  private List<Path> packages() throws IOException {
    List<Path> packages = new ArrayList<>();
    for (Path folder : folders) {
      if (ModelPackageReader.isPackage(folder)) {
        packages.add(folder);
      } else if (Files.isDirectory(folder)) {
        try (Stream<Path> entries = Files.list(folder)) {
          entries.filter(ModelFolder::mayBePackage).sorted().forEach(packages::add);
        }
      }
    }
    return packages.stream().distinct().toList();
  }

  /** Other folders, such as programs that convert models, are none of our business. */
  private static boolean mayBePackage(Path entry) {
    return Files.isDirectory(entry)
        ? ModelPackageReader.isPackage(entry)
        : entry.getFileName().toString().endsWith(".zip");
  }

  private static String id(String reference) {
    return reference.substring(0, reference.lastIndexOf('@'));
  }

  private static String version(String reference) {
    return reference.substring(reference.lastIndexOf('@') + 1);
  }
}
