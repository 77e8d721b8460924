package org.scopeside.deploy.gpucheck;

import com.sun.management.ThreadMXBean;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;
import org.scopeside.contract.ChannelRole;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.gpu.GpuLane;
import org.scopeside.segmenter.gpu.GpuModel;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.library.LibrarySettings;
import org.scopeside.segmenter.library.ModelLibrary;
import org.scopeside.segmenter.library.PrecisionChoice;

/** Sends 2048² planes of 16 bit from host memory through a network and back, as labels. */
final class SpeedCheck {
  private static final int SIDE = 2048;
  private static final int PLANES = 10_000;
  private static final int PLANES_QUICK = 200;
  private static final int LATENCIES = 300;
  private static final int WARM_UP = 5;
  private static final int BARE_PLANES = 30;
  private static final double BARE_SHARE = 0.8;
  private static final double P50_MILLIS = 40;
  private static final double P99_MILLIS = 60;
  private static final int LANES = 3;

  /** What a collection may find more afterwards and still be called flat. */
  private static final double HEAP_GROWTH = 1.1;

  private final String engine;
  private final int planes;
  private final PrintWriter out;
  private final ShortBuffer plane;

  SpeedCheck(String engine, boolean quick, PrintWriter out) {
    this.engine = engine;
    this.out = out;
    planes = quick ? PLANES_QUICK : PLANES;
    GreyImage image = AgreementCheck.field(List.of(ChannelRole.NUCLEUS), SIDE, SIDE).image();
    plane =
        ByteBuffer.allocateDirect(Short.BYTES * SIDE * SIDE)
            .order(ByteOrder.nativeOrder())
            .asShortBuffer();
    for (int i = 0; i < SIDE * SIDE; i++) {
      plane.put(i, (short) (int) image.pixels()[i]);
    }
  }

  void run(BenchNetwork network, SpeedTable table) throws Exception {
    try (ModelLibrary library =
        new ModelLibrary(
            LibrarySettings.of(List.of(network.folder()))
                .withEngine(engine)
                .withPrecision(PrecisionChoice.FP16))) {
      if (!(library.open(network.id()) instanceof GpuModel model)) {
        throw new UserErrorException(
            ExitCode.FAILED, network.title() + " does not run on a GPU with engine " + engine);
      }
      say(network.title() + ": warming up");
      List<GpuLane> lanes = new ArrayList<>();
      try {
        for (int i = 0; i < LANES; i++) {
          lanes.add(model.openLane());
        }
        measure(network, model, lanes, table);
      } finally {
        for (GpuLane lane : lanes) {
          lane.close();
        }
      }
    }
  }

  private void measure(BenchNetwork network, GpuModel model, List<GpuLane> lanes, SpeedTable table)
      throws Exception {
    for (GpuLane lane : lanes) {
      segment(lane, WARM_UP, new Histogram(3));
    }
    double bare = Math.max(bareRate(lanes.subList(0, 1)), bareRate(lanes));
    for (int count = 1; count < lanes.size(); count++) {
      Sustained some = sustained(lanes.subList(0, count), Math.max(1, planes / 10));
      table.figure(network.title() + ", planes/s, " + count + " lane(s)", some.rate());
    }
    Sustained all = sustained(lanes, planes);
    table.atLeast(
        network.title() + ", planes/s, " + lanes.size() + " lanes",
        all.rate(),
        network.planesASecond());
    table.figure(network.title() + ", planes/s of the bare network, same tiles", bare);
    table.atLeast(network.title() + ", share of the bare network", all.rate() / bare, BARE_SHARE);
    table.figure(network.title() + ", bytes allocated a plane", all.allocated());
    table.atMost(network.title() + ", heap after over before", all.heapGrowth(), HEAP_GROWTH);
    table.figure(
        network.title() + ", GiB of the GPU",
        (model.device().bytes() + lanes.stream().mapToLong(GpuLane::bytes).sum())
            / (double) (1L << 30));
    if (network.latency()) {
      Histogram millis = new Histogram(3);
      segment(lanes.get(0), LATENCIES, millis);
      String title = network.title() + ", one plane, host to labels, ms, ";
      table.atMost(title + "p50", millis.getValueAtPercentile(50) / 1000.0, P50_MILLIS);
      table.atMost(title + "p99", millis.getValueAtPercentile(99) / 1000.0, P99_MILLIS);
    }
    lanes
        .get(0)
        .stepMillis(SIDE, SIDE)
        .forEach(
            (step, millis) ->
                table.figure(network.title() + ", step on the GPU, ms: " + step, millis));
  }

  /** Planes a second of nothing but the network on a plane's tiles. */
  private static double bareRate(List<GpuLane> lanes) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(lanes.size());
    try {
      for (GpuLane lane : lanes) {
        lane.runNetworkOnly(SIDE, SIDE, 2);
      }
      long begun = System.nanoTime();
      List<Future<Integer>> runs = new ArrayList<>();
      for (GpuLane lane : lanes) {
        Callable<Integer> run = () -> lane.runNetworkOnly(SIDE, SIDE, BARE_PLANES);
        runs.add(threads.submit(run));
      }
      for (Future<Integer> run : runs) {
        run.get();
      }
      return BARE_PLANES * lanes.size() / ((System.nanoTime() - begun) / 1e9);
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * A run.
   *
   * @param rate planes a second
   * @param allocated bytes of the heap a plane
   * @param heapGrowth heap in use after it, collected, over that before
   */
  private record Sustained(double rate, double allocated, double heapGrowth) {}

  private Sustained sustained(List<GpuLane> lanes, int count) throws Exception {
    say(String.format(Locale.ROOT, "%d planes through %d lane(s)", count, lanes.size()));
    double before = heap();
    ExecutorService threads = Executors.newFixedThreadPool(lanes.size());
    try {
      long begun = System.nanoTime();
      List<Future<Long>> runs = new ArrayList<>();
      for (int i = 0; i < lanes.size(); i++) {
        GpuLane lane = lanes.get(i);
        int share = count / lanes.size() + (i < count % lanes.size() ? 1 : 0);
        Callable<Long> run = () -> segment(lane, share, new Histogram(3));
        runs.add(threads.submit(run));
      }
      long allocated = 0;
      for (Future<Long> run : runs) {
        allocated += run.get();
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      return new Sustained(count / seconds, (double) allocated / count, heap() / before);
    } catch (ExecutionException e) {
      throw new UserErrorException(ExitCode.FAILED, "a plane failed: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * Planes one after the other.
   *
   * @param micros gets how long each took
   * @return bytes that the thread allocated
   */
  private long segment(GpuLane lane, int count, Histogram micros) throws EngineException {
    IntBuffer labels =
        ByteBuffer.allocateDirect(Integer.BYTES * SIDE * SIDE)
            .order(ByteOrder.nativeOrder())
            .asIntBuffer();
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long before = thread.getThreadAllocatedBytes(id);
    for (int i = 0; i < count; i++) {
      long begun = System.nanoTime();
      lane.segment(plane, SIDE, SIDE, labels);
      micros.recordValue(Math.max(1, (System.nanoTime() - begun) / 1000));
    }
    return thread.getThreadAllocatedBytes(id) - before;
  }

  private static double heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
