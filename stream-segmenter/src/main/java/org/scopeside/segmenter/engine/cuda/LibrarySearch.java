package org.scopeside.segmenter.engine.cuda;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where NVIDIA's libraries may lie on this machine.
 *
 * @param named folders that the user named: system property, environment; searched first
 * @param usual those of the loader's configuration and of NVIDIA's installers
 */
record LibrarySearch(List<Path> named, List<Path> usual) {
  /** System property with folders, separated as class paths are. */
  static final String PROPERTY = "scopeside.nvidia.libraries";

  private static final String VARIABLE = "SCOPESIDE_NVIDIA_LIBRARIES";
  private static final int TOLD = 6;
  private static final List<String> USUAL =
      List.of(
          "usr/local/cuda/lib64",
          "usr/local/cuda/lib",
          "usr/lib/x86_64-linux-gnu",
          "usr/lib64",
          "usr/lib",
          "lib/x86_64-linux-gnu",
          "opt/tensorrt/lib",
          "usr/local/tensorrt/lib",
          // Where the driver is on WSL, NixOS, in containers and in Debian's packages.
          "usr/lib/wsl/lib",
          "run/opengl-driver/lib",
          "usr/local/nvidia/lib64",
          "usr/lib/x86_64-linux-gnu/nvidia/current");

  LibrarySearch {
    named = List.copyOf(named);
    usual = List.copyOf(usual);
  }

  /** Of this process. */
  static LibrarySearch ofProcess() {
    return of(System.getProperty(PROPERTY, ""), System.getenv(), Path.of("/"));
  }

  /**
   * Of any process.
   *
   * @param property value of {@link #PROPERTY}
   * @param root of the file system
   */
  static LibrarySearch of(String property, Map<String, String> environment, Path root) {
    Set<Path> named = new LinkedHashSet<>();
    addAll(named, property);
    addAll(named, environment.getOrDefault(VARIABLE, ""));
    addAll(named, environment.getOrDefault("LD_LIBRARY_PATH", ""));
    for (String home : List.of("TENSORRT_HOME", "TENSORRT_ROOT", "CUDA_HOME", "CUDA_PATH")) {
      String folder = environment.getOrDefault(home, "");
      if (!folder.isEmpty()) {
        addAll(named, folder + "/lib");
        addAll(named, folder + "/lib64");
      }
    }
    Set<Path> usual = new LinkedHashSet<>();
    USUAL.forEach(folder -> usual.add(root.resolve(folder)));
    usual.addAll(versioned(root));
    usual.addAll(configured(root.resolve("etc/ld.so.conf.d")));
    return new LibrarySearch(List.copyOf(named), List.copyOf(usual));
  }

  private static void addAll(Set<Path> folders, String list) {
    for (String folder : list.split(File.pathSeparator, -1)) {
      try {
        if (!folder.isBlank()) {
          folders.add(Path.of(folder.strip()));
        }
      } catch (InvalidPathException e) {
        // No such folder can exist.
      }
    }
  }

  /** Toolkits and TensorRT beside each other, the newest first. */
  private static List<Path> versioned(Path root) {
    List<Path> folders = new ArrayList<>();
    for (String parent : List.of("usr/local", "opt")) {
      for (Path folder : matches(root.resolve(parent), "{cuda-*,TensorRT-*,tensorrt-*}")) {
        folders.add(folder.resolve("lib64"));
        folders.add(folder.resolve("lib"));
      }
    }
    return folders;
  }

  /** What the loader is configured with: a folder a line. */
  private static List<Path> configured(Path configuration) {
    List<Path> folders = new ArrayList<>();
    for (Path file : matches(configuration, "*.conf")) {
      try {
        Files.readAllLines(file).stream()
            .map(String::strip)
            .filter(line -> line.startsWith("/"))
            .map(Path::of)
            .forEach(folders::add);
      } catch (IOException | UncheckedIOException | InvalidPathException e) {
        // What cannot be read names nothing.
      }
    }
    return folders;
  }

  private static List<Path> matches(Path folder, String pattern) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
      entries.forEach(found::add);
    } catch (IOException e) {
      return List.of();
    }
    found.sort((a, b) -> b.compareTo(a));
    return found;
  }

  /** The library in a folder that the user named; null if it is in none. */
  @Nullable Path findNamed(String library) {
    return find(named, library);
  }

  /** The library in a folder of NVIDIA's installers; null if it is in none. */
  @Nullable Path findUsual(String library) {
    return find(usual, library);
  }

  /** The library wherever it is; null if it is nowhere. */
  @Nullable Path find(String library) {
    Path found = findNamed(library);
    return found == null ? findUsual(library) : found;
  }

  private static @Nullable Path find(List<Path> folders, String library) {
    for (Path folder : folders) {
      Path file = folder.resolve(library);
      if (Files.isRegularFile(file)) {
        return file.toAbsolutePath();
      }
    }
    return null;
  }

  /** For people: the folders that exist, or would, shortened. */
  String places() {
    Set<Path> all = new LinkedHashSet<>(named);
    usual.stream().filter(Files::isDirectory).forEach(all::add);
    String told = all.stream().limit(TOLD).map(Path::toString).collect(Collectors.joining(", "));
    return all.size() > TOLD ? told + " and " + (all.size() - TOLD) + " more" : told;
  }
}
