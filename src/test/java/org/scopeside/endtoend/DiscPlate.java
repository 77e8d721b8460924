package org.scopeside.endtoend;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferUShort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.ChannelRole;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Well;

/**
 * A plate of one 16-bit plane a well with bright discs on dark, slightly noisy ground, so that
 * every count is known exactly.
 *
 * @param side width and height of a plane in pixels
 * @param discs discs by well label
 */
record DiscPlate(int side, Map<String, Integer> discs) {
  private static final String SOURCE = "/microscopes/discs";
  private static final String CHANNEL = "DAPI";
  private static final int RADIUS = 9;
  private static final int PITCH = 40;

  DiscPlate {
    discs = new TreeMap<>(discs);
    int room = side / PITCH;
    if (discs.values().stream().anyMatch(n -> n < 1 || n > room * room)) {
      throw new IllegalArgumentException(discs + ": 1 to " + room * room + " discs fit in " + side);
    }
  }

  /** So many wells of a 96-well plate, row by row, each with another count. */
  static DiscPlate of(int side, int wells) {
    int room = (side / PITCH) * (side / PITCH);
    Map<String, Integer> discs = new LinkedHashMap<>();
    for (int i = 0; i < wells; i++) {
      discs.put(new Well(i / 12, i % 12).label(), 1 + (7 + 11 * i) % room);
    }
    return new DiscPlate(side, discs);
  }

  List<Well> wells() {
    return discs.keySet().stream().map(DiscPlate::well).toList();
  }

  /** The true counts by well label. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    discs.forEach((well, n) -> counts.put(well, (long) n));
    return counts;
  }

  /** What a source would announce. */
  AcquisitionStarted plan(String acquisition) {
    return plan(acquisition, false);
  }

  /** The same, of a source that wants label images, or does not. */
  AcquisitionStarted plan(String acquisition, boolean labels) {
    return new AcquisitionStarted.Builder(acquisition, SOURCE, Instant.now())
        .plate("Discs", 8, 12)
        .wells(wells())
        .fields(1)
        .channel(CHANNEL, ChannelRole.NUCLEUS)
        .expectedPlanes(discs.size())
        .labels(labels)
        .build();
  }

  PlaneHeader header(String acquisition, String well) {
    return new PlaneHeader.Builder()
        .acquisition(acquisition)
        .source(SOURCE)
        .capturedAt(Instant.now())
        .well(well(well))
        .sizeX(side)
        .sizeY(side)
        .pixelType(PixelType.UINT16)
        .channelName(CHANNEL)
        .channelRole(ChannelRole.NUCLEUS)
        .build();
  }

  /** Samples {@code [y][x]} of a well, the same each time. */
  short[] samples(String well) {
    Random noise = new Random(well.hashCode());
    short[] samples = new short[side * side];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (300 + noise.nextInt(40));
    }
    int across = side / PITCH;
    for (int disc = 0; disc < discs.getOrDefault(well, 0); disc++) {
      draw(samples, PITCH / 2 + PITCH * (disc % across), PITCH / 2 + PITCH * (disc / across));
    }
    return samples;
  }

  private void draw(short[] samples, int centreX, int centreY) {
    for (int y = -RADIUS; y <= RADIUS; y++) {
      for (int x = -RADIUS; x <= RADIUS; x++) {
        if (x * x + y * y <= RADIUS * RADIUS) {
          int pixel = (centreY + y) * side + centreX + x;
          samples[pixel] = (short) (samples[pixel] + 4000);
        }
      }
    }
  }

  /** Writes a well as an image file; the name's extension says which format. */
  void write(String well, Path file) throws IOException {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_USHORT_GRAY);
    short[] samples = ((DataBufferUShort) image.getRaster().getDataBuffer()).getData();
    System.arraycopy(samples(well), 0, samples, 0, samples.length);
    String format = file.toString().endsWith(".tif") ? "tiff" : "png";
    if (!ImageIO.write(image, format, file.toFile())) {
      throw new IOException("nothing writes " + format);
    }
  }

  /** Writes every well as {@code <well>.png} or {@code .tif}. */
  void writeAll(Path folder, String extension) throws IOException {
    for (String well : discs.keySet()) {
      write(well, folder.resolve(well + extension));
    }
  }

  private static Well well(String label) {
    Well well = Well.parse(label);
    if (well == null) {
      throw new IllegalArgumentException("'" + label + "' is no well");
    }
    return well;
  }
}
