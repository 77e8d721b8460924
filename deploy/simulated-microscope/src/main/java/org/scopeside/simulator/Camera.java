package org.scopeside.simulator;

/**
 * The camera: shot noise (Poisson, drawn as a normal number with the mean as variance, which at the
 * background's hundred electrons and more is indistinguishable), read noise, offset and
 * digitisation. The constants are those of a scientific CMOS camera in its high dynamic range mode
 * (80,000 electrons full well).
 */
final class Camera {

  private static final double OFFSET = 100;
  private static final double COUNTS_PER_ELECTRON = 0.83;
  private static final double READ_NOISE_ELECTRONS = 1.9;

  /** Exposed this much too long, an average nucleus is above the largest 16-bit value. */
  private static final float OVEREXPOSURE = 45;

  private static final float HALF_SQRT_2 = 0.70710677f;

  private final float scale;
  private final float offset;
  private final float gain;
  private final float readVariance;
  private final float maxValue;

  Camera(SimulationSettings settings) {
    // Fewer bits hold fewer electrons: 12 bits have a quarter of the counts, at a sixteenth of the
    // range, so that typical nuclei still use much of it.
    scale = 1 - 0.1875f * (16 - settings.significantBits());
    offset = (float) (OFFSET * scale);
    gain = (float) (COUNTS_PER_ELECTRON * scale);
    double readNoise = READ_NOISE_ELECTRONS * gain;
    readVariance = (float) (readNoise * readNoise);
    maxValue = settings.maxValue();
  }

  float exposure(FieldDefect defect) {
    return defect == FieldDefect.SATURATED ? scale * OVEREXPOSURE : scale;
  }

  /**
   * Digitises one row.
   *
   * @param light {@code [x]}, in counts of the 16-bit camera at normal exposure, not negative
   * @param exposure from {@link #exposure}
   * @param rowSeed decides the noise
   * @param plane receives unsigned values from {@code start} on
   */
  void digitise(float[] light, float exposure, long rowSeed, short[] plane, int start) {
    float[] normals = NormalTable.values();
    // Two independent places of the table: a row that shares one with another still differs.
    int first = (int) (rowSeed & (NormalTable.STARTS - 1));
    int second = (int) ((rowSeed >>> 32) & (NormalTable.STARTS - 1));
    float bias = offset + 0.5f;
    for (int x = 0; x < light.length; x++) {
      float mean = light[x] * exposure;
      float normal = (normals[first + x] + normals[second + x]) * HALF_SQRT_2;
      float value = mean + bias + (float) Math.sqrt(mean * gain + readVariance) * normal;
      plane[start + x] = (short) (int) Math.max(0f, Math.min(maxValue, value));
    }
  }
}
