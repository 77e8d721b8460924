package org.scopeside.source.bioformats.adapter;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** A real Bio-Formats, its jar or a folder of its jars, named by {@code -Dbioformats.lib=…}. */
final class RealBioFormats {
  private RealBioFormats() {}

  /** Where it is; without one the test is skipped. */
  static Path place() {
    String lib = System.getProperty("bioformats.lib", "");
    assumeTrue(
        !lib.isEmpty(),
        "not held against a real Bio-Formats: give its jars by -Dbioformats.lib=… or the profile bioformats");
    assertTrue(Files.exists(Path.of(lib)), () -> lib + " does not exist");
    return Path.of(lib);
  }
}
