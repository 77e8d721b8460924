package org.scopeside.segmenter.gpu;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.decode.starconvex.RayDirections;
import org.scopeside.segmenter.decode.starconvex.StarCandidateSet;
import org.scopeside.segmenter.decode.starconvex.StarConvexDecoder;
import org.scopeside.segmenter.decode.starconvex.StarConvexSettings;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.cuda.Cuda;
import org.scopeside.segmenter.engine.cuda.DeviceMemory;
import org.scopeside.segmenter.engine.cuda.KernelArguments;
import org.scopeside.segmenter.engine.cuda.Kernels.Kernel;
import org.scopeside.segmenter.image.FoundObjects;

/**
 * Picks out of star-convex maps the candidates that may survive; the exact suppression of the few
 * that are left, and the painting, are the host's. The objects are those of {@link
 * StarConvexDecoder#decode}.
 *
 * <p>Greedy suppression over a list gives the same survivors if candidates are left out that a
 * survivor of the list suppresses: one that does not survive suppresses nobody. The device finds
 * survivors for certain (the surest of all in every cell of the plane that its box touches, which
 * no surer survivor can suppress), leaves out whom they suppress for certain by the host's own
 * bounds, and looks again among the rest, {@value #ROUNDS} times. Whoever is left then goes to the
 * host.
 *
 * <p>Candidates, and what is left of them, must fit into what is set aside; else the plane's maps
 * are left to the host, as are maps with values that are not finite.
 */
final class DeviceStarDecoder implements DeviceDecoder {
  private static final int ROUNDS = 12;
  private static final int CELL = 32;
  private static final int CANDIDATE_BYTES = 40;
  private static final int COUNTERS = 4;
  private static final int CANDIDATES = 0;
  private static final int KEPT = 1;
  private static final int OVERFLOW = 2;
  private static final int NOT_FINITE = 3;
  private static final int CHUNK = 16;

  /** Pixels of the maps for one candidate, and candidates for one that is kept. */
  private static final int PIXELS_A_CANDIDATE = 3;

  private static final int CANDIDATES_A_KEPT = 4;
  private static final int LEAST_CANDIDATES = 4096;

  private final Cuda cuda;
  private final StarConvexDecoder decoder;
  private final StarConvexSettings settings;
  private final int mapWidth;
  private final int mapHeight;
  private final int width;
  private final int height;
  private final int capacity;
  private final NonFiniteCheck check;
  private final int cells;
  private final long best;
  private final long winners;
  private final long counters;
  private final long[] kept = new long[4];
  private final ByteBuffer[] pinned = new ByteBuffer[4];
  private final ByteBuffer pinnedCounters;
  private final KernelArguments arguments;
  private final Kernel list;
  private final Kernel outline;
  private final Kernel enter;
  private final Kernel win;
  private final Kernel test;
  private final Kernel keep;

  /**
   * Takes memory and settles all launches.
   *
   * @param maps what the decoder reads
   * @param width columns of the label image
   */
  DeviceStarDecoder(
      DeviceSetup setup, StarConvexDecoder decoder, DeviceMaps maps, int width, int height)
      throws EngineException {
    this(
        setup,
        decoder,
        maps,
        width,
        height,
        (int) Math.max(LEAST_CANDIDATES, maps.pixels() / PIXELS_A_CANDIDATE));
  }

