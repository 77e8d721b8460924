package org.scopeside.source.pattern;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneFacts;

/** What vendors' index files tell of the images beside them. Immutable once read. */
public final class FolderIndex {
  static final FolderIndex EMPTY = new FolderIndex();
  private static final long LARGEST_INDEX = 1L << 30;

  /** By channel number without leading zeros. */
  final Map<String, String> channelNames = new HashMap<>();

  /** By file name without folders. */
  final Map<String, PlaneFacts> planes = new HashMap<>();

  /** Width and height of a pixel, µm, by channel number; "" for all channels. */
  final Map<String, double[]> pixelSizesUm = new HashMap<>();

  final List<String> remarks = new ArrayList<>();

  int plateRows;
  int plateColumns;

  FolderIndex() {}

  /**
   * Reads the index files of a folder; one that cannot be read is remarked on and left out.
   *
   * @param folder the one that holds the images or, for MetaXpress, the plate's
   */
  public static FolderIndex of(Path folder, IndexKind kind) {
    FolderIndex index = new FolderIndex();
    for (Path file : files(folder, kind)) {
      try {
        if (Files.size(file) > LARGEST_INDEX) {
          throw new IOException("it has " + Files.size(file) + " bytes");
        }
        index.read(file, kind);
      } catch (IOException | RuntimeException e) {
        index.remarks.add(file + " is not used: " + e.getMessage());
      }
    }
    return index;
  }

  private static List<Path> files(Path folder, IndexKind kind) {
    List<Path> files = new ArrayList<>();
    if (kind == IndexKind.NONE) {
      return files;
    }
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(folder, path -> kind.isIndex(path.getFileName().toString()))) {
      entries.forEach(files::add);
    } catch (IOException | RuntimeException unreadable) {
      return files;
    }
    Collections.sort(files);
    return files;
  }

  private void read(Path file, IndexKind kind) throws IOException {
    switch (kind) {
      case HARMONY -> HarmonyIndex.read(file, this);
      case YOKOGAWA -> YokogawaIndex.read(file, this);
      case METAXPRESS -> MetaXpressIndex.read(file, this);
      case NONE -> {}
    }
  }

  /** Nothing known. */
  public static FolderIndex none() {
    return EMPTY;
  }

  /** Rows of the plate; 0 where the index does not say. */
  public int plateRows() {
    return plateRows;
  }

  /** Columns of the plate; 0 where the index does not say. */
  public int plateColumns() {
    return plateColumns;
  }

  /** Whether there was an index. */
  boolean isKnown() {
    return !remarks.isEmpty()
        || !planes.isEmpty()
        || !channelNames.isEmpty()
        || !pixelSizesUm.isEmpty();
  }

  /** Planes that the index lists; 0 where it lists none. */
  public int listedPlanes() {
    return planes.size();
  }

  /** Whether the index lists a file. */
  public boolean lists(String fileName) {
    return planes.containsKey(fileName);
  }

  /** The name of a channel; null where the index has none. */
  public @Nullable String channelName(String token) {
    return channelNames.get(number(token));
  }

  /** What it tells of a file; {@link PlaneFacts#NONE} where nothing. */
  public PlaneFacts facts(String fileName, String channel) {
    PlaneFacts facts = planes.getOrDefault(fileName, PlaneFacts.NONE);
    double[] size = pixelSizesUm.getOrDefault(number(channel), pixelSizesUm.get(""));
    return size == null || facts.physicalSizeXUm() != null
        ? facts
        : facts.withPhysicalSize(size[0], size[1]);
  }

  static String number(String token) {
    return token.replaceFirst("^0+(?=[0-9])", "");
  }

  static @Nullable Double positive(@Nullable String text, double scale) {
    Double value = finite(text, scale);
    return value == null || value <= 0 ? null : value;
  }

  static @Nullable Double finite(@Nullable String text, double scale) {
    if (text == null) {
      return null;
    }
    try {
      double value = Double.parseDouble(text.trim()) * scale;
      return Double.isFinite(value) ? value : null;
    } catch (NumberFormatException noNumber) {
      return null;
    }
  }
}
