package org.scopeside.source.watch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files that bear a name for the time of writing only: {@code x.tif.part}, {@code x.tif~}, and
 * {@code .x.tif.Ab12Cd} of rsync. One that vanishes when its final name appears was renamed, which
 * is done in one step: the file is complete.
 */
final class TemporaryNames {
  private static final int REMEMBERED = 10_000;
  private static final Pattern TEMPORARY =
      Pattern.compile("(?i)(.+?)(?:\\.part|\\.partial|\\.tmp|\\.temp|\\.filepart|\\.crdownload|~)");
  private static final Pattern RSYNC = Pattern.compile("\\.(.+)\\.[A-Za-z0-9]{6}");

  private final Map<Path, Path> temporaryOf =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Path> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** True if it is such a name, or a hidden one, which is never a plane. */
  boolean take(Path file) {
    String name = file.getFileName().toString();
    String finalName = finalName(name);
    if (finalName != null) {
      temporaryOf.put(file.resolveSibling(finalName), file);
    }
    return finalName != null || name.startsWith(".");
  }

  private static @Nullable String finalName(String name) {
    for (Pattern pattern : new Pattern[] {TEMPORARY, RSYNC}) {
      Matcher matcher = pattern.matcher(name);
      if (matcher.matches()) {
        return matcher.group(1);
      }
    }
    return null;
  }

  /** Whether a file that was just found was renamed from a temporary name. */
  boolean renamedInto(Path file) {
    Path temporary = temporaryOf.remove(file);
    return temporary != null && !Files.exists(temporary);
  }
}
