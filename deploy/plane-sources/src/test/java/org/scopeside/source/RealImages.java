package org.scopeside.source;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real images that lie beside the project and are never part of it. */
public final class RealImages {
  private RealImages() {}

  /** A folder of them; the test is skipped where there is none. */
  public static Path folder(String name) {
    Path at = Path.of("").toAbsolutePath();
    while (at.getParent() != null && !Files.isDirectory(at.resolve("shared/data"))) {
      at = at.getParent();
    }
    Path folder = at.resolve("shared/data").resolve(name);
    assumeTrue(
        Files.isDirectory(folder),
        "no shared/data/" + name + " above the working directory: real images are not tested");
    return folder;
  }
}
