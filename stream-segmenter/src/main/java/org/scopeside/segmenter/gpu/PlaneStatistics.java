package org.scopeside.segmenter.gpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.cuda.Cuda;
import org.scopeside.segmenter.engine.cuda.KernelArguments;
import org.scopeside.segmenter.engine.cuda.Kernels.Kernel;
import org.scopeside.segmenter.modelpackage.Preprocessing;
import org.scopeside.segmenter.modelpackage.Preprocessing.Clip;
import org.scopeside.segmenter.modelpackage.Preprocessing.FixedZeroMeanUnitVariance;
import org.scopeside.segmenter.modelpackage.Preprocessing.ScaleLinear;
import org.scopeside.segmenter.modelpackage.Preprocessing.ScaleRange;
import org.scopeside.segmenter.modelpackage.Preprocessing.ZeroMeanUnitVariance;

/**
 * Percentiles, means and deviations of planes of whole numbers, and the steps of a model package
 * collapsed into one map a channel, all on the GPU. Exact as {@link
 * org.scopeside.segmenter.normalise.Normaliser}, whose arithmetic in double precision it repeats; a
 * mean may differ in the last bit, its sum being taken in another order.
 *
 * <pre>
 *   planes ─▶ countValues ─▶ [copy][channel][65536] ─▶ mergeCounts ─▶ settleMaps ─▶ maps [channel]
 * </pre>
 */
final class PlaneStatistics {
  private static final int BINS = 1 << 16;
  private static final int SEGMENTS = 256;

  /** Of the counts, so that equal values wait less for each other. */
  private static final int COPIES = 16;

  private static final int STEP_BYTES = 2 * Integer.BYTES + 3 * Double.BYTES;

  /** Parts of a sum, each of which one thread takes. */
  private static final int SETTLING_THREADS = 512;

  private final Cuda cuda;
  private final RawPlanes planes;
  private final boolean counting;
  private final Kernel count;
  private final Kernel merge;
  private final Kernel settle;
  private final long counts;
  private final long countBytes;
  private final long segments;
  private final long segmentBytes;
  private final IntensityMaps maps;
  private final KernelArguments countArguments;
  private final KernelArguments mergeArguments;
  private final KernelArguments settleArguments;

  /**
   * Takes memory and settles all launches.
   *
   * @param steps none with statistics of each tile, and none with statistics if the planes are not
   *     of whole numbers: see {@link #covers}
   */
  PlaneStatistics(DeviceSetup setup, RawPlanes planes, List<Preprocessing> steps)
      throws EngineException {
    if (!covers(steps, planes.sample())) {
      throw new IllegalArgumentException(
          "statistics of %s planes for %s are the host's".formatted(planes.sample(), steps));
    }
    this.planes = planes;
    cuda = setup.cuda();
    counting = steps.stream().anyMatch(PlaneStatistics::usesValues);
    count = setup.kernels().kernel("countValues");
    merge = setup.kernels().kernel("mergeCounts");
    settle = setup.kernels().kernel("settleMaps");
    int channels = planes.channels();
    int copies = counting ? COPIES : 0;
    countBytes = (long) copies * channels * BINS * Integer.BYTES;
    segmentBytes = counting ? (long) channels * SEGMENTS * Integer.BYTES : 0;
    counts = setup.memory().take("counts of grey values", countBytes);
    segments = setup.memory().take("sums of counts", segmentBytes);
    maps =
        new IntensityMaps(
            setup.memory().take("intensity maps", (long) channels * IntensityMaps.BYTES), false);
    long program = setup.upload("preprocessing steps", program(steps));
    countArguments =
        new KernelArguments()
            .address(planes.address())
            .address(counts)
            .whole(planes.sample().bytes())
            .whole(channels)
            .whole(planes.pixels())
            .whole(copies);
    mergeArguments =
        new KernelArguments().address(counts).address(segments).whole(channels).whole(copies);
    settleArguments =
        new KernelArguments()
            .address(program)
            .address(counts)
            .address(segments)
            .address(maps.address())
            .whole(steps.size())
            .whole(channels)
            .whole(planes.pixels())
            .whole(counting ? 1 : 0);
  }

  /**
   * Whether the GPU can settle these steps; else the host does, and {@link IntensityTable} takes
   * the result up.
   */
  static boolean covers(List<Preprocessing> steps, RawPlanes.Sample sample) {
    boolean whole = sample != RawPlanes.Sample.FLOAT32;
    return steps.stream().allMatch(step -> !ofTile(step) && (whole || !usesValues(step)));
  }

  private static boolean ofTile(Preprocessing step) {
    return (step instanceof ScaleRange range && range.perTile())
        || (step instanceof ZeroMeanUnitVariance unit && unit.perTile());
  }

  private static boolean usesValues(Preprocessing step) {
    return step instanceof ScaleRange || step instanceof ZeroMeanUnitVariance;
  }

  /** Steps as {@code prepare.cu} reads them. */
  private static ByteBuffer program(List<Preprocessing> steps) {
    ByteBuffer program =
        ByteBuffer.allocate(Math.max(1, steps.size()) * STEP_BYTES).order(ByteOrder.nativeOrder());
    for (Preprocessing step : steps) {
      if (step instanceof ScaleRange range) {
        put(program, 0, range.minPercentile(), range.maxPercentile(), range.eps());
      } else if (step instanceof ZeroMeanUnitVariance unit) {
        put(program, 1, unit.eps(), 0, 0);
      } else if (step instanceof FixedZeroMeanUnitVariance unit) {
        put(program, 2, unit.mean(), unit.std(), 0);
      } else if (step instanceof ScaleLinear linear) {
        put(program, 3, linear.gain(), linear.offset(), 0);
      } else if (step instanceof Clip clip) {
        put(program, 4, clip.min(), clip.max(), 0);
      }
    }
    return program.rewind();
  }

  private static void put(ByteBuffer program, int kind, double a, double b, double c) {
    program.putInt(kind).putInt(0).putDouble(a).putDouble(b).putDouble(c);
  }

  /** Where the maps will be. */
  IntensityMaps maps() {
    return maps;
  }

  /** Enqueues everything; the planes must be on the device by then. */
  void enqueue(long stream) throws EngineException {
    if (counting) {
      cuda.fill(counts, 0, countBytes, stream);
      cuda.fill(segments, 0, segmentBytes, stream);
      count.launchOver(planes.pixels(), countArguments, stream);
      merge.launchOver((long) planes.channels() * BINS, mergeArguments, stream);
    }
    settle.launch(planes.channels(), SETTLING_THREADS, settleArguments, stream);
  }
}
