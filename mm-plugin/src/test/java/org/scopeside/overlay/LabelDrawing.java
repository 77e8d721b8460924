package org.scopeside.overlay;

import java.time.Instant;
import java.util.Random;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.Plane;
import org.scopeside.contract.PlaneEncoder;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.WireRecord;

/** A small label image {@code [y][x]} to try things on. */
final class LabelDrawing {
  private final int width;
  private final int height;
  private final int[] labels;

  LabelDrawing(int width, int height, int[] labels) {
    this.width = width;
    this.height = height;
    this.labels = labels;
  }

  int[] labels() {
    return labels;
  }

  /** Rows of digits; other characters are background. */
  static LabelDrawing of(String... rows) {
    int[] labels = new int[rows.length * rows[0].length()];
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < rows[y].length(); x++) {
        labels[y * rows[0].length() + x] = Math.max(0, Character.digit(rows[y].charAt(x), 10));
      }
    }
    return new LabelDrawing(rows[0].length(), rows.length, labels);
  }

  /** So many discs on a grid, as round as pixels allow, of sizes that differ a little. */
  static LabelDrawing discs(int side, int count) {
    int across = (int) Math.ceil(Math.sqrt(count));
    int pitch = side / across;
    Random random = new Random(7);
    int[] labels = new int[side * side];
    for (int i = 0; i < count; i++) {
      double radius = pitch * (0.3 + 0.15 * random.nextDouble());
      int centreX = pitch / 2 + pitch * (i % across);
      int centreY = pitch / 2 + pitch * (i / across);
      for (int y = 0; y < side; y++) {
        int half = (int) Math.sqrt(Math.max(-1, radius * radius - (y - centreY) * (y - centreY)));
        boolean crosses = Math.abs(y - centreY) <= radius;
        for (int x = centreX - half; crosses && x <= centreX + half; x++) {
          labels[y * side + x] = i + 1;
        }
      }
    }
    return new LabelDrawing(side, side, labels);
  }

  ObjectOutlines outlines() {
    return ObjectOutlines.of(plane(new FrameRef("run", null, 0, 0, 0, 0)));
  }

  Plane plane(FrameRef frame) {
    PlaneHeader header = header(frame);
    int bytes = header.pixelType().bytes();
    byte[] pixels = new byte[labels.length * bytes];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (labels[i / bytes] >>> (8 * (i % bytes)));
    }
    return new Plane(header, pixels);
  }

  WireRecord record(FrameRef frame) {
    Plane plane = plane(frame);
    try (PlaneEncoder encoder = PlaneEncoder.ofLabels()) {
      return encoder.encode(plane.header(), plane.pixels());
    }
  }

  private PlaneHeader header(FrameRef frame) {
    int largest = 0;
    for (int label : labels) {
      largest = Integer.compareUnsigned(label, largest) > 0 ? label : largest;
    }
    boolean small = Integer.compareUnsigned(largest, 0xFFFF) <= 0;
    return new PlaneHeader.Builder()
        .acquisition(frame.acquisition())
        .source("/scopes/1")
        .capturedAt(Instant.EPOCH)
        .well(frame.well())
        .field(frame.field())
        .theT(frame.theT())
        .theZ(frame.theZ())
        .theC(frame.theC())
        .sizeT(frame.theT() + 1)
        .sizeZ(frame.theZ() + 1)
        .sizeC(frame.theC() + 1)
        .sizeX(width)
        .sizeY(height)
        .pixelType(small ? PixelType.UINT16 : PixelType.UINT32)
        .build();
  }
}
