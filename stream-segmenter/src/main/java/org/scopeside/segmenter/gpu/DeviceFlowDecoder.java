package org.scopeside.segmenter.gpu;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.decode.flows.FlowSettings;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.cuda.Cuda;
import org.scopeside.segmenter.engine.cuda.DeviceMemory;
import org.scopeside.segmenter.engine.cuda.KernelArguments;
import org.scopeside.segmenter.engine.cuda.Kernels.Kernel;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.LabelImage;

/**
 * Objects from flows on the device, labels and all: what {@link
 * org.scopeside.segmenter.decode.flows.FlowDecoder} finds, in the same arithmetic and numbering.
 *
 * <p>Two things may change a label. It follows every pixel until it stands still to the bit, where
 * the host judges earlier that one will not leave its whole pixel: in white noise with every object
 * kept, up to 8 pixels in 10,000 end elsewhere. And where holes of several objects overlap, the
 * outermost has them, where the host fills in the order of numbers: rings that lie across each
 * other differ in 17 of 1,000 drawn planes. In cells neither was seen.
 *
 * <p>Takes 49 bytes a pixel of the device. A plane whose objects' boxes have together more than one
 * and a half times its pixels, or one of more than 1,024 pixels across, is left to the host.
 */
final class DeviceFlowDecoder implements DeviceDecoder {
  /** Of an object: eight numbers. */
  private static final int OBJECT_BYTES = 8 * Integer.BYTES;

  private static final int COUNTERS = 4;
  private static final int OVERFLOW = 2;
  private static final int OBJECTS = 3;

  /** A seed has more than ten arrivals, and a pixel arrives once. */
  private static final int PIXELS_A_SEED = 11;

  private static final double POOL_SHARE = 1.5;
  private static final int LEAST_POOL = 1 << 14;
  private static final int CHUNK = 16;

  /** Threads of a block that has an object to itself. */
  private static final int OBJECT_THREADS = 128;

  private static final int BLOCKS_A_MULTIPROCESSOR = 8;
  private static final int ROW_THREADS = 256;

  private final Cuda cuda;
  private final int width;
  private final int height;
  private final int pixels;
  private final int seeds;
  private final NonFiniteCheck check;
  private final long steps;
  private final long labels;
  private final long plane;
  private final long rows;
  private final long counters;
  private final long poolUsed;
  private final ByteBuffer pinnedLabels;
  private final IntBuffer pinnedValues;
  private final ByteBuffer pinnedCounters;
  private final KernelArguments arguments;
  private final Map<Step, Kernel> kernels = new EnumMap<>(Step.class);

  /** In the order of their launches. */
  private enum Step {
    STEPS("flowSteps"),
    FOLLOW("flowFollow"),
    SEEDS("flowSeeds"),
    GROW("flowGrow"),
    NAME("flowName"),
    LABEL("flowLabel"),
    MEASURE("flowMeasure"),
    JUDGE("flowJudge"),
    HOLES("flowHoles"),
    FILL("flowFill"),
    CLEAR("flowClear"),
    BEGIN("flowBegin"),
    ROWS("flowRows"),
    NUMBER("flowNumber"),
    RELABEL("flowRelabel");

    private final String kernel;

    Step(String kernel) {
      this.kernel = kernel;
    }
  }

  /**
   * Takes memory and settles all launches.
   *
   * @param maps dY, dX and cell probability of the plane
   * @param rescale side of what the network saw over side of the plane
   */
  DeviceFlowDecoder(DeviceSetup setup, FlowSettings settings, DeviceMaps maps, double rescale)
      throws EngineException {
    this(setup, settings, maps, rescale, POOL_SHARE);
  }

