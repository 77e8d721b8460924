package org.scopeside.deploy.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
   * @param compared the prediction, or the image that a model is to segment
   * @param image to draw on; null without one
   */
  record Pair(String name, Path truth, Path compared, @Nullable Path image) {}

  static Pairing of(
      LabelledFiles truth, LabelledFiles compared, @Nullable LabelledFiles images, boolean partial)
      throws UserErrorException {
    List<String> problems = new ArrayList<>(truth.twice());
    problems.addAll(compared.twice());
    if (truth.byName().isEmpty() || compared.byName().isEmpty()) {
      String empty = truth.byName().isEmpty() ? truth.shown() : compared.shown();
      throw new UserErrorException(ExitCode.INPUT, "no .tif, .png or .npy image in " + empty);
    }
    List<Pair> pairs = new ArrayList<>();
    if (truth.byName().size() == 1 && compared.byName().size() == 1) {
      Map.Entry<String, Path> only = truth.byName().entrySet().iterator().next();
      Path other = compared.byName().values().iterator().next();
      pairs.add(new Pair(only.getKey(), only.getValue(), other, image(images, only.getKey())));
    } else {
      TreeSet<String> names = new TreeSet<>(truth.byName().keySet());
      names.addAll(compared.byName().keySet());
      for (String name : names) {
        Path truthFile = truth.byName().get(name);
        Path comparedFile = compared.byName().get(name);
        if (truthFile != null && comparedFile != null) {
          pairs.add(new Pair(name, truthFile, comparedFile, image(images, name)));
        } else if (!partial) {
          Path there = Objects.requireNonNullElse(truthFile, comparedFile);
          problems.add(
              there + " has no partner in " + (truthFile == null ? truth : compared).shown());
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
    return pair.image() == null ? List.of(pair.compared()) : List.of(pair.compared(), pair.image());
  }
}
