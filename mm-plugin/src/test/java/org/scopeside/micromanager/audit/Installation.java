package org.scopeside.micromanager.audit;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A real installation of Micro-Manager, named by {@code -Dmicromanager.home=…}. */
final class Installation {
  private Installation() {}

  /** Its jars; without an installation the test is skipped. */
  static List<Path> jars() throws IOException {
    String home = System.getProperty("micromanager.home", "");
    assumeTrue(
        !home.isEmpty(),
        "not compared with a real Micro-Manager: give its folder by -Dmicromanager.home=…");
    Path plugins = Path.of(home, "plugins", "Micro-Manager");
    assertTrue(Files.exists(plugins.resolve("MMJ_.jar")), () -> plugins + " has no MMJ_.jar");
    List<Path> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(plugins)) {
      files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(jars::add);
    }
    return jars;
  }
}
