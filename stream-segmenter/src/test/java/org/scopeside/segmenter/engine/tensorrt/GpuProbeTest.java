package org.scopeside.segmenter.engine.tensorrt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scopeside.segmenter.engine.cuda.FakeNvidia;
import org.scopeside.segmenter.engine.cuda.NvidiaLibraries;

/** Real processes: some that are no probe, and the probe itself on drivers that tests wrote. */
class GpuProbeTest {
  private static final Duration PATIENT = Duration.ofSeconds(60);

  @TempDir Path folder;

  private static GpuProbe shell(String script, Duration limit) {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")));
    return new GpuProbe(() -> null, () -> List.of("/bin/sh", "-c", script), limit);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kill -SEGV $$ | the GPU probe crashed (SIGSEGV): driver or libraries are broken, check"
            + " nvidia-smi",
        "kill -ABRT $$ | the GPU probe crashed (SIGABRT): driver or libraries are broken, check"
            + " nvidia-smi",
        "exit 3 | the GPU probe ended with status 3: check the Java installation",
        "true | the GPU probe printed nothing",
        "echo Segmentation fault | the GPU probe printed what is no report: Segmentation fault",
        "echo '{\"refusal\":' | the GPU probe printed what is no report: {\"refusal\":",
        "echo null | the GPU probe printed what is no report: null",
        "yes | the GPU probe printed what is no report: y",
      })
  void shouldRefuseWithOneLineWhateverTheChildDoes(String script, String refusal) {
    assertEquals(refusal, shell(script, PATIENT).refusal());
  }

  @Test
  void shouldEndAChildThatHangs() {
    long start = System.nanoTime();

    String refusal = shell("echo '{}'; sleep 100", Duration.ofMillis(300)).refusal();

    assertEquals(
        "the GPU probe gave no answer within 300 ms: the driver hangs, check nvidia-smi", refusal);
    assertTrue(System.nanoTime() - start < Duration.ofSeconds(20).toNanos());
  }

  @Test
  void shouldEndAChildThatClosesItsOutputAndHangs() {
    String refusal = shell("exec >&-; sleep 100", Duration.ofMillis(300)).refusal();

    assertEquals(
        "the GPU probe gave no answer within 300 ms: the driver hangs, check nvidia-smi", refusal);
  }

  @Test
  void shouldRefuseWhenTheChildCannotBeStarted() {
    GpuProbe probe = new GpuProbe(() -> null, () -> List.of("/no/such/java"), PATIENT);

    String refusal = String.valueOf(probe.refusal());

    assertTrue(refusal.startsWith("the GPU probe cannot be started: "), refusal);
  }

  @Test
  void shouldReadAReportAndAskOnce() {
    Path asked = folder.resolve("asked");
    GpuProbe probe =
        shell(
            "echo x >> %s; echo library says hello; echo '%s'"
                .formatted(
                    asked,
                    "{\"refusal\":null,\"driver\":\"580.65.06\",\"cuda\":\"13.0\","
                        + "\"tensorRt\":\"10.15.1\",\"nvrtc\":\"\",\"devices\":[{\"index\":0,"
                        + "\"name\":\"NVIDIA H200\",\"computeCapability\":\"9.0\","
                        + "\"memoryBytes\":150000000000,\"freeBytes\":149000000000}]}"),
            PATIENT);

    assertNull(probe.refusal());
    assertEquals(
        new GpuReport(
            null,
            "580.65.06",
            "13.0",
            "10.15.1",
            "",
            List.of(new GpuReport.Device(0, "NVIDIA H200", "9.0", 150000000000L, 149000000000L))),
        probe.report());
    assertEquals(2, asked.toFile().length(), "bytes: it ran once");
  }

  @Test
  void shouldStartNoProcessWhereThereIsNoDriver() {
    assumeTrue(NvidiaLibraries.platform());
    assumeFalse(NvidiaLibraries.shared().hasDriver(), "there is a driver");

    assertEquals("no libcuda.so.1: no NVIDIA driver on this machine", GpuProbe.shared().refusal());
  }

  private @Nullable String refusal(FakeNvidia fake, Map<String, String> driver) {
    return probe(fake, driver).refusal();
  }

  private static GpuProbe probe(FakeNvidia fake, Map<String, String> driver) {
    return new GpuProbe(() -> null, () -> fake.java(driver, GpuProbeMain.class.getName()), PATIENT);
  }

  @Test
  void shouldTellStatesOfADriver() throws Exception {
    FakeNvidia fake = FakeNvidia.complete(folder);

    assertEquals(
        "no NVIDIA GPU is visible (CUDA_VISIBLE_DEVICES=7): cuInit: CUDA_ERROR_NO_DEVICE (no"
            + " CUDA-capable device is detected): check nvidia-smi and CUDA_VISIBLE_DEVICES",
        refusal(fake, Map.of("FAKE_DEVICES", "0", "CUDA_VISIBLE_DEVICES", "7")));
    assertEquals(
        "compute capability 5.0 of Fake GPU 0 is below 7.5, which TensorRT needs",
        refusal(fake, Map.of("FAKE_MAJOR", "5")));
    String old = String.valueOf(refusal(fake, Map.of("FAKE_CUDA", "12020")));
    assertTrue(old.endsWith("(CUDA 12.2) is too old for CUDA 13: 580 or newer is needed"), old);
    assertEquals(
        "the GPU probe crashed (SIGKILL): driver or libraries are broken, check nvidia-smi",
        refusal(fake, Map.of("FAKE_CRASH", "cuInit")));
  }

  @Test
  void shouldReportDevicesWhereOnlyTensorRtIsMissing() throws Exception {
    FakeNvidia fake = FakeNvidia.complete(folder);

    GpuReport report = probe(fake, Map.of("FAKE_DEVICES", "2")).report();

    String refusal = String.valueOf(report.refusal());
    assertTrue(refusal.startsWith("no libnvinfer.so.10 in " + folder), refusal);
    assertTrue(refusal.contains("install TensorRT 10 or name its folder by -D"), refusal);
    assertEquals("13.1", report.cuda());
    assertEquals("", report.nvrtc());
    assertEquals(
        List.of(
            new GpuReport.Device(0, "Fake GPU 0", "9.0", 8L << 30, 3L << 30),
            new GpuReport.Device(1, "Fake GPU 1", "9.0", 8L << 30, 3L << 30)),
        report.devices());
  }

  @Test
  void shouldTellThatADriverIsNoLibrary() throws Exception {
    FakeNvidia fake = FakeNvidia.complete(folder);
    Files.writeString(folder.resolve("libcuda.so.1"), "no library");

    String refusal = String.valueOf(refusal(fake, Map.of()));

    assertTrue(refusal.startsWith("libcuda.so.1 cannot be loaded: "), refusal);
    assertFalse(refusal.contains("\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat Aug 19 | 535.104.05",
        "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.65.06  Release Build |"
            + " 580.65.06",
        "GCC version: 12.3.0 | ''",
      })
  void shouldReadTheVersionOfTheKernelModule(String text, String version) {
    assertEquals(version, GpuProbeMain.driver(text));
  }
}
