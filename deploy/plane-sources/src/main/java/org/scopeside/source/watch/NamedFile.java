package org.scopeside.source.watch;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.pattern.NamePattern;
import org.scopeside.source.pattern.NameScheme;
import org.scopeside.source.pattern.Placeholder;

/**
 * What a file's name says in a watched folder, where each folder is an acquisition: a pattern may
 * speak of the path below the watched folder, or below the folder in it.
 *
 * @param acquisition path of the acquisition; "" for the watched folder itself
 */
record NamedFile(String acquisition, Map<Placeholder, String> tokens) {

  /** Null if the scheme does not know the name. */
  static @Nullable NamedFile of(NameScheme scheme, String relativeName) {
    int slash = relativeName.indexOf('/');
    String top = relativeName.substring(0, Math.max(slash, 0));
    Map<Placeholder, String> tokens = scheme.match(relativeName);
    if (tokens != null) {
      String said = scheme.acquisition(relativeName, tokens);
      boolean byFolder = said.isEmpty() && scheme instanceof NamePattern;
      return new NamedFile(byFolder ? top : said, tokens);
    }
    if (slash < 0 || !(scheme instanceof NamePattern)) {
      return null;
    }
    String below = relativeName.substring(slash + 1);
    Map<Placeholder, String> inFolder = scheme.match(below);
    if (inFolder == null) {
      return null;
    }
    String plate = scheme.acquisition(below, inFolder);
    return new NamedFile(plate.isEmpty() ? top : top + "/" + plate, inFolder);
  }
}
