package org.scopeside.endtoend;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Where the project and the real images lie. */
final class Places {
  private Places() {}

  /** The project's root. */
  static Path root() {
    return Path.of(Objects.requireNonNull(System.getProperty("scopeside.root"), "scopeside.root"))
        .toAbsolutePath()
        .normalize();
  }

  /** Where this module writes what is worth keeping after the tests. */
  static Path target() {
    return root().resolve("src/test/target");
  }

  /**
   * A folder of the real images, which are not part of the project: {@code ../shared/data}, or
   * where SCOPESIDE_DATA says. The test is skipped where it is absent.
   */
  static Path realImages(String folder) {
    String set = System.getenv("SCOPESIDE_DATA");
    Path data = set == null ? root().resolve("../shared/data").normalize() : Path.of(set);
    Path images = data.resolve(folder);
    assumeTrue(
        Files.isDirectory(images),
        "skipped: the real images are not at " + images + "; SCOPESIDE_DATA names their folder");
    return images;
  }
}
