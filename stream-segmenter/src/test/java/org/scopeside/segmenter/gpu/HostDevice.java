package org.scopeside.segmenter.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.cuda.DeviceMemory;
import org.scopeside.segmenter.engine.cuda.HostCuda;
import org.scopeside.segmenter.engine.cuda.HostKernels;
import org.scopeside.segmenter.image.GreyImage;

/** What steps are made with, on the CPU that stands in for a GPU. */
final class HostDevice implements AutoCloseable {
  final HostCuda cuda;
  final DeviceSetup setup;

  HostDevice(HostCuda cuda) throws EngineException {
    this.cuda = cuda;
    DeviceMemory memory = new DeviceMemory(cuda, 1L << 30);
    setup =
        new DeviceSetup(cuda, cuda.kernels("prepare.cu", "maps.cu"), memory, cuda.createStream());
  }

  /** Blocks of one thread and of three; as many as on a GPU, and two. */
  static Stream<Supplier<HostCuda>> shapes() {
    HostKernels.assumeAvailable();
    return Stream.of(
        HostCuda::new,
        () -> new HostCuda().withMostBlocks(2),
        () -> new HostCuda().withThreads(3).withMostBlocks(2),
        () -> new HostCuda().withThreads(3).withMostBlocks(1));
  }

  /** Planes of the device, one after another. */
  RawPlanes planes(RawPlanes.Sample sample, List<GreyImage> images) throws EngineException {
    int width = images.get(0).width();
    int height = images.get(0).height();
    int bytes = sample.bytes() * images.size() * width * height;
    ByteBuffer raw = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    for (GreyImage image : images) {
      for (float v : image.pixels()) {
        switch (sample) {
          case UINT8 -> raw.put((byte) (int) v);
          case UINT16 -> raw.putShort((short) (int) v);
          case FLOAT32 -> raw.putFloat(v);
        }
      }
    }
    long address = setup.upload("planes", raw.flip());
    return new RawPlanes(address, sample, images.size(), width, height);
  }

  /** Waits, and brings values to the host. */
  float[] floats(long address, int count) throws EngineException {
    ByteBuffer pinned = cuda.allocatePinned(Math.max(1, count) * Float.BYTES);
    cuda.copyToHost(pinned, 0, address, (long) count * Float.BYTES, setup.stream());
    cuda.synchronize(setup.stream());
    float[] values = new float[count];
    pinned.asFloatBuffer().get(values);
    cuda.freePinned(pinned);
    return values;
  }

  /** Gives all back; finds writes outside of what was taken. */
  @Override
  public void close() throws EngineException {
    cuda.synchronize(setup.stream());
    cuda.checkMemory();
    setup.memory().close();
    cuda.destroyStream(setup.stream());
    assertEquals(List.of(), cuda.leaks());
  }
}
