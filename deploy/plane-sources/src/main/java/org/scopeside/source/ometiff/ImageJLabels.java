package org.scopeside.source.ometiff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.image.TiffDirectory;

/**
 * The labels that ImageJ keeps for each image, in its own two fields: 50838 holds the lengths of
 * the parts of 50839, the first part being {@code IJIJ} and pairs of a kind and how many parts are
 * of it. Labels are UTF-16 in the file's byte order.
 */
final class ImageJLabels {
  private static final int MAGIC = 0x494A494A;
  private static final int LABEL_KIND = 0x6C61626C;

  private ImageJLabels() {}

  /**
   * A label for each image, in the file's order; empty where there are none or they are damaged.
   */
  static List<String> of(TiffDirectory page) throws IOException {
    long[] lengths = page.integers(TiffDirectory.IMAGEJ_METADATA_BYTE_COUNTS);
    ByteBuffer bytes = ByteBuffer.wrap(page.bytes(TiffDirectory.IMAGEJ_METADATA));
    bytes.order(page.order());
    if (lengths.length < 2 || lengths[0] < 12 || lengths[0] > bytes.limit()) {
      return List.of();
    }
    if (bytes.getInt(0) != MAGIC) {
      return List.of();
    }
    return labels(bytes, lengths);
  }

  private static List<String> labels(ByteBuffer bytes, long[] lengths) {
    List<String> labels = new ArrayList<>();
    int part = 1;
    long at = lengths[0];
    for (int entry = 4; entry + 8 <= lengths[0]; entry += 8) {
      int kind = bytes.getInt(entry);
      int parts = bytes.getInt(entry + 4);
      for (int i = 0; i < parts && part < lengths.length; i++) {
        long length = lengths[part++];
        if (length < 0 || at + length > bytes.limit()) {
          return List.of();
        }
        if (kind == LABEL_KIND) {
          labels.add(text(bytes, (int) at, (int) length));
        }
        at += length;
      }
    }
    return labels;
  }

  private static String text(ByteBuffer bytes, int at, int length) {
    boolean big = bytes.order().equals(ByteOrder.BIG_ENDIAN);
    Charset charset = big ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
    byte[] text = new byte[length & ~1];
    bytes.duplicate().position(at).get(text);
    return new String(text, charset).strip();
  }

  /**
   * Names of channels: where all images of a channel share a label and no two channels do.
   *
   * @return a name for each channel; null for each where labels tell none
   */
  static List<@Nullable String> channelNames(List<String> labels, ImageJHeader header) {
    int channels = header.channels();
    List<@Nullable String> none = Collections.nCopies(channels, null);
    if (channels < 2 || labels.size() < header.images()) {
      return none;
    }
    for (int i = channels; i < header.images(); i++) {
      if (!labels.get(i).equals(labels.get(i % channels))) {
        return none;
      }
    }
    List<@Nullable String> names = new ArrayList<>(labels.subList(0, channels));
    Set<@Nullable String> distinct = new HashSet<>(names);
    return distinct.size() == channels && !distinct.contains("") ? names : none;
  }
}
