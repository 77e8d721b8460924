package org.scopeside.deploy.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;

/**
 * Which files show the same field, matched by name; a single file on each side needs no name.
 *
 * @param pairs in the order of their names
 * @param problems each a line: missing partners, sizes that differ, files that cannot be read
 */
record Pairing(List<Pair> pairs, List<String> problems) {

  /**
   * The files of a field.
   *
   * @param compared the prediction, or the images that a model is to segment, one a channel
   * @param image to draw on; null without one
   */
  record Pair(String name, Path truth, List<Path> compared, @Nullable Path image) {
    /** The prediction, or the image of the first channel. */
    Path first() {
      return compared.get(0);
    }
  }

  /**
   * Pairs by name.
   *
   * @param compared predictions, or the images of each channel
   * @param images to draw on; null for none
   * @param partial whether files without a partner are left out
   */
  static Pairing of(
      LabelledFiles truth,
      List<LabelledFiles> compared,
      @Nullable LabelledFiles images,
      boolean partial)
      throws UserErrorException {
    List<LabelledFiles> all = new ArrayList<>(List.of(truth));
    all.addAll(compared);
    List<String> problems = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>();
    boolean single = true;
    for (LabelledFiles files : all) {
      problems.addAll(files.twice());
      names.addAll(files.byName().keySet());
      single &= files.byName().size() == 1;
      if (files.byName().isEmpty()) {
        throw new UserErrorException(
            ExitCode.INPUT, "no .tif, .png or .npy image in " + files.shown());
      }
    }
    List<Pair> pairs = new ArrayList<>();
    if (single) {
      List<Path> only =
          all.stream().map(files -> files.byName().values().iterator().next()).toList();
      String name = truth.byName().keySet().iterator().next();
      pairs.add(new Pair(name, only.get(0), only.subList(1, only.size()), image(images, name)));
    } else {
      for (String name : names) {
        List<LabelledFiles> missing =
            all.stream().filter(files -> !files.byName().containsKey(name)).toList();
        List<Path> there =
            all.stream().map(files -> files.byName().get(name)).filter(Objects::nonNull).toList();
        if (missing.isEmpty()) {
          pairs.add(
              new Pair(name, there.get(0), there.subList(1, there.size()), image(images, name)));
        } else if (!partial) {
          problems.add(there.get(0) + " has no partner in " + missing.get(0).shown());
        }
      }
    }
    pairs.forEach(pair -> checkSizes(pair, problems));
    return new Pairing(pairs, problems);
  }

  private static @Nullable Path image(@Nullable LabelledFiles images, String name) {
    if (images == null) {
      return null;
    }
    boolean single = images.byName().size() == 1 && images.byName().containsValue(images.folder());
    return single ? images.folder() : images.byName().get(name);
  }

  private static void checkSizes(Pair pair, List<String> problems) {
    try {
      PlaneValues.Size truth = PlaneValues.size(pair.truth());
      for (Path other : new TreeSet<>(others(pair))) {
        PlaneValues.Size size = PlaneValues.size(other);
        if (!size.equals(truth)) {
          problems.add(other + " is " + size + ", " + pair.truth() + " is " + truth);
        }
      }
    } catch (IOException unreadable) {
      problems.add(String.valueOf(unreadable.getMessage()));
    }
  }

  private static List<Path> others(Pair pair) {
    List<Path> others = new ArrayList<>(pair.compared());
    if (pair.image() != null) {
      others.add(pair.image());
    }
    return others;
  }
}
