package org.scopeside.simulator;

import java.util.Arrays;
import java.util.List;

/**
 * One field at one time: its truth and its planes. Immutable and safe for many threads; nothing is
 * drawn before it is asked for.
 */
public final class SimulatedField {

  private final SimulatedMicroscope microscope;
  private final SimulatedWell well;
  private final int field;
  private final int time;
  private final FieldLayout layout;

  SimulatedField(
      SimulatedMicroscope microscope, SimulatedWell well, int field, int time, FieldLayout layout) {
    this.microscope = microscope;
    this.well = well;
    this.field = field;
    this.time = time;
    this.layout = layout;
  }

  public SimulatedWell well() {
    return well;
  }

  /** Zero-based field of the well. */
  public int field() {
    return field;
  }

  /** Zero-based time point. */
  public int time() {
    return time;
  }

  /** Number of labelled objects: nuclei of living, dividing and dead cells. */
  public int count() {
    return layout.nuclei().size();
  }

  public FieldDefect defect() {
    return layout.defect();
  }

  /**
   * The truth, {@code [y][x]} row by row: 0 is background, 1..{@link #count()} are objects. Each
   * object is one 4-connected piece of at least 40 pixels; objects may touch, never overlap. The
   * array is new and the caller's.
   */
  public int[] labels() {
    int sizeX = microscope.settings().sizeX();
    int sizeY = microscope.settings().sizeY();
    int[] labels = new int[sizeX * sizeY];
    List<Nucleus> nuclei = layout.nuclei();
    for (int i = 0; i < nuclei.size(); i++) {
      Nucleus nucleus = nuclei.get(i);
      NucleusShape shape = nucleus.shape();
      int bottom = Math.min(sizeY - 1, nucleus.originY() + shape.top + shape.rows() - 1);
      for (int y = Math.max(0, nucleus.originY() + shape.top); y <= bottom; y++) {
        int v = y - nucleus.originY();
        int from = Math.max(0, nucleus.originX() + shape.first(v));
        int to = Math.min(sizeX - 1, nucleus.originX() + shape.last(v));
        if (from <= to) {
          Arrays.fill(labels, y * sizeX + from, y * sizeX + to + 1, i + 1);
        }
      }
    }
    return labels;
  }

  /**
   * A plane, {@code [y][x]} row by row, unsigned 16 bit. The array is new and the caller's.
   *
   * @param channel zero-based channel
   * @param z zero-based plane of the stack
   */
  public short[] plane(int channel, int z) {
    SimulationSettings settings = microscope.settings();
    short[] plane = new short[settings.sizeX() * settings.sizeY()];
    plane(channel, z, plane);
    return plane;
  }

  /** As {@link #plane(int, int)}, into an array of sizeX times sizeY values. */
  public void plane(int channel, int z, short[] into) {
    microscope.acquire(this, layout, channel, z, into);
  }
}
