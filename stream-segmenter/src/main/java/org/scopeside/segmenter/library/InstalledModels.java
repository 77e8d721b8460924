package org.scopeside.segmenter.library;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the models lie that are installed with Scopeside, whatever the current directory is. */
public final class InstalledModels {
  /** How settings name that folder. A folder of that name elsewhere is {@code ./models}. */
  public static final String NAME = "models";

  /** The launcher's system property with the folder that Scopeside is installed in. */
  static final String HOME = "scopeside.home";

  private InstalledModels() {}

  /** Folders of a setting: {@link #NAME} is that of the installation, others are as they are. */
  public static List<Path> places(List<String> named) {
    return named.stream().map(folder -> place(folder, System.getProperty(HOME))).toList();
  }

  /**
   * @param home null where no launcher told
   */
  static Path place(String named, @Nullable String home) {
    return named.equals(NAME) && home != null && !home.isEmpty()
        ? Path.of(home, NAME)
        : Path.of(named);
  }
}
