package org.scopeside.segmenter.modelpackage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Paths of files within a package: relative, with {@code /}, and never leading out of it. */
final class PackagePath {
  private PackagePath() {}

  /**
   * A path without {@code .} and empty steps.
   *
   * @throws UnsafePathException if it could lead out of the package, with the reason
   */
  static String normalise(String path) throws UnsafePathException {
    if (path.matches("(?i)[a-z][a-z0-9+.-]+://.*")) {
      throw new UnsafePathException(path + " is on the web; put the file into the package");
    }
    if (path.startsWith("/") || path.startsWith("~") || path.matches("[A-Za-z]:.*")) {
      throw new UnsafePathException(path + " is absolute; a path within the package is needed");
    }
    if (path.indexOf('\\') >= 0 || path.chars().anyMatch(c -> c < ' ' || c == 127)) {
      throw new UnsafePathException(
          path.replaceAll("\\p{Cntrl}", "?") + " has a character that paths in packages lack");
    }
    List<String> steps = new ArrayList<>();
    for (String step : path.split("/", -1)) {
      if (step.equals("..")) {
        throw new UnsafePathException(path + " leads out of the package");
      }
      if (!step.isEmpty() && !step.equals(".")) {
        steps.add(step);
      }
    }
    if (steps.isEmpty()) {
      throw new UnsafePathException("'" + path + "' names no file");
    }
    return String.join("/", steps);
  }

  /** A path that is refused; the message says which and why. */
  static final class UnsafePathException extends IOException {
    private static final long serialVersionUID = 1;

    UnsafePathException(String message) {
      super(message);
    }
  }
}
