package org.scopeside.segmenter.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrarySearchTest {
  private static final String LIBRARY = "libnvinfer.so.10";

  @TempDir Path root;

  private Path library(String folder) throws IOException {
    Path file = root.resolve(folder).resolve(LIBRARY);
    Files.createDirectories(folder(file));
    return Files.createFile(file);
  }

  private static Path folder(Path file) {
    return Objects.requireNonNull(file.getParent());
  }

  private LibrarySearch search(String property, Map<String, String> environment) {
    return LibrarySearch.of(property, environment, root);
  }

  @Test
  void shouldTakeNamedFoldersInTheirOrderBeforeUsualOnes() throws IOException {
    Path usual = library("usr/lib/x86_64-linux-gnu");
    Path home = library("trt/lib");
    Path loader = library("loader");
    Path variable = library("variable");
    Path property = library("property");

    Map<String, String> all =
        Map.of(
            "SCOPESIDE_NVIDIA_LIBRARIES", root.resolve("none") + ":" + folder(variable),
            "LD_LIBRARY_PATH", folder(loader).toString(),
            "TENSORRT_HOME", root.resolve("trt").toString());
    assertEquals(property, search(folder(property).toString(), all).find(LIBRARY));
    assertEquals(variable, search("", all).find(LIBRARY));
    assertEquals(
        loader, search("", Map.of("LD_LIBRARY_PATH", "::" + folder(loader))).find(LIBRARY));
    assertEquals(
        home, search("", Map.of("TENSORRT_HOME", root.resolve("trt").toString())).find(LIBRARY));
    assertEquals(usual, search("", Map.of()).find(LIBRARY));
  }

  @Test
  void shouldFindTheNewestOfVersionsBesideEachOther() throws IOException {
    library("usr/local/cuda-13.0/lib64");
    Path newest = library("usr/local/cuda-13.1/lib64");

    assertEquals(newest, search("", Map.of()).find(LIBRARY));
  }

  @Test
  void shouldFollowTheConfigurationOfTheLoader() throws IOException {
    Path file = library("vendor/libs");
    Path configuration = Files.createDirectories(root.resolve("etc/ld.so.conf.d"));
    Files.writeString(configuration.resolve("vendor.conf"), "# vendor\n\n  " + folder(file) + "\n");

    assertEquals(file, search("", Map.of()).find(LIBRARY));
  }

  @Test
  void shouldFindNothingWhereThereIsNothing() throws IOException {
    Files.createDirectories(root.resolve("usr/lib/" + LIBRARY));

    LibrarySearch search = search(root.resolve("named").toString(), Map.of());

    assertNull(search.find(LIBRARY), "a folder is no library");
    assertTrue(search.places().startsWith(root.resolve("named").toString()), search.places());
  }

  @Test
  void shouldKnowTheOnlyPlatformWithGpus() {
    assertTrue(NvidiaLibraries.platform("Linux", "amd64"));
    assertFalse(NvidiaLibraries.platform("Linux", "aarch64"));
    assertFalse(NvidiaLibraries.platform("Windows 11", "amd64"));
    assertFalse(NvidiaLibraries.platform("Mac OS X", "x86_64"));
  }
}
