package org.scopeside.source.ometiff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.scopeside.source.Recognition;
import org.scopeside.source.image.TiffFile;

/** Tells by names and first bytes whether a path is for this source. */
final class OmeTiffMarks {
  private static final int NDTIFF_MARK = 483_729;
  private static final int MOST_NAMES = 2_000;
  private static final int MOST_LOOKED_INTO = 3;
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

  private OmeTiffMarks() {}

  static Recognition recognise(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    return Files.isDirectory(path) ? folder(path) : file(path);
  }

  private static Recognition file(Path path) throws IOException {
    String name = Survey.name(path);
    byte[] head = PlainFile.head(path);
    if (FolderIndex.isCompanionName(name)) {
      boolean xml = head.length > 0 && !TiffFile.isTiff(head);
      return xml ? Recognition.CERTAIN : Recognition.POSSIBLE;
    }
    if (isPng(head)) {
      return Recognition.POSSIBLE;
    }
    if (!TiffFile.isTiff(head) || isNdTiff(head)) {
      return Recognition.NO;
    }
    return FolderIndex.isOmeTiffName(name) || hasMarks(path)
        ? Recognition.CERTAIN
        : Recognition.POSSIBLE;
  }

  private static boolean isPng(byte[] head) {
    for (int i = 0; i < PNG.length; i++) {
      if (i >= head.length || head[i] != PNG[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNdTiff(byte[] head) {
    return head.length >= 12
        && ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(8) == NDTIFF_MARK;
  }

  private static boolean hasMarks(Path path) {
    try (OpenTiffs tiffs = new OpenTiffs()) {
      FirstPage first = FirstPage.of(tiffs, path);
      return first.omeXml() != null || first.micromanager() || first.imageJ() != null;
    } catch (IOException damaged) {
      return false;
    }
  }

  /** A few names, and what a few files say; a folder of single ImageJ images is no stack. */
  private static Recognition folder(Path folder) throws IOException {
    return isForOthers(folder) || !isCertain(folder, 2) ? Recognition.NO : Recognition.CERTAIN;
  }

  private static boolean isCertain(Path folder, int depth) throws IOException {
    List<Path> names = firstNames(folder);
    if (names.stream().anyMatch(file -> isCertainName(Survey.name(file)))) {
      return true;
    }
    List<Path> tiffs =
        names.stream().filter(file -> FolderIndex.isTiffName(Survey.name(file))).toList();
    if (!tiffs.isEmpty()) {
      return tiffs.stream().limit(MOST_LOOKED_INTO).anyMatch(OmeTiffMarks::isStack);
    }
    List<Path> folders =
        depth == 0
            ? List.of()
            : names.stream()
                .filter(file -> Files.isDirectory(file) && !isForOthers(file))
                .limit(MOST_LOOKED_INTO)
                .toList();
    for (Path below : folders) {
      if (isCertain(below, depth - 1)) {
        return true;
      }
    }
    return false;
  }

  private static List<Path> firstNames(Path folder) throws IOException {
    List<Path> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (names.size() == MOST_NAMES) {
          break;
        }
        if (!Survey.name(file).startsWith(".")) {
          names.add(file);
        }
      }
    }
    return names;
  }

  /** NDTiff and OME-Zarr, which hold TIFFs and files of their own. */
  static boolean isForOthers(Path folder) {
    return Files.exists(folder.resolve("NDTiff.index"))
        || Files.exists(folder.resolve(".zattrs"))
        || Files.exists(folder.resolve("zarr.json"));
  }

  private static boolean isCertainName(String name) {
    return FolderIndex.isOmeTiffName(name)
        || name.toLowerCase(Locale.ROOT).endsWith(".companion.ome");
  }

  private static boolean isStack(Path file) {
    try (OpenTiffs tiffs = new OpenTiffs()) {
      FirstPage first = FirstPage.of(tiffs, file);
      return first.omeXml() != null || first.micromanager() || first.isImageJStack();
    } catch (IOException damaged) {
      return false;
    }
  }
}
