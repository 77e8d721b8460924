package org.scopeside.segmenter.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.segmenter.engine.EngineException;

/** The real glue, loaded by the real loading, on a driver that tests wrote. */
class JavaCppCudaTest {
  @TempDir Path folder;

  @Test
  void shouldDoOnAnyThreadWhatPlanesNeed() throws Exception {
    List<String> said = FakeNvidia.complete(folder).run(Map.of(), Journey.class);

    assertEquals(
        List.of(
            "CudaDevice[index=0, name=Fake GPU 0, major=9, minor=0, memoryBytes=8589934592,"
                + " multiprocessors=132, fastDoubles=true]",
            "free 3221225472",
            "PTX // PTX of add.cu --fmad=false --std=c++17\nvoid add() {}".replace("\n", "|"),
            "copied 7 8 9",
            "filled 16843009",
            "launched 33 34 35",
            "elapsed 1.5",
            "graph ran",
            "other thread sees 33",
            "no stream 1"),
        said);
  }

  @Test
  void shouldTellWhoHoldsMemoryWhenItRunsOut() throws Exception {
    List<String> said = FakeNvidia.complete(folder).run(Map.of(), MemoryRunsOut.class);

    assertEquals(
        List.of(
            "OUT_OF_MEMORY cuMemAlloc: CUDA_ERROR_OUT_OF_MEMORY (out of memory): lower"
                + " segmenter.gpu-memory or end other processes on this GPU (nvidia-smi lists"
                + " them); asked for 2147483648 bytes; of 8589934592 bytes 3221225472 are free,"
                + " 1000 are this process's buffers, 5368708120 are held by networks and other"
                + " processes"),
        said);
  }

  @Test
  void shouldTellThatTheDeviceIsLost() throws Exception {
    List<String> said =
        FakeNvidia.complete(folder)
            .run(Map.of("FAKE_FAIL", "cuStreamSynchronize=700"), DeviceIsLost.class);

    assertEquals(
        List.of(
            "DEVICE_LOST cuStreamSynchronize: CUDA_ERROR_ILLEGAL_ADDRESS (an illegal memory access"
                + " was encountered): the GPU is lost to this process: start it again"),
        said);
  }

  @Test
  void shouldTellWhatTheCompilerSays() throws Exception {
    List<String> said = FakeNvidia.complete(folder).run(Map.of(), SourceIsWrong.class);

    assertEquals(
        List.of(
            "RUN_FAILED nvrtcCompileProgram: NVRTC_ERROR_COMPILATION in bad.cu: bad.cu(1): error!"),
        said);
  }

  @Test
  void shouldNameTheLibraryThatIsMissing() throws Exception {
    FakeNvidia fake = FakeNvidia.driverOnly(folder);
    fake.compile("libcudart.so.13", "", "libcudart.so.13");
    List<String> said = fake.run(Map.of("CUDA_HOME", "/none"), CompilerIsMissing.class);

    assertEquals(1, said.size());
    String reason = said.get(0);
    assertEquals(
        "UNAVAILABLE no libnvrtc.so.13 in " + folder + ", /none/lib",
        reason.substring(0, reason.indexOf(", /none/lib") + ", /none/lib".length()));
  }

  static void say(String line) {
    System.out.println("> " + line.replace("\n", "|"));
  }

  static void say(EngineException e) {
    say(e.reason() + " " + e.getMessage());
  }

