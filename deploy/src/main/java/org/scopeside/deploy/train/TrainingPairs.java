package org.scopeside.deploy.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.image.PlaneReader;
import org.scopeside.source.image.PlaneShape;

/** Images and the label images of the same name, whatever their endings. */
final class TrainingPairs {
  private static final int SHOWN = 20;

  private TrainingPairs() {}

  /** An image and its label image. */
  record Pair(String name, Path image, Path labels) {
    GreyImage grey() throws UnreadableImageException {
      return FileSamples.grey(PlaneReader.read(image));
    }

    LabelImage truth() throws UserErrorException, UnreadableImageException {
      try {
        return FileSamples.labels(PlaneReader.read(labels));
      } catch (IllegalArgumentException e) {
        throw new UserErrorException(ExitCode.INPUT, labels + ": " + e.getMessage(), e);
      }
    }
  }

  /**
   * The pairs of two folders, by name. Every file that has no partner, and every pair of different
   * sizes, is told at once.
   */
  static List<Pair> of(Path images, Path labels) throws UserErrorException {
    List<String> problems = new ArrayList<>();
    Map<String, Path> imageByName = byStem(images, problems);
    Map<String, Path> labelByName = byStem(labels, problems);
    List<Pair> pairs = new ArrayList<>();
    imageByName.forEach(
        (name, image) -> {
          Path partner = labelByName.remove(name);
          if (partner == null) {
            problems.add(image.getFileName() + " has no label image in " + labels);
          } else {
            pairs.add(new Pair(name, image, partner));
          }
        });
    labelByName.values().forEach(l -> problems.add(l.getFileName() + " has no image in " + images));
    pairs.forEach(pair -> checkSizes(pair, problems));
    if (pairs.isEmpty() && problems.isEmpty()) {
      problems.add("no PNG or TIFF in " + images);
    }
    if (!problems.isEmpty()) {
      throw new UserErrorException(ExitCode.INPUT, all(problems));
    }
    return pairs;
  }

  private static Map<String, Path> byStem(Path folder, List<String> problems)
      throws UserErrorException {
    Map<String, Path> byStem = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(TrainingPairs::isImage)
          .sorted()
          .forEach(
              file -> {
                Path former = byStem.putIfAbsent(stem(file), file);
                if (former != null) {
                  problems.add(
                      "%s and %s in %s have one name"
                          .formatted(former.getFileName(), file.getFileName(), folder));
                }
              });
    } catch (IOException e) {
      throw new UserErrorException(ExitCode.INPUT, "cannot list the folder " + folder, e);
    }
    return byStem;
  }

  private static boolean isImage(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && name.matches(".*\\.(png|tif|tiff)");
  }

  private static String stem(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("(?i)(\\.ome)?\\.(png|tiff?)$", "");
  }

  private static void checkSizes(Pair pair, List<String> problems) {
    try {
      PlaneShape image = PlaneReader.shape(pair.image(), 0);
      PlaneShape labels = PlaneReader.shape(pair.labels(), 0);
      if (image.sizeX() != labels.sizeX() || image.sizeY() != labels.sizeY()) {
        problems.add(
            "%s: image %dx%d, label image %dx%d"
                .formatted(
                    pair.name(), image.sizeX(), image.sizeY(), labels.sizeX(), labels.sizeY()));
      }
    } catch (UnreadableImageException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  private static String all(List<String> problems) {
    String shown = String.join("; ", problems.subList(0, Math.min(SHOWN, problems.size())));
    int more = problems.size() - SHOWN;
    return more > 0 ? shown + "; and " + more + " more" : shown;
  }
}
