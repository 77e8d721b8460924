package org.scopeside.source.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneSource;
import org.scopeside.source.PlaneSources;
import org.scopeside.source.Recognition;
import org.scopeside.source.UnusableSourceException;

/**
 * Files and folders that other sources read: an OME-TIFF, a folder of NDTiff, an OME-Zarr. A file
 * that no naming scheme knows is looked at once it is quiet: the topmost folder on the way to it
 * that bears a source's marks is taken, else the file itself.
 */
final class ContainerWatch {
  private static final int LOOKS_AT_ONCE = 8;
  private static final int MOST_CANDIDATES = 10_000;

  private final WatchSettings settings;
  private final Function<String, WatchedAcquisition> acquisitions;
  private final WatchListener listener;
  private final List<PlaneSource> sources;
  private final Map<String, Container> containers = new HashMap<>();
  private final Map<String, Candidate> candidates = new LinkedHashMap<>();

  /** A file that may be, or be part of, something that a source reads. */
  private record Candidate(Path file, String relativeName, long foundAt) {}

  ContainerWatch(
      WatchSettings settings,
      PlaneSources installed,
      Function<String, WatchedAcquisition> acquisitions,
      WatchListener listener) {
    this.settings = settings;
    this.acquisitions = acquisitions;
    this.listener = listener;
    this.sources = new ArrayList<>();
    for (PlaneSource source : installed.all()) {
      boolean wanted = settings.source() == null || source.name().equals(settings.source());
      // Folders of images are told by their names, one by one.
      if (wanted && !source.name().equals("pattern")) {
        sources.add(source);
      }
    }
  }

  /** What is left alone as a whole at the first start: the file or folder in the watched one. */
  static String keyOf(String relativeName) {
    int slash = relativeName.indexOf('/');
    return slash < 0 ? relativeName : relativeName.substring(0, slash);
  }

  /** A file was found that no naming scheme knows. */
  void touched(Path file, String relativeName) {
    if (sources.isEmpty()) {
      return;
    }
    for (String above : prefixes(relativeName)) {
      Container known = containers.get(above);
      if (known != null) {
        known.touched();
        return;
      }
    }
    if (candidates.size() < MOST_CANDIDATES) {
      candidates.put(relativeName, new Candidate(file, relativeName, System.nanoTime()));
    }
  }

  /** {@code a/b/c.tif}: {@code a}, {@code a/b}, {@code a/b/c.tif}. */
  private static List<String> prefixes(String relativeName) {
    List<String> prefixes = new ArrayList<>();
    for (int at = relativeName.indexOf('/'); at > 0; at = relativeName.indexOf('/', at + 1)) {
      prefixes.add(relativeName.substring(0, at));
    }
    prefixes.add(relativeName);
    return prefixes;
  }

  /** Recognises what is new, and reads again what has grown. */
  void look() throws InterruptedException {
    recognise();
    for (Container container : containers.values()) {
      container.look();
    }
  }

  private void recognise() {
    long now = System.nanoTime();
    int looks = 0;
    List<Candidate> due = new ArrayList<>();
    for (Iterator<Candidate> each = candidates.values().iterator();
        each.hasNext() && looks < LOOKS_AT_ONCE; ) {
      Candidate candidate = each.next();
      if (now - candidate.foundAt() >= settings.quiet().toNanos()) {
        each.remove();
        due.add(candidate);
        looks++;
      }
    }
    due.forEach(this::recognise);
  }

  private void recognise(Candidate candidate) {
    for (String prefix : prefixes(candidate.relativeName())) {
      Container known = containers.get(prefix);
      if (known != null) {
        known.touched();
        return;
      }
      PlaneSource source = sourceOf(settings.folder().resolve(prefix));
      if (source != null) {
        containers.put(prefix, new Container(prefix, source, settings, acquisitions, listener));
        return;
      }
    }
  }

  private @Nullable PlaneSource sourceOf(Path path) {
    // One that was asked for by name need not be certain.
    Recognition least = settings.source() == null ? Recognition.CERTAIN : Recognition.POSSIBLE;
    for (PlaneSource source : sources) {
      try {
        if (source.recognise(path, settings.options()).compareTo(least) >= 0) {
          return source;
        }
      } catch (UnusableSourceException e) {
        listener.warning(String.valueOf(e.getMessage()));
      } catch (IOException | RuntimeException later) {
        // it may be half written: the next file in it leads here again
      }
    }
    return null;
  }

  /** Whether something was found that is not recognised or not read whole yet. */
  boolean isBusy() {
    return !candidates.isEmpty() || containers.values().stream().anyMatch(Container::isBusy);
  }
}