  /** All calls, as a plane makes them. */
  static final class Journey {
    public static void main(String[] arguments) throws Exception {
      JavaCppCuda cuda = JavaCppCuda.of(0);
      say(cuda.device().toString());
      say("free " + cuda.freeBytes());
      byte[] ptx = cuda.compile("add.cu", "void add() {}", List.of("--fmad=false", "--std=c++17"));
      say("PTX " + new String(ptx, StandardCharsets.UTF_8));
      long stream = cuda.createStream();
      ByteBuffer host = cuda.allocatePinned(64);
      host.putInt(8, 7).putInt(12, 8).putInt(16, 9);
      long device = cuda.allocate(12);
      cuda.copyToDevice(device, host, 8, 12, stream);
      cuda.copyToHost(host, 32, device, 12, stream);
      say("copied " + three(host, 32));
      launch(cuda, cuda.loadModule(ptx), device, stream);
      cuda.copyToHost(host, 0, device, 12, stream);
      say("launched " + three(host, 0));
      events(cuda, stream);
      Thread thread = new Thread(() -> elsewhere(cuda, device, stream));
      thread.start();
      thread.join();
      cuda.free(device);
      cuda.freePinned(host);
      cuda.destroyStream(stream);
      try {
        cuda.synchronize(stream);
      } catch (IllegalArgumentException e) {
        say(String.valueOf(e.getMessage()));
      }
    }

    private static String three(ByteBuffer host, int at) {
      return host.getInt(at) + " " + host.getInt(at + 4) + " " + host.getInt(at + 8);
    }

    private static void launch(JavaCppCuda cuda, long module, long device, long stream)
        throws EngineException {
      long other = cuda.allocate(4);
      cuda.fill(other, 1, 4, stream);
      ByteBuffer host = cuda.allocatePinned(4);
      cuda.copyToHost(host, 0, other, 4, stream);
      say("filled " + host.getInt(0));
      KernelArguments add = new KernelArguments().address(device).whole(3).whole(5);
      cuda.launch(cuda.kernel(module, "add"), 2, 16, add.bytes(), stream);
    }

    private static void events(JavaCppCuda cuda, long stream) throws EngineException {
      long first = cuda.createEvent(true);
      long second = cuda.createEvent(true);
      cuda.record(first, stream);
      cuda.record(second, stream);
      cuda.waitFor(stream, second);
      cuda.synchronizeEvent(second);
      say("elapsed " + cuda.elapsedMillis(first, second));
      cuda.destroyEvent(first);
      long module = cuda.loadModule("// PTX add".getBytes(StandardCharsets.UTF_8));
      long kernel = cuda.kernel(module, "add");
      ByteBuffer arguments = new KernelArguments().address(0).whole(0).whole(0).bytes();
      cuda.beginCapture(stream);
      cuda.launch(kernel, 1, 1, arguments, stream);
      long graph = cuda.endCapture(stream);
      cuda.launchGraph(graph, stream);
      cuda.destroyGraph(graph);
      say("graph ran");
    }

    private static void elsewhere(JavaCppCuda cuda, long device, long stream) {
      try {
        ByteBuffer host = cuda.allocatePinned(4);
        cuda.copyToHost(host, 0, device, 4, stream);
        say("other thread sees " + host.getInt(0));
      } catch (EngineException e) {
        say(e);
      }
    }
  }

  static final class MemoryRunsOut {
    public static void main(String[] arguments) throws Exception {
      JavaCppCuda cuda = JavaCppCuda.of(0);
      cuda.allocate(1000);
      cuda.free(cuda.allocate(5000));
      try {
        cuda.allocate(2L << 30);
      } catch (EngineException e) {
        say(e);
      }
    }
  }

  static final class DeviceIsLost {
    public static void main(String[] arguments) throws Exception {
      JavaCppCuda cuda = JavaCppCuda.of(0);
      long stream = cuda.createStream();
      try {
        cuda.synchronize(stream);
      } catch (EngineException e) {
        say(e);
      }
    }
  }

  static final class SourceIsWrong {
    public static void main(String[] arguments) throws Exception {
      try {
        JavaCppCuda.of(0).compile("bad.cu", "#error", List.of());
      } catch (EngineException e) {
        say(e);
      }
    }
  }

  static final class CompilerIsMissing {
    public static void main(String[] arguments) throws Exception {
      try {
        JavaCppCuda.of(0).compile("add.cu", "", List.of());
      } catch (EngineException e) {
        say(e);
      }
    }
  }
}