  /**
   * @param capacity candidates that there is room for
   */
  DeviceStarDecoder(
      DeviceSetup setup,
      StarConvexDecoder decoder,
      DeviceMaps maps,
      int width,
      int height,
      int capacity)
      throws EngineException {
    cuda = setup.cuda();
    this.decoder = decoder;
    this.width = width;
    this.height = height;
    this.capacity = capacity;
    settings = decoder.settings();
    mapWidth = maps.width();
    mapHeight = maps.height();
    int keptCapacity = keptCapacity();
    int cellsX = (width - 1) / CELL + 1;
    int cellsY = (height - 1) / CELL + 1;
    cells = cellsX * cellsY;
    DeviceMemory memory = setup.memory();
    check = new NonFiniteCheck(setup, new DeviceMaps(maps.address(), 1, mapWidth, mapHeight));
    best = memory.take("surest of cells", (long) Long.BYTES * cells);
    winners = memory.take("survivors of cells", (long) Integer.BYTES * cells);
    counters = memory.take("counters", COUNTERS * Integer.BYTES);
    pinnedCounters = memory.takePinned("counters", COUNTERS * Integer.BYTES);
    for (int i = 0; i < kept.length; i++) {
      kept[i] = memory.take("kept candidates", keptCapacity * keptBytes(i));
      pinned[i] = memory.takePinned("kept candidates", keptCapacity * keptBytes(i));
    }
    RayDirections directions = RayDirections.of(settings.rays());
    arguments =
        new KernelArguments()
            .address(maps.address())
            .address(setup.upload("sines", directions.sine()))
            .address(setup.upload("cosines", directions.cosine()))
            .address(memory.take("candidates", (long) CANDIDATE_BYTES * capacity))
            .address(memory.take("outlines", 2L * Integer.BYTES * settings.rays() * capacity))
            .address(best)
            .address(winners)
            .address(counters);
    for (long part : kept) {
      arguments.address(part);
    }
    arguments
        .whole(mapWidth)
        .whole(mapHeight)
        .whole(settings.grid())
        .whole(settings.border())
        .whole(settings.rays())
        .whole(settings.classes())
        .whole(cellsX)
        .whole(cellsY)
        .whole(capacity)
        .whole(keptCapacity)
        .single((float) settings.probabilityThreshold())
        .single((float) settings.overlapThreshold());
    list = setup.kernels().kernel("starList");
    outline = setup.kernels().kernel("starOutline");
    enter = setup.kernels().kernel("starEnter");
    win = setup.kernels().kernel("starWin");
    test = setup.kernels().kernel("starTest");
    keep = setup.kernels().kernel("starKeep");
  }

  private int keptCapacity() {
    return Math.max(Math.min(capacity, LEAST_CANDIDATES), capacity / CANDIDATES_A_KEPT);
  }

  /** Positions, probabilities, distances, classes. */
  private long keptBytes(int part) {
    return part == 2 ? (long) Float.BYTES * settings.rays() : Integer.BYTES;
  }

  @Override
  public void enqueue(long stream) throws EngineException {
    check.enqueue(stream);
    cuda.fill(counters, 0, COUNTERS * Integer.BYTES, stream);
    list.launchOver((long) mapWidth * mapHeight / CHUNK + 1, arguments, stream);
    outline.launchOver(capacity, arguments, stream);
    for (int round = 0; round < ROUNDS; round++) {
      cuda.fill(best, 0, (long) Long.BYTES * cells, stream);
      cuda.fill(winners, 0, (long) Integer.BYTES * cells, stream);
      enter.launchOver(capacity, arguments, stream);
      win.launchOver(capacity, arguments, stream);
      test.launchOver(capacity, arguments, stream);
    }
    keep.launchOver(capacity, arguments, stream);
    cuda.copyToHost(pinnedCounters, 0, counters, COUNTERS * Integer.BYTES, stream);
  }

  @Override
  public boolean fetch(long stream) throws EngineException {
    int count = counter(KEPT);
    if (isLeft() || count == 0) {
      return false;
    }
    for (int i = 0; i < kept.length; i++) {
      cuda.copyToHost(pinned[i], 0, kept[i], count * keptBytes(i), stream);
    }
    return true;
  }

  private int counter(int which) {
    return pinnedCounters.getInt(which * Integer.BYTES);
  }

  /** Whether the plane is left to the host. */
  private boolean isLeft() {
    return counter(OVERFLOW) != 0 || counter(NOT_FINITE) != 0;
  }

  /** Candidates of the plane, and those that came back, once it is done. */
  int[] candidateCounts() {
    return new int[] {counter(CANDIDATES), counter(KEPT)};
  }

  @Override
  public @Nullable FoundObjects finish() {
    check.demandFinite();
    if (isLeft()) {
      return null;
    }
    int count = counter(KEPT);
    int[] positions = new int[count];
    float[] probabilities = new float[count];
    float[] distances = new float[count * settings.rays()];
    int[] classes = new int[count];
    pinned[0].asIntBuffer().get(0, positions);
    pinned[1].asFloatBuffer().get(0, probabilities);
    pinned[2].asFloatBuffer().get(0, distances);
    pinned[3].asIntBuffer().get(0, classes);
    return decoder.decode(
        new StarCandidateSet(mapWidth, mapHeight, positions, probabilities, distances, classes),
        width,
        height);
  }
}
