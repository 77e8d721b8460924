package org.scopeside.micromanager.secrets;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The programs of this computer, from the folders of its search path. */
final class Programs {
  private final List<Path> folders = new ArrayList<>();

  private Programs() {}

  /**
   * @param environment its {@code PATH}, however it is spelled
   */
  static Programs onPath(Map<String, String> environment) {
    Programs programs = new Programs();
    environment.forEach(
        (name, value) -> {
          if (name.equalsIgnoreCase("PATH")) {
            programs.add(value);
          }
        });
    return programs;
  }

  private void add(String path) {
    for (String folder : path.split(File.pathSeparator, -1)) {
      // A relative folder would depend on where Micro-Manager was started.
      if (!folder.isEmpty() && new File(folder).isAbsolute()) {
        folders.add(Paths.get(folder));
      }
    }
  }

  /** Hands over the full path of the first program of that name, if there is one. */
  void find(String name, Consumer<String> found) {
    for (Path folder : folders) {
      Path program = folder.resolve(name);
      if (Files.isRegularFile(program) && Files.isExecutable(program)) {
        found.accept(program.toString());
        return;
      }
    }
  }
}
