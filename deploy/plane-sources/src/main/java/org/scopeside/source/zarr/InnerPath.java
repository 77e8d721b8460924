package org.scopeside.source.zarr;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.scopeside.source.UnreadableImageException;

/**
 * Paths that documents give: they lead to what lies below the document's folder, never out of it.
 */
final class InnerPath {
  private InnerPath() {}

  /**
   * The path in one spelling, parts separated by {@code /}.
   *
   * @param document names the path in messages
   */
  static String checked(Path document, String path) throws UnreadableImageException {
    String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    for (String part : trimmed.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..") || !plain(part)) {
        throw new UnreadableImageException(
            document, "names the path '%s', which is none below its folder".formatted(shown(path)));
      }
    }
    return trimmed;
  }

  /** The checked path below a folder. */
  static Path resolve(Path document, Path folder, String path) throws UnreadableImageException {
    try {
      return folder.resolve(checked(document, path));
    } catch (InvalidPathException notOfThisSystem) {
      throw new UnreadableImageException(
          document, "names the path '%s', which is none".formatted(shown(path)), notOfThisSystem);
    }
  }

  private static boolean plain(String part) {
    return part.length() <= 255
        && part.chars().allMatch(c -> c >= ' ' && c != '\\' && c != ':' && c != 127);
  }

  private static String shown(String path) {
    String line = path.replaceAll("\\p{Cntrl}", "?");
    return line.length() > 80 ? line.substring(0, 80) + "…" : line;
  }
}
