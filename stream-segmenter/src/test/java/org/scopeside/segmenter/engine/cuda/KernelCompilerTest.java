package org.scopeside.segmenter.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;

final class KernelCompilerTest {
  private static final String SOURCE =
      """
      struct FillArguments { int *values; };
      extern "C" __global__ void fill(const FillArguments a) { a.values[0] = NUMBER; }
      """;

  @TempDir Path folder;
  private final HostCuda cuda = new HostCuda();

  @BeforeAll
  static void needsCompiler() {
    HostKernels.assumeAvailable();
  }

  private KernelCompiler compiler(HostCuda device) {
    return new KernelCompiler(device, new PtxCache(folder), null);
  }

  private static Kernels compile(KernelCompiler compiler, String number) throws EngineException {
    return compiler.compile(
        "fill", HostKernels.source() + SOURCE, new TreeMap<>(java.util.Map.of("NUMBER", number)));
  }

  private static long count(HostCuda device, String call) {
    return device.calls().stream().filter(call::equals).count();
  }

  private int filled(Kernels kernels) throws EngineException {
    long stream = cuda.createStream();
    long value = cuda.allocate(4);
    ByteBuffer host = cuda.allocatePinned(4);
    kernels.kernel("fill").launch(1, 1, new KernelArguments().address(value), stream);
    cuda.copyToHost(host, 0, value, 4, stream);
    cuda.synchronize(stream);
    return host.getInt(0);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void shouldCompileOnceAndTellDefinitionsApart() throws EngineException, IOException {
    KernelCompiler compiler = compiler(cuda);
    assertEquals(7, filled(compile(compiler, "7")));
    assertEquals(7, filled(compile(compiler, "7")));
    assertEquals(8, filled(compile(compiler, "8")));
    assertEquals(2, count(cuda, "compile"));
    assertEquals(2, count(cuda, "loadModule"));
    assertEquals(2, files().size());
    assertTrue(files().get(0).getFileName().toString().startsWith("fill-compute_90-"));
  }

  @Test
  void shouldTakeFromCacheWhatAnotherProcessCompiled() throws EngineException {
    compile(compiler(new HostCuda()), "7");
    assertEquals(7, filled(compile(compiler(cuda), "7")));
    assertEquals(0, count(cuda, "compile"));
  }

  @Test
  void shouldCompileAnewWhatIsDamaged() throws EngineException, IOException {
    compile(compiler(new HostCuda()), "7");
    Path file = files().get(0);
    byte[] whole = Files.readAllBytes(file);
    byte[] flipped = whole.clone();
    flipped[flipped.length - 5] ^= 1;
    for (byte[] damaged : new byte[][] {flipped, {}, java.util.Arrays.copyOf(whole, 300)}) {
      Files.write(file, damaged);
      HostCuda device = new HostCuda();
      compile(compiler(device), "7");
      assertEquals(1, count(device, "compile"));
      assertEquals(whole.length, Files.size(file));
    }
    assertEquals(1, files().size());
  }

  @Test
  void shouldCompileAnewWhatDriverDoesNotLoad() throws EngineException {
    compile(compiler(new HostCuda()), "7");
    cuda.fail("loadModule", 0, Reason.RUN_FAILED);
    assertEquals(7, filled(compile(compiler(cuda), "7")));
    assertEquals(1, count(cuda, "compile"));
  }

  @Test
  void shouldCompileForEachArchitecture() throws EngineException, IOException {
    compile(compiler(cuda), "7");
    HostCuda newer = new HostCuda().withDevice(new CudaDevice(0, "newer", 12, 0, 1 << 30, 4, true));
    compile(compiler(newer), "7");
    // PTX for 9.0 serves 12.0.
    assertEquals(0, count(newer, "compile"));
    HostCuda older = new HostCuda().withDevice(new CudaDevice(0, "older", 7, 5, 1 << 30, 4, true));
    compile(compiler(older), "7");
    assertEquals(1, count(older, "compile"));
    assertEquals(2, files().size());
  }

  @Test
  void shouldCompileForOlderArchitectureWhereCompilerIsOlderThanDevice()
      throws EngineException, IOException {
    cuda.withDevice(new CudaDevice(0, "newest", 12, 1, 1 << 30, 4, true));
    String log = "nvrtc: error: invalid value for --gpu-architecture (-arch)";
    cuda.fail("compile", 0, Reason.UNAVAILABLE, log);
    assertEquals(7, filled(compile(compiler(cuda), "7")));
    assertEquals(2, count(cuda, "compile"));
    assertTrue(files().get(0).getFileName().toString().startsWith("fill-compute_90-"));
  }

  @Test
  void shouldPassErrorOfSourceOn() {
    cuda.fail("compile", 0, Reason.UNAVAILABLE, "flow.cu(12): error: expected a ;");
    EngineException refused =
        assertThrows(EngineException.class, () -> compile(compiler(cuda), "7"));
    assertTrue(String.valueOf(refused.getMessage()).contains("flow.cu(12): error: expected a ;"));
    assertEquals(1, count(cuda, "compile"));
  }

  @Test
  void shouldUseFolderFromElsewhereWithoutCompiler(@TempDir Path copied)
      throws EngineException, IOException {
    compile(compiler(new HostCuda()), "7");
    for (Path file : files()) {
      Files.move(file, copied.resolve(file.getFileName()));
    }
    cuda.fail("compile", 0, Reason.UNAVAILABLE);
    KernelCompiler compiler = new KernelCompiler(cuda, new PtxCache(folder), new PtxCache(copied));
    assertEquals(7, filled(compile(compiler, "7")));
    assertEquals(0, files().size());
  }

  @Test
  void shouldSayWhatToDoWithoutCompiler() {
    cuda.fail("compile", 0, Reason.UNAVAILABLE);
    EngineException refused =
        assertThrows(EngineException.class, () -> compile(compiler(cuda), "7"));
    String told = String.valueOf(refused.getMessage());
    assertEquals(Reason.UNAVAILABLE, refused.reason());
    assertTrue(told.contains("install NVRTC"), told);
    assertTrue(told.contains("fill-compute_90-"), told);
    assertTrue(told.contains(folder.toString()), told);
    assertEquals(1, told.lines().count());
  }

  @Test
  void shouldTellLostDeviceAsSuch() {
    cuda.fail("compile", 0, Reason.DEVICE_LOST);
    EngineException lost = assertThrows(EngineException.class, () -> compile(compiler(cuda), "7"));
    assertEquals(Reason.DEVICE_LOST, lost.reason());
  }
}
