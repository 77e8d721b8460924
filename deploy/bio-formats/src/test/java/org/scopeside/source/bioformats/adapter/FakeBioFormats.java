package org.scopeside.source.bioformats.adapter;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import loci.formats.IFormatReader;
import ome.xml.meta.MetadataRetrieve;

/**
 * A Bio-Formats of the signatures with bodies, compiled from {@code src/test/fake}, and the real
 * metadata beside it. What it reads are files of properties.
 */
final class FakeBioFormats {
  private FakeBioFormats() {}

  /** A folder as a user may have it. */
  static Path in(Path folder) throws Exception {
    return in(folder, UnaryOperator.identity());
  }

  /**
   * A folder of another version.
   *
   * @param changed of each source file
   */
  static Path in(Path folder, UnaryOperator<String> changed) throws Exception {
    Path lib = Files.createDirectories(folder.resolve("lib"));
    Path omeXml = place(MetadataRetrieve.class);
    Files.copy(omeXml, lib.resolve("ome-xml.jar"));
    Map<String, byte[]> classes = new TreeMap<>();
    addClasses(place(IFormatReader.class), classes);
    Path signatures = folder.resolve("signatures.jar");
    writeJar(signatures, classes);
    addClasses(compiled(folder, changed, List.of(signatures, omeXml)), classes);
    writeJar(lib.resolve("bioformats_package.jar"), classes);
    return lib;
  }

  private static Path place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static Path compiled(Path folder, UnaryOperator<String> changed, List<Path> classPath)
      throws IOException {
    Path sources = Files.createDirectories(folder.resolve("sources"));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-nowarn", "-proc:none", "-d", classes.toString(), "-cp"));
    arguments.add(String.join(System.getProperty("path.separator"), texts(classPath)));
    for (Path source : javaFiles(Path.of("src/test/fake"))) {
      Path copy = sources.resolve(String.valueOf(source.getFileName()));
      String text = Files.readString(source);
      Files.writeString(copy, changed.apply(text));
      arguments.add(copy.toString());
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int failed =
        compiler.run(null, OutputStream.nullOutputStream(), null, arguments.toArray(String[]::new));
    assertTrue(failed == 0, "the fake does not compile");
    return classes;
  }

  private static List<String> texts(List<Path> paths) {
    return paths.stream().map(Path::toString).toList();
  }

  private static List<Path> javaFiles(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static void addClasses(Path place, Map<String, byte[]> classes) throws IOException {
    if (Files.isDirectory(place)) {
      addFiles(place, classes);
      return;
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      addFiles(jar.getPath("/"), classes);
    }
  }

  private static void addFiles(Path root, Map<String, byte[]> classes) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.toString().endsWith(".class")) {
          String name = root.relativize(file).toString().replace('\\', '/');
          classes.put(name, Files.readAllBytes(file));
        }
      }
    }
  }

  private static void writeJar(Path path, Map<String, byte[]> classes) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(path))) {
      for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
        jar.putNextEntry(new JarEntry(entry.getKey()));
        jar.write(entry.getValue());
        jar.closeEntry();
      }
    }
  }

  /** A file that the fake reads. */
  static Path file(Path path, String... lines) throws IOException {
    return Files.writeString(path, String.join("\n", lines), StandardCharsets.ISO_8859_1);
  }
}
