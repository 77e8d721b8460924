package org.scopeside.segmenter.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;

class CudaStatusTest {
  @ParameterizedTest
  @CsvSource({
    "2, OUT_OF_MEMORY, CUDA_ERROR_OUT_OF_MEMORY, segmenter.gpu-memory",
    "35, UNAVAILABLE, CUDA_ERROR_INSUFFICIENT_DRIVER, 580 or newer",
    "46, UNAVAILABLE, CUDA_ERROR_DEVICE_UNAVAILABLE, end the process that has it",
    "98, RUN_FAILED, CUDA_ERROR_INVALID_DEVICE_FUNCTION, built for another GPU",
    "100, UNAVAILABLE, CUDA_ERROR_NO_DEVICE, CUDA_VISIBLE_DEVICES",
    "209, RUN_FAILED, CUDA_ERROR_NO_BINARY_FOR_GPU, built for another GPU",
    "214, DEVICE_LOST, CUDA_ERROR_ECC_UNCORRECTABLE, start again",
    "222, RUN_FAILED, CUDA_ERROR_UNSUPPORTED_PTX_VERSION, update the driver",
    "700, DEVICE_LOST, CUDA_ERROR_ILLEGAL_ADDRESS, start it again",
    "702, DEVICE_LOST, CUDA_ERROR_LAUNCH_TIMEOUT, start it again",
    "709, DEVICE_LOST, CUDA_ERROR_CONTEXT_IS_DESTROYED, start it again",
    "716, DEVICE_LOST, CUDA_ERROR_MISALIGNED_ADDRESS, start it again",
    "719, DEVICE_LOST, CUDA_ERROR_LAUNCH_FAILED, start it again",
    "803, UNAVAILABLE, CUDA_ERROR_SYSTEM_DRIVER_MISMATCH, reboot",
    "901, RUN_FAILED, CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, the capture failed",
  })
  void shouldSayWhatAStatusMeansAndWhatToDo(int code, Reason reason, String name, String words) {
    EngineException e =
        assertThrows(EngineException.class, () -> CudaStatus.check("cuMemcpyHtoDAsync", code));

    String message = String.valueOf(e.getMessage());
    assertEquals(reason, e.reason());
    assertTrue(message.startsWith("cuMemcpyHtoDAsync: " + name + " ("), message);
    assertTrue(message.contains(words), message);
    assertEquals(1, message.lines().count());
  }

  @Test
  void shouldTellTheNumberOfAStatusThatIsNotKnown() {
    EngineException e =
        assertThrows(EngineException.class, () -> CudaStatus.check("cuLaunchKernel", 4711));

    assertEquals(Reason.RUN_FAILED, e.reason());
    assertEquals("cuLaunchKernel: CUDA error 4711", e.getMessage());
  }

  @Test
  void shouldTakeNoughtForSuccess() {
    assertDoesNotThrow(() -> CudaStatus.check("cuInit", 0));
  }
}
