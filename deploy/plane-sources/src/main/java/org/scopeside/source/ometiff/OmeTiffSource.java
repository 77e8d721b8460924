package org.scopeside.source.ometiff;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlaneDataset.Unread;
import org.scopeside.source.PlaneSource;
import org.scopeside.source.Recognition;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.UnusableSourceException;

/**
 * OME-TIFF: single files, sets of files, companion files, plates; Micro-Manager's and ImageJ's
 * stacks; TIFF and PNG files one by one. A folder is searched for all of them, four levels deep.
 */
public final class OmeTiffSource implements PlaneSource {
  @Override
  public String name() {
    return "ome-tiff";
  }

  @Override
  public String description() {
    return "OME-TIFF files and sets with or without a companion file, Micro-Manager and ImageJ"
        + " stacks, single TIFF and PNG files";
  }

  @Override
  public Recognition recognise(Path path, SourceOptions options) throws IOException {
    return OmeTiffMarks.recognise(path);
  }

  @Override
  public PlaneDataset open(Path path, SourceOptions options) throws IOException {
    if (!Files.exists(path)) {
      throw new UnusableSourceException(path + " does not exist");
    }
    Path real = path.toAbsolutePath().normalize();
    boolean folder = Files.isDirectory(real);
    Path root = folder ? real : Objects.requireNonNull(real.getParent(), "folder");
    Survey survey = new Survey(root);
    try {
      List<FileSet> sets = folder ? openFolder(survey, root) : List.of(openFile(survey, real));
      return dataset(survey, path, AcquisitionPlan.of(sets));
    } catch (IOException | RuntimeException failure) {
      survey.tiffs().close();
      throw failure;
    }
  }

  private static FileSet openFile(Survey survey, Path file) throws IOException {
    try {
      return new SetOpener(survey).open(file);
    } catch (UnreadableImageException damaged) {
      String also =
          survey.unread().stream()
              .filter(other -> !other.file().equals(damaged.file()))
              .findFirst()
              .map(other -> "; " + survey.shown(other.file()) + " " + other.reason())
              .orElse("");
      throw new UnusableSourceException(damaged.getMessage() + also, damaged);
    }
  }

  private static List<FileSet> openFolder(Survey survey, Path folder) throws IOException {
    List<FileSet> sets = new FolderSets(survey, folder).open();
    if (sets.isEmpty()) {
      throw nothingIn(survey, folder);
    }
    return sets;
  }

  private static UnusableSourceException nothingIn(Survey survey, Path folder) {
    List<Unread> unread = survey.unread();
    String why =
        unread.isEmpty()
            ? String.join("; ", survey.remarks())
            : "%d files cannot be read, the first is %s, which %s"
                .formatted(
                    unread.size(), survey.shown(unread.get(0).file()), unread.get(0).reason());
    return new UnusableSourceException(
        "%s holds no OME-TIFF, Micro-Manager or ImageJ stack that can be read%s"
            .formatted(folder, why.isEmpty() ? "" : ": " + why));
  }

  private static PlaneDataset dataset(
      Survey survey, Path path, List<StoredAcquisition> acquisitions) throws IOException {
    if (acquisitions.isEmpty()) {
      throw new UnusableSourceException(path + " tells of no plane that is there");
    }
    List<String> remarks = new ArrayList<>(survey.remarks());
    for (StoredAcquisition acquisition : acquisitions) {
      long missing = acquisition.missingPlanes();
      if (missing > 0) {
        remarks.add("%s: %d planes are not there".formatted(acquisition.name(), missing));
      }
    }
    return new OmeTiffDataset(acquisitions, survey.unread(), remarks, survey.tiffs());
  }
}
