package org.scopeside.source.ometiff;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.scopeside.source.UnreadableImageException;

/** Groups the files of a folder into sets. */
final class FolderSets {
  private final Survey survey;
  private final List<Path> files;
  private final List<FileSet> sets = new ArrayList<>();
  private int plain;

  FolderSets(Survey survey, Path folder) {
    this.survey = survey;
    this.files = survey.folder(folder).files();
  }

  /** Companions first: their files need not be looked into. */
  List<FileSet> open() {
    files.stream().filter(FolderSets::isCompanion).forEach(this::add);
    files.stream().filter(file -> !isCompanion(file)).forEach(this::addTiff);
    if (plain > 0) {
      survey.remark(
          plain
              + " TIFF files say nothing of their place in an experiment and are left out; the"
              + " pattern source reads them by their names");
    }
    return sets;
  }

  private static boolean isCompanion(Path file) {
    return FolderIndex.isCompanionName(Survey.name(file));
  }

  private void addTiff(Path file) {
    if (survey.isClaimed(file)) {
      return;
    }
    try {
      FirstPage first = FirstPage.of(survey.tiffs(), file);
      if (first.omeXml() == null && !first.micromanager() && !first.isImageJStack()) {
        plain++;
        return;
      }
    } catch (UnreadableImageException damaged) {
      survey.unread(damaged, file);
      return;
    }
    add(file);
  }

  private void add(Path file) {
    if (survey.isClaimed(file)) {
      return;
    }
    try {
      FileSet set = new SetOpener(survey).open(file);
      if (set.hasPlanes()) {
        sets.add(set);
      }
    } catch (UnreadableImageException damaged) {
      survey.unread(damaged, file);
    }
  }
}
