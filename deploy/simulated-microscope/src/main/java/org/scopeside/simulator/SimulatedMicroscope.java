package org.scopeside.simulator;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Acquires planes of a simulated plate. Every pixel is a pure function of the settings' seed, well,
 * field, time, channel and z: neither the order of calls nor the machine changes it.
 *
 * <pre>{@code
 * var microscope = new SimulatedMicroscope(SimulationSettings.defaults(1));
 * for (SimulatedWell well : PlateLayout.of96Wells(1).wells()) {
 *   SimulatedField field = microscope.field(well, 0, 0);
 *   short[] dapi = field.plane(0, 0);
 *   int[] truth = field.labels();
 * }
 * }</pre>
 *
 * Safe for many threads. Keeps one float frame of the plane's size per thread that renders at the
 * same time.
 */
public final class SimulatedMicroscope {

  private static final double FOCUSED_SIGMA_UM = 0.78;
  private static final double SIGMA_PER_UM_OF_DEFOCUS = 0.6;

  /** Beyond this a plane holds no structure, and wider kernels only cost time. */
  private static final double LARGEST_SIGMA_PX = 40;

  private final SimulationSettings settings;
  private final CellPainter painter;
  private final Camera camera;
  private final ConcurrentLinkedQueue<float[]> idleFrames = new ConcurrentLinkedQueue<>();

  public SimulatedMicroscope(SimulationSettings settings) {
    this.settings = settings;
    this.painter = new CellPainter(settings);
    this.camera = new Camera(settings);
  }

  public SimulationSettings settings() {
    return settings;
  }

  /**
   * Places the cells of a field; draws nothing yet.
   *
   * @param field zero-based field of the well, less than the settings' fields
   * @param time zero-based time point, less than the settings' sizeT
   */
  public SimulatedField field(SimulatedWell well, int field, int time) {
    requireIndex("field", field, settings.fields());
    requireIndex("time", time, settings.sizeT());
    FieldLayout layout = FieldLayout.of(settings, well, field, time);
    return new SimulatedField(this, well, field, time, layout);
  }

  /** Labelled objects of one field at one time, without drawing. */
  public int count(SimulatedWell well, int field, int time) {
    return field(well, field, time).count();
  }

  /** Labelled objects of all fields of a well at time 0. */
  public int count(SimulatedWell well) {
    int count = 0;
    for (int field = 0; field < settings.fields(); field++) {
      count += count(well, field, 0);
    }
    return count;
  }

  void acquire(SimulatedField field, FieldLayout layout, int channel, int z, short[] plane) {
    requireIndex("channel", channel, settings.channels().size());
    requireIndex("z", z, settings.sizeZ());
    int sizeX = settings.sizeX();
    int sizeY = settings.sizeY();
    if (plane.length != sizeX * sizeY) {
      throw new IllegalArgumentException(
          "array of " + plane.length + " values for a plane of " + sizeX + "x" + sizeY);
    }
    float[] frame = idleFrames.poll();
    if (frame == null) {
      frame = new float[sizeX * sizeY];
    }
    SimulatedWell well = field.well();
    painter.paint(frame, Stain.ofChannel(channel), layout, well.response());
    expose(frame, field, layout, channel, z, plane);
    idleFrames.add(frame);
  }

  /**
   * Blurs, lights and digitises {@code frame} row by row, and leaves it zero for the next plane.
   */
  private void expose(
      float[] frame, SimulatedField field, FieldLayout layout, int channel, int z, short[] plane) {
    int sizeX = settings.sizeX();
    int sizeY = settings.sizeY();
    SimulatedWell well = field.well();
    long fieldKey = SeededRandom.key(settings.seed(), well.row(), well.column(), field.field());
    long planeKey = SeededRandom.key(fieldKey, field.time(), channel, z);
    double defocusUm = defocusUm(fieldKey, layout.defect(), z);
    PointSpread spread = new PointSpread(sigmaPx(defocusUm));
    Illumination illumination = new Illumination(settings, layout, fieldKey, channel);
    float efficiency = (float) (1 / (1 + defocusUm * defocusUm / 600));
    float exposure = camera.exposure(layout.defect());
    float[] row = new float[sizeX];
    spread.blurRows(frame, sizeX, sizeY);
    for (int y = 0; y < sizeY; y++) {
      spread.blurAcrossRows(frame, sizeX, sizeY, y, row);
      illumination.light(row, y, efficiency);
      camera.digitise(row, exposure, SeededRandom.key(planeKey, y), plane, y * sizeX);
    }
    Arrays.fill(frame, 0);
  }

  /** Distance of plane z from the cells. A field out of focus misses them with its whole stack. */
  private double defocusUm(long fieldKey, FieldDefect defect, int z) {
    SeededRandom random = new SeededRandom(SeededRandom.key(fieldKey, 'f'));
    double jitter = random.uniform(-0.3, 0.3);
    if (defect == FieldDefect.OUT_OF_FOCUS) {
      return random.uniform(5.5, 8.5) + z * settings.zStepUm();
    }
    return jitter + (z - (settings.sizeZ() - 1) / 2.0) * settings.zStepUm();
  }

  private double sigmaPx(double defocusUm) {
    double blurred = SIGMA_PER_UM_OF_DEFOCUS * defocusUm;
    double sigmaUm = Math.sqrt(FOCUSED_SIGMA_UM * FOCUSED_SIGMA_UM + blurred * blurred);
    return Math.min(LARGEST_SIGMA_PX, sigmaUm / settings.pixelSizeUm());
  }

  private static void requireIndex(String name, int index, int size) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException(name + " " + index + " not in 0.." + (size - 1));
    }
  }
}
