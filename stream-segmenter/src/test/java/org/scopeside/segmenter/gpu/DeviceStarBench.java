package org.scopeside.segmenter.gpu;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.scopeside.segmenter.decode.starconvex.StarConvexBench;
import org.scopeside.segmenter.decode.starconvex.StarConvexDecoder;
import org.scopeside.segmenter.decode.starconvex.StarConvexSettings;
import org.scopeside.segmenter.decode.starconvex.StarTargets;
import org.scopeside.segmenter.engine.cuda.DeviceMemory;
import org.scopeside.segmenter.engine.cuda.HostCuda;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.NpyArray;
import org.scopeside.segmenter.image.ReferenceData;

/**
 * What is left for the host of a star-convex plane once the device has picked the candidates: their
 * number, and CPU time of the finish beside that of the whole decoder, in turns. Run by hand; the
 * device's own part runs on the CPU here and says nothing about a GPU.
 */
public final class DeviceStarBench {
  private static final int ROUNDS = 9;
  private static final StarConvexSettings SETTINGS =
      new StarConvexSettings(0.479071, 0.3, 32, 2, 2, 0);

  private DeviceStarBench() {}

  public static void main(String[] args) throws Exception {
    for (String name : new String[] {"512_100", "1024_1000", "2048_1000", "2048_5000"}) {
      LabelImage labels =
          NpyArray.read(ReferenceData.vectors("bench/" + name).get(0).resolve("labels.npy"))
              .labels();
      DenseMaps maps = StarConvexBench.unsure(StarTargets.maps(labels, 32, 2), 7);
      run(name, maps, labels.width(), labels.height());
    }
  }

  private static void run(String name, DenseMaps maps, int width, int height) throws Exception {
    HostCuda cuda = new HostCuda();
    long stream = cuda.createStream();
    StarConvexDecoder host = new StarConvexDecoder(SETTINGS);
    try (DeviceMemory memory = new DeviceMemory(cuda, 4L << 30)) {
      DeviceSetup setup =
          new DeviceSetup(cuda, cuda.kernels("maps.cu", "stars.cu"), memory, stream);
      DeviceMaps size = new DeviceMaps(0, maps.channelCount(), maps.width(), maps.height());
      DeviceMaps device =
          new DeviceMaps(
              memory.take("maps", size.bytes()), size.channels(), size.width(), size.height());
      ByteBuffer pinned = memory.takePinned("maps", size.bytes());
      for (int c = 0; c < maps.channelCount(); c++) {
        pinned.asFloatBuffer().put(c * maps.channel(c).length, maps.channel(c));
      }
      cuda.copyToDevice(device.address(), pinned, 0, device.bytes(), stream);
      DeviceStarDecoder decoder = new DeviceStarDecoder(setup, host, device, width, height);
      decoder.enqueue(stream);
      cuda.synchronize(stream);
      decoder.fetch(stream);
      cuda.synchronize(stream);
      double[] whole = new double[ROUNDS];
      double[] finish = new double[ROUNDS];
      int objects = 0;
      for (int round = -ROUNDS; round < ROUNDS; round++) {
        long start = cpuNanos();
        objects = host.decode(maps, width, height).labels().objectCount();
        long between = cpuNanos();
        FoundObjects found = decoder.finish();
        if (round >= 0) {
          whole[round] = (between - start) / 1e6;
          finish[round] = (cpuNanos() - between) / 1e6;
        }
        if (found == null || found.labels().objectCount() != objects) {
          throw new IllegalStateException("other objects");
        }
      }
      Arrays.sort(whole);
      Arrays.sort(finish);
      int[] counts = decoder.candidateCounts();
      System.out.printf(
          "%s: %d objects, %d candidates, %d come back (%.1f %%); CPU median: whole %.1f ms, finish %.1f ms%n",
          name,
          objects,
          counts[0],
          counts[1],
          100.0 * counts[1] / counts[0],
          whole[ROUNDS / 2],
          finish[ROUNDS / 2]);
    }
    cuda.destroyStream(stream);
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