  /**
   * @param poolShare cells for objects' boxes, as a share of the plane's pixels
   */
  DeviceFlowDecoder(
      DeviceSetup setup, FlowSettings settings, DeviceMaps maps, double rescale, double poolShare)
      throws EngineException {
    cuda = setup.cuda();
    width = maps.width();
    height = maps.height();
    pixels = Math.multiplyExact(width, height);
    seeds = pixels / PIXELS_A_SEED + 1;
    long cells = (long) (poolShare * pixels) + (poolShare > 0 ? LEAST_POOL : 0);
    DeviceMemory memory = setup.memory();
    check = new NonFiniteCheck(setup, maps);
    steps = memory.take("steps along flows", 2L * Float.BYTES * pixels);
    labels = memory.take("labels", (long) Integer.BYTES * pixels);
    plane = memory.take("arrivals", (long) Integer.BYTES * pixels);
    rows = memory.take("objects by row", (long) Integer.BYTES * height);
    counters = memory.take("counters", COUNTERS * Integer.BYTES);
    poolUsed = memory.take("cells taken", Long.BYTES);
    pinnedLabels = memory.takePinned("labels", (long) Integer.BYTES * pixels);
    pinnedValues = pinnedLabels.asIntBuffer();
    pinnedCounters = memory.takePinned("counters", COUNTERS * Integer.BYTES);
    arguments =
        new KernelArguments()
            .address(maps.address())
            .address(steps)
            .address(memory.take("pixels in cells", (long) Integer.BYTES * pixels))
            .address(labels)
            .address(plane)
            .address(memory.take("seeds", (long) Integer.BYTES * seeds))
            .address(memory.take("objects", (long) OBJECT_BYTES * (seeds + 1)))
            .address(rows)
            .address(counters)
            .address(poolUsed)
            .address(memory.take("heat", 2L * Double.BYTES * cells))
            .address(memory.take("marks", cells))
            .wide(cells)
            .whole(width)
            .whole(height)
            .whole(seeds)
            .whole(settings.steps(rescale))
            .whole(settings.interpolated() ? 1 : 0)
            .whole(settings.minSize())
            .single((float) settings.cellprobThreshold())
            .real(settings.maxSizeFraction() * pixels)
            .real(settings.flowThreshold());
    for (Step step : Step.values()) {
      kernels.put(step, setup.kernels().kernel(step.kernel));
    }
  }

  @Override
  public void enqueue(long stream) throws EngineException {
    check.enqueue(stream);
    clear(counters, COUNTERS * Integer.BYTES, stream);
    clear(plane, (long) Integer.BYTES * pixels, stream);
    over(Step.STEPS, (pixels + CHUNK - 1) / CHUNK, stream);
    over(Step.FOLLOW, pixels, stream);
    over(Step.SEEDS, pixels, stream);
    // Where steps lay, owners of places come.
    clear(steps, 2L * Float.BYTES * pixels, stream);
    over(Step.GROW, seeds, stream);
    over(Step.NAME, seeds, stream);
    over(Step.LABEL, pixels, stream);
    over(Step.MEASURE, pixels, stream);
    judge(stream);
    over(Step.FILL, pixels, stream);
    over(Step.CLEAR, seeds, stream);
    over(Step.MEASURE, pixels, stream);
    number(stream);
    cuda.copyToHost(pinnedLabels, 0, labels, (long) Integer.BYTES * pixels, stream);
    cuda.copyToHost(pinnedCounters, 0, counters, COUNTERS * Integer.BYTES, stream);
  }

  private void judge(long stream) throws EngineException {
    clear(poolUsed, Long.BYTES, stream);
    objectwise(Step.JUDGE, stream);
    clear(poolUsed, Long.BYTES, stream);
    // Where owners lay, holes come.
    clear(steps, 2L * Float.BYTES * pixels, stream);
    objectwise(Step.HOLES, stream);
  }

  private void number(long stream) throws EngineException {
    clear(plane, (long) Integer.BYTES * pixels, stream);
    clear(rows, (long) Integer.BYTES * height, stream);
    over(Step.BEGIN, seeds, stream);
    kernel(Step.ROWS).launch(1, ROW_THREADS, arguments, stream);
    over(Step.NUMBER, height, stream);
    over(Step.RELABEL, pixels, stream);
  }

  private Kernel kernel(Step step) {
    return Objects.requireNonNull(kernels.get(step));
  }

  private void over(Step step, long elements, long stream) throws EngineException {
    kernel(step).launchOver(elements, arguments, stream);
  }

  private void objectwise(Step step, long stream) throws EngineException {
    int blocks = BLOCKS_A_MULTIPROCESSOR * cuda.device().multiprocessors();
    kernel(step).launch(blocks, OBJECT_THREADS, arguments, stream);
  }

  private void clear(long address, long bytes, long stream) throws EngineException {
    cuda.fill(address, 0, bytes, stream);
  }

  /** Labels and counters are of known size: they came with the rest. */
  @Override
  public boolean fetch(long stream) {
    return false;
  }

  @Override
  public @Nullable FoundObjects finish() {
    int objects = objectCount();
    if (objects < 0) {
      return null;
    }
    int[] values = new int[pixels];
    pinnedValues.get(0, values);
    return FoundObjects.of(LabelImage.ofConsecutive(values, width, height, objects));
  }

  @Override
  public int finishInto(IntBuffer target) {
    int objects = objectCount();
    if (objects >= 0) {
      target.put(0, pinnedValues, 0, pixels);
    }
    return objects;
  }

  /** Number of objects; -1 where the plane is left to the host. */
  private int objectCount() {
    check.demandFinite();
    boolean overflow = pinnedCounters.getInt(OVERFLOW * Integer.BYTES) != 0;
    return overflow ? -1 : pinnedCounters.getInt(OBJECTS * Integer.BYTES);
  }
}
