package org.scopeside.segmenter.engine;

import java.nio.file.Path;

/**
 * Where what took long to make is kept for the next start: engines and kernels of GPUs. May be
 * removed at any time.
 */
public final class CacheFolder {
  /** System property with the folder, where it is not the usual one. */
  public static final String PROPERTY = "scopeside.cache";

  private static final String USERS = "XDG_CACHE_HOME";

  private CacheFolder() {}

  /**
   * The folder for one kind of thing; may not exist.
   *
   * @param kind {@code engines}
   */
  public static Path of(String kind) {
    String named = System.getProperty(PROPERTY);
    if (named != null) {
      return Path.of(named, kind);
    }
    String users = System.getenv(USERS);
    Path caches =
        users == null || users.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(users);
    return caches.resolve("scopeside").resolve(kind);
  }
}
