package org.scopeside.archive.omezarr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.scopeside.archive.UnarchivablePlaneException;
import org.scopeside.contract.PlaneHeader;

/** One image of the archive. Thread-safe. */
final class ArchivedField {
  /** Texts longer than these stay out of the list of planes, whose lines are short. */
  private static final int LONGEST_TEXT = 256;

  private final Path folder;
  private final WholeFiles files;
  private final ChunkCompression compression;

  // The next three are guarded by this; null until the first plane.
  private @Nullable FieldLayout layout;
  private @Nullable FieldStory story;
  private boolean stale = true;

  ArchivedField(Path folder, WholeFiles files, ChunkCompression compression) {
    this.folder = folder;
    this.files = files;
    this.compression = compression;
  }

  /** Whether a folder is a field that an archive began. */
  static boolean isField(Path folder) {
    return Files.isRegularFile(folder.resolve("0").resolve(".zarray"));
  }

  /**
   * Writes what describes the field, where it is new or the plane adds to it.
   *
   * @throws UnarchivablePlaneException if the plane is of another kind than those that are there
   */
  synchronized void describe(PlaneHeader plane) throws IOException {
    FieldLayout known = layout == null ? find(plane) : layout;
    FieldStory told = story == null ? findStory(plane, known) : story;
    FieldLayout wanted = FieldLayout.of(plane, known == null ? compression : known.compression());
    if (known != null
        && !(known.takes(wanted) && told.samplesPerPixel() == plane.samplesPerPixel())) {
      throw new UnarchivablePlaneException(
          "%s is %s with %d samples a pixel, its field in %s is %s with %d"
              .formatted(
                  plane.frameId(),
                  wanted.shown(),
                  plane.samplesPerPixel(),
                  folder,
                  known.shown(),
                  told.samplesPerPixel()));
    }
    FieldLayout grown = known == null ? wanted : known.grownTo(wanted);
    // A write that fails leaves it stale, to be written with the next try.
    boolean more = told.learn(plane);
    stale = stale || more || !grown.equals(layout);
    layout = grown;
    story = told;
    if (stale) {
      write(grown, told);
      stale = false;
    }
  }

  /** The group first and the array last: only then it counts as begun. */
  private void write(FieldLayout grown, FieldStory told) throws IOException {
    files.write(folder.resolve(".zgroup"), ZarrDocuments.group());
    files.write(folder.resolve(".zattrs"), ZarrDocuments.bytes(told.zattrs(grown)));
    files.write(folder.resolve("0").resolve(".zarray"), ZarrDocuments.bytes(grown.zarray()));
  }

  private @Nullable FieldLayout find(PlaneHeader plane) throws IOException {
    Path document = folder.resolve("0").resolve(".zarray");
    if (!Files.isRegularFile(document)) {
      return null;
    }
    FieldLayout found = FieldLayout.read(read(document, plane));
    if (found == null) {
      throw new UnarchivablePlaneException(
          plane.frameId() + " has no place in " + document + ", which no archive of ours wrote");
    }
    return found;
  }

  private FieldStory findStory(PlaneHeader plane, @Nullable FieldLayout known) throws IOException {
    Path document = folder.resolve(".zattrs");
    if (known == null || !Files.isRegularFile(document)) {
      return FieldStory.of(plane);
    }
    FieldStory found = FieldStory.read(read(document, plane));
    if (found == null) {
      throw new UnarchivablePlaneException(
          plane.frameId() + " has no place in " + document + ", which no archive of ours wrote");
    }
    return found;
  }

  private static JsonNode read(Path document, PlaneHeader plane) throws IOException {
    try {
      return ZarrDocuments.read(document);
    } catch (JsonProcessingException damaged) {
      throw new UnarchivablePlaneException(
          "%s has no place in %s, which is damaged: %s"
              .formatted(plane.frameId(), document, damaged.getOriginalMessage()));
    }
  }

  /** Writes the pixels of a plane that was described, then lists it. */
  void write(PlaneHeader plane, byte[] littleEndian) throws IOException {
    if (plane.samplesPerPixel() == 1) {
      writeChunk(plane, plane.theC(), littleEndian);
      list(plane);
    } else {
      writeColour(plane, littleEndian);
    }
  }

  /** One at a time: a frame written twice at once must not get samples of both. */
  private synchronized void writeColour(PlaneHeader plane, byte[] littleEndian) throws IOException {
    int samples = plane.samplesPerPixel();
    for (int sample = 0; sample < samples; sample++) {
      byte[] channel = sample(plane, littleEndian, sample);
      writeChunk(plane, plane.theC() * samples + sample, channel);
    }
    list(plane);
  }

  private static byte[] sample(PlaneHeader plane, byte[] interleaved, int sample) {
    int width = plane.pixelType().bytes();
    int step = width * plane.samplesPerPixel();
    byte[] channel = new byte[interleaved.length / plane.samplesPerPixel()];
    for (int from = sample * width, to = 0; to < channel.length; from += step, to += width) {
      System.arraycopy(interleaved, from, channel, to, width);
    }
    return channel;
  }

  private void writeChunk(PlaneHeader plane, int channel, byte[] chunk) throws IOException {
    String key = "0/%d/%d/%d/0/0".formatted(plane.theT(), channel, plane.theZ());
    files.write(folder.resolve(key), compression().encode(chunk));
  }

  private synchronized ChunkCompression compression() {
    return layout == null ? compression : layout.compression();
  }

  /**
   * Appends a line. It begins with a line's end, too: the line before may have been cut when a
   * process was killed or the disk was full.
   */
  private synchronized void list(PlaneHeader plane) throws IOException {
    String line = "\n" + ZarrDocuments.line(described(plane)) + "\n";
    Path file = folder.resolve(FieldStory.PLANES);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException failure) {
      throw new IOException(file + " cannot be written: " + failure.getMessage(), failure);
    }
  }

  private static ObjectNode described(PlaneHeader plane) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("t", plane.theT()).put("z", plane.theZ()).put("c", plane.theC());
    line.put("capturedAt", plane.capturedAt().toString());
    put(line, "deltaTMs", plane.deltaTMs());
    put(line, "exposureMs", plane.exposureMs());
    put(line, "positionXUm", plane.positionXUm());
    put(line, "positionYUm", plane.positionYUm());
    put(line, "positionZUm", plane.positionZUm());
    put(line, "binning", plane.binning());
    put(line, "detector", plane.detector());
    return line;
  }

  private static void put(ObjectNode line, String member, @Nullable Double value) {
    if (value != null) {
      line.put(member, value);
    }
  }

  private static void put(ObjectNode line, String member, @Nullable String value) {
    if (value != null && value.length() <= LONGEST_TEXT) {
      line.put(member, value);
    }
  }
}
