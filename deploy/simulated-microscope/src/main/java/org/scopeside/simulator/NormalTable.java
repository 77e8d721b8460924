package org.scopeside.simulator;

/** Standard normal numbers, drawn once: a picture needs a million of them in milliseconds. */
final class NormalTable {

  /** Starts are 0..STARTS - 1; a power of two. */
  static final int STARTS = 1 << 16;

  /** From any start at least this many values follow. */
  static final int RUN = 4096;

  private static final float[] VALUES = draw();

  private NormalTable() {}

  /** The table itself, {@code STARTS + RUN} values: not to be written to. */
  static float[] values() {
    return VALUES;
  }

  private static float[] draw() {
    SeededRandom random = new SeededRandom(0x5C09E51DEL);
    float[] values = new float[STARTS + RUN];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.normal();
    }
    return values;
  }
}
