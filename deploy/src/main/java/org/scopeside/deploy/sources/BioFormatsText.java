package org.scopeside.deploy.sources;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.scopeside.deploy.sources.BioFormatsReport.OpenedFile;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.bioformats.BioFormatsDataset.Series;
import org.scopeside.source.bioformats.BioFormatsLibrary.Format;

/** A check on one screen, as long as a file has few series. */
final class BioFormatsText {
  private static final int SHOWN_SERIES = 24;

  private final List<String> lines = new ArrayList<>();

  private BioFormatsText() {}

  static List<String> of(BioFormatsReport report, boolean readers) {
    BioFormatsText text = new BioFormatsText();
    text.library(report);
    if (readers) {
      text.readers(report);
    }
    if (report.file() != null) {
      text.file(report.file());
    }
    return text.lines;
  }

  private void library(BioFormatsReport report) {
    row("Bio-Formats", report.version());
    row(
        "At",
        "%s (%s%s)"
            .formatted(
                report.place().path(),
                report.place().namedBy(),
                report.place().jars().size() == 1
                    ? ""
                    : ", " + report.place().jars().size() + " jars"));
    int members = report.audit().members();
    if (report.fits()) {
      row("Fits", "all of the %d classes and members that are used are there".formatted(members));
      row("Readers", String.valueOf(report.formats().size()));
    } else {
      row(
          "Does not fit",
          "%d of the %d classes and members that are used are missing; take a newer version"
              .formatted(report.audit().missing().size(), members));
      report.audit().missing().forEach(missing -> row("", missing));
    }
  }

  /** Apart by jar, as the licences are: formats-bsd is under BSD, formats-gpl under the GPL. */
  private void readers(BioFormatsReport report) {
    Map<String, List<Format>> byJar = new TreeMap<>();
    for (Format format : report.formats()) {
      byJar.computeIfAbsent(format.jar(), any -> new ArrayList<>()).add(format);
    }
    byJar.forEach(
        (jar, formats) -> {
          lines.add("");
          lines.add(jar + licence(jar) + ", " + formats.size() + " readers");
          formats.forEach(
              format -> lines.add("  %-26s %s".formatted(format.reader(), format.name())));
        });
  }

  private static String licence(String jar) {
    if (jar.startsWith("formats-bsd") || jar.startsWith("formats-api")) {
      return " (BSD)";
    }
    return jar.startsWith("formats-gpl") || jar.startsWith("bioformats_package") ? " (GPL)" : "";
  }

  private void file(OpenedFile file) {
    lines.add("");
    row("File", file.path().toString());
    row(
        "Read as",
        "%s, %s, %d series"
            .formatted(file.format(), counted(file.usedFiles(), "file"), file.series().size()));
    for (StoredAcquisition acquisition : file.acquisitions()) {
      row("Acquisition", acquisition(acquisition));
    }
    file.series().stream().limit(SHOWN_SERIES).forEach(this::series);
    if (file.series().size() > SHOWN_SERIES) {
      row("", "and %d more; --json lists all".formatted(file.series().size() - SHOWN_SERIES));
    }
    file.unread().forEach(unread -> row("Not read", unread.file() + ": " + unread.reason()));
    file.remarks().forEach(remark -> row("", remark));
  }

  private static String acquisition(StoredAcquisition found) {
    int wells = found.fieldsPerWell().size();
    return "%s: %s%s, %s, %s"
        .formatted(
            found.name(),
            wells == 0 ? "" : counted(wells, "well") + ", ",
            counted(found.fields(), "field"),
            counted(found.sizeC(), "channel"),
            counted(found.planes().size(), "plane"));
  }

  private void series(Series series) {
    row(
        "Series " + series.index(),
        series.shape()
            + (series.place().isEmpty() ? "" : ", " + series.place())
            + (series.name().isEmpty() ? "" : ", '" + series.name() + "'"));
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private void row(String title, String text) {
    lines.add("%-14s%s".formatted(title, text.replaceAll("\\p{Cntrl}", " ")));
  }
}
