package org.scopeside.source.micromanager;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which folders hold images of Micro-Manager: the opened one and those right below it. */
final class MicroManagerFolders {
  private static final int HEAD_BYTES = 1 << 16;
  private static final int MOST_LOOKED_AT = 5000;

  private MicroManagerFolders() {}

  /** True where the folder or one below has metadata.txt with a summary beside an image. */
  static boolean areAt(Path folder) throws IOException {
    if (isOne(folder)) {
      return true;
    }
    int looked = 0;
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        if (Files.isDirectory(child) && isOne(child)) {
          return true;
        }
        if (++looked > MOST_LOOKED_AT) {
          return false;
        }
      }
      return false;
    } catch (DirectoryIteratorException failure) {
      throw failure.getCause();
    }
  }

  private static boolean isOne(Path folder) throws IOException {
    Path text = folder.resolve(MetadataText.NAME);
    return Files.isReadable(text) && hasSummary(text) && hasImage(folder);
  }

  private static boolean hasSummary(Path text) throws IOException {
    try (InputStream input = Files.newInputStream(text)) {
      String head = new String(input.readNBytes(HEAD_BYTES), StandardCharsets.ISO_8859_1);
      return head.stripLeading().startsWith("{")
          && (head.contains("\"Summary\"")
              || head.contains("\"FrameKey-")
              || head.contains("\"Coords-"));
    }
  }

  private static boolean hasImage(Path folder) throws IOException {
    int looked = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (ImageFileName.isImage(String.valueOf(file.getFileName()))) {
          return true;
        }
        if (++looked > MOST_LOOKED_AT) {
          return false;
        }
      }
      return false;
    } catch (DirectoryIteratorException failure) {
      throw failure.getCause();
    }
  }

  /** The folder and those below that have metadata.txt: Pos2 before Pos10. */
  static List<Path> of(Path folder) throws IOException {
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        if (Files.isRegularFile(child.resolve(MetadataText.NAME))) {
          folders.add(child);
        }
      }
    } catch (DirectoryIteratorException failure) {
      throw failure.getCause();
    }
    folders.sort(Comparator.comparing(MicroManagerFolders::naturalKey));
    if (Files.isRegularFile(folder.resolve(MetadataText.NAME))) {
      folders.add(0, folder);
    }
    return folders;
  }

  /** Numbers filled up with zeros, so that they sort as numbers. */
  private static String naturalKey(Path folder) {
    StringBuilder key = new StringBuilder();
    for (String part :
        String.valueOf(folder.getFileName())
            .split("(?<=[0-9])(?=[^0-9])|(?<=[^0-9])(?=[0-9])", -1)) {
      boolean number = !part.isEmpty() && Character.isDigit(part.charAt(0));
      key.append(number ? "0".repeat(Math.max(0, 12 - part.length())) : "").append(part);
    }
    return key.toString();
  }

  /** Names of the images in a folder, sorted. */
  static SortedSet<String> images(Path folder) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (ImageFileName.isImage(name)) {
          names.add(name);
        }
      }
      return names;
    } catch (DirectoryIteratorException failure) {
      throw failure.getCause();
    }
  }
}
