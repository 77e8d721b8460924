package org.scopeside.deploy.sources;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneDataset.Unread;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.UnusableSourceException;
import org.scopeside.source.bioformats.BioFormatsDataset;
import org.scopeside.source.bioformats.BioFormatsLibrary.Format;
import org.scopeside.source.bioformats.BioFormatsPlace;
import org.scopeside.source.bioformats.IsolatedBioFormats;
import org.scopeside.source.bioformats.LinkageAudit;

/**
 * What a check found.
 *
 * @param version as it calls itself; "not known" where it does not fit well enough to say
 * @param formats its readers; empty where it does not fit well enough to say
 * @param file null where none was asked for
 */
record BioFormatsReport(
    BioFormatsPlace place,
    String version,
    List<Format> formats,
    LinkageAudit audit,
    @Nullable OpenedFile file) {

  /** A file as Bio-Formats understood it. */
  record OpenedFile(
      Path path,
      String format,
      int usedFiles,
      List<BioFormatsDataset.Series> series,
      List<StoredAcquisition> acquisitions,
      List<Unread> unread,
      List<String> remarks) {

    static OpenedFile of(Path path, BioFormatsDataset opened) {
      return new OpenedFile(
          path,
          opened.format(),
          opened.usedFiles(),
          opened.series(),
          opened.acquisitions(),
          opened.unread(),
          opened.remarks());
    }
  }

  static BioFormatsReport of(BioFormatsPlace place, IsolatedBioFormats found)
      throws UnusableSourceException {
    LinkageAudit audit = found.audit();
    if (!audit.missing().isEmpty()) {
      return new BioFormatsReport(place, versionIfItTells(found), List.of(), audit, null);
    }
    return new BioFormatsReport(
        place, found.library().version(), found.library().formats(), audit, null);
  }

  private static String versionIfItTells(IsolatedBioFormats found) {
    try {
      return found.library().version();
    } catch (UnusableSourceException unfit) {
      return "not known";
    }
  }

  BioFormatsReport with(OpenedFile opened) {
    return new BioFormatsReport(place, version, formats, audit, opened);
  }

  /** Whether it has all that is called in it. */
  boolean fits() {
    return audit.missing().isEmpty();
  }
}
