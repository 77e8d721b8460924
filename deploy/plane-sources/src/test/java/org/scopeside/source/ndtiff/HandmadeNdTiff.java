package org.scopeside.source.ndtiff;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A data set of one file, byte by byte as the format's description says. */
final class HandmadeNdTiff {
  private final ByteArrayOutputStream stack = new ByteArrayOutputStream();
  private final ByteArrayOutputStream index = new ByteArrayOutputStream();
  private final ByteOrder order;

  HandmadeNdTiff(ByteOrder order, String summary) {
    this.order = order;
    byte[] text = summary.getBytes(StandardCharsets.UTF_8);
    ByteBuffer head = ByteBuffer.allocate(28).order(order);
    head.put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M')).put(head.get(0));
    head.putShort((short) 42).putInt(28 + text.length);
    head.putInt(483_729).putInt(3).putInt(3).putInt(2_355_492).putInt(text.length);
    stack.writeBytes(head.array());
    stack.writeBytes(text);
  }

  /** An image; its 16-bit samples, or bytes for the types 0 and 2. */
  HandmadeNdTiff image(
      String axes, int sizeX, int sizeY, int type, int[] samples, String metadata) {
    int offset = stack.size();
    int bytes = type == 0 || type == 2 ? 1 : 2;
    ByteBuffer pixels = ByteBuffer.allocate(samples.length * bytes).order(order);
    for (int sample : samples) {
      if (bytes == 1) {
        pixels.put((byte) sample);
      } else {
        pixels.putShort((short) sample);
      }
    }
    stack.writeBytes(pixels.array());
    byte[] text = metadata.getBytes(StandardCharsets.UTF_8);
    int metadataOffset = stack.size();
    stack.writeBytes(text);
    entry(axes, "s_NDTiffStack.tif", offset, sizeX, sizeY, type, metadataOffset, text.length);
    return this;
  }

  void entry(
      String axes,
      String file,
      int offset,
      int sizeX,
      int sizeY,
      int type,
      int metadataOffset,
      int metadataLength) {
    byte[] json = axes.getBytes(StandardCharsets.UTF_8);
    byte[] name = file.getBytes(StandardCharsets.UTF_8);
    ByteBuffer entry =
        ByteBuffer.allocate(40 + json.length + name.length).order(ByteOrder.LITTLE_ENDIAN);
    entry.putInt(json.length).put(json).putInt(name.length).put(name);
    entry.putInt(offset).putInt(sizeX).putInt(sizeY).putInt(type).putInt(0);
    entry.putInt(metadataOffset).putInt(metadataLength).putInt(0);
    index.writeBytes(entry.array());
  }

  byte[] index() {
    return index.toByteArray();
  }

  byte[] stack() {
    return stack.toByteArray();
  }

  Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("s_NDTiffStack.tif"), stack());
    Files.write(folder.resolve("NDTiff.index"), index());
    return folder;
  }
}
