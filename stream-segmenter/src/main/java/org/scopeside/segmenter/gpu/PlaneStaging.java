package org.scopeside.segmenter.gpu;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.gpu.RawPlanes.Sample;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.RawSamples;

/**
 * Puts planes into pinned memory. Samples as the camera gave them are copied in bulk; grey values
 * without them (projections, luma) go as 16 bit where all are such, else as they are. Keeps a
 * scratch row: one instance a lane.
 */
final class PlaneStaging {
  private static final int LARGEST = 0xFFFF;

  private final short[] row = new short[1 << 12];

  /** Samples that all channels can be tried in; float32 only where nothing else is possible. */
  static Sample sample(List<GreyImage> channels) {
    RawSamples first = channels.get(0).raw();
    int bytes = first == null ? 0 : first.bytesPerSample();
    for (GreyImage channel : channels) {
      RawSamples raw = channel.raw();
      if (raw == null || raw.bytesPerSample() != bytes) {
        return Sample.UINT16;
      }
    }
    return bytes == 1 ? Sample.UINT8 : Sample.UINT16;
  }

  /**
   * Copies a channel.
   *
   * @param pinned as large as the channel in these samples
   * @return whether all values fit; else what was written is not to be used
   */
  boolean copy(GreyImage channel, Sample sample, ByteBuffer pinned) {
    @Nullable RawSamples raw = channel.raw();
    if (raw != null && raw.bytesPerSample() == sample.bytes()) {
      pinned.put(0, raw.bytes());
      return true;
    }
    if (sample == Sample.FLOAT32) {
      pinned.asFloatBuffer().put(0, channel.pixels());
      return true;
    }
    return copyWhole(channel.pixels(), pinned.asShortBuffer());
  }

  private boolean copyWhole(float[] pixels, ShortBuffer target) {
    // Gathers bits that must stay zero: one test a row.
    int misfit = 0;
    for (int from = 0; from < pixels.length && misfit == 0; from += row.length) {
      int count = Math.min(row.length, pixels.length - from);
      for (int i = 0; i < count; i++) {
        int whole = (int) pixels[from + i];
        misfit |= whole & ~LARGEST;
        misfit |= whole == pixels[from + i] ? 0 : 1;
        row[i] = (short) whole;
      }
      target.put(from, row, 0, count);
    }
    return misfit == 0;
  }
}
