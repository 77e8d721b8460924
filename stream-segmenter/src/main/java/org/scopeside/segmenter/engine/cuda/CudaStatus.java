package org.scopeside.segmenter.engine.cuda;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;

/**
 * What the statuses of CUDA mean to a user. The driver and the runtime number them alike (CUDA
 * Driver API, "Data types", {@code CUresult}).
 *
 * <p>After those of {@link Reason#DEVICE_LOST} every later call of the process fails too: CUDA's
 * documentation says "the process must be terminated and relaunched".
 */
enum CudaStatus {
  INVALID_VALUE(1, "invalid argument", Reason.RUN_FAILED, ""),
  OUT_OF_MEMORY(
      2,
      "out of memory",
      Reason.OUT_OF_MEMORY,
      "lower segmenter.gpu-memory or end other processes on this GPU (nvidia-smi lists them)"),
  NOT_INITIALIZED(3, "initialization error", Reason.UNAVAILABLE, "check the driver by nvidia-smi"),
  DEINITIALIZED(4, "driver shutting down", Reason.DEVICE_LOST, "start again"),
  STUB_LIBRARY(
      34,
      "the CUDA driver is a stub library",
      Reason.UNAVAILABLE,
      "take the toolkit's folder stubs off the library path"),
  INSUFFICIENT_DRIVER(
      35, "the driver is too old", Reason.UNAVAILABLE, "install driver 580 or newer"),
  DEVICE_UNAVAILABLE(
      46,
      "the device is busy or unavailable",
      Reason.UNAVAILABLE,
      "end the process that has it, or set its compute mode to default (nvidia-smi -c 0)"),
  INVALID_DEVICE_FUNCTION(98, "invalid device function", Reason.RUN_FAILED, Advice.ANOTHER_GPU),
  NO_DEVICE(
      100,
      "no CUDA-capable device is detected",
      Reason.UNAVAILABLE,
      "check nvidia-smi and CUDA_VISIBLE_DEVICES"),
  INVALID_DEVICE(101, "invalid device ordinal", Reason.UNAVAILABLE, "check segmenter.device"),
  INVALID_IMAGE(200, "device kernel image is invalid", Reason.RUN_FAILED, Advice.ANOTHER_GPU),
  INVALID_CONTEXT(201, "invalid device context", Reason.DEVICE_LOST, Advice.RESTART),
  NO_BINARY_FOR_GPU(
      209, "no kernel image is available for the device", Reason.RUN_FAILED, Advice.ANOTHER_GPU),
  ECC_UNCORRECTABLE(
      214, "uncorrectable ECC error", Reason.DEVICE_LOST, "start again; if it returns, replace it"),
  INVALID_PTX(218, "a PTX JIT compilation failed", Reason.RUN_FAILED, Advice.ANOTHER_GPU),
  NVLINK_UNCORRECTABLE(220, "uncorrectable NVLink error", Reason.DEVICE_LOST, Advice.RESTART),
  UNSUPPORTED_PTX_VERSION(
      222,
      "the PTX was compiled with an unsupported toolchain",
      Reason.RUN_FAILED,
      "NVRTC is newer than the driver: update the driver"),
  CONTAINED(226, "contained device error", Reason.DEVICE_LOST, Advice.RESTART),
  OPERATING_SYSTEM(
      304, "OS call failed or unsupported", Reason.UNAVAILABLE, "check the driver by nvidia-smi"),
  INVALID_HANDLE(400, "invalid resource handle", Reason.RUN_FAILED, ""),
  NOT_FOUND(500, "named symbol not found", Reason.RUN_FAILED, ""),
  NOT_READY(600, "device not ready", Reason.RUN_FAILED, ""),
  ILLEGAL_ADDRESS(
      700, "an illegal memory access was encountered", Reason.DEVICE_LOST, Advice.RESTART),
  LAUNCH_OUT_OF_RESOURCES(701, "too many resources requested for launch", Reason.RUN_FAILED, ""),
  LAUNCH_TIMEOUT(
      702, "the launch timed out and was terminated", Reason.DEVICE_LOST, Advice.RESTART),
  CONTEXT_IS_DESTROYED(709, "context is destroyed", Reason.DEVICE_LOST, Advice.RESTART),
  ASSERT(710, "device-side assert triggered", Reason.DEVICE_LOST, Advice.RESTART),
  HARDWARE_STACK_ERROR(714, "hardware stack error", Reason.DEVICE_LOST, Advice.RESTART),
  ILLEGAL_INSTRUCTION(
      715, "an illegal instruction was encountered", Reason.DEVICE_LOST, Advice.RESTART),
  MISALIGNED_ADDRESS(716, "misaligned address", Reason.DEVICE_LOST, Advice.RESTART),
  INVALID_ADDRESS_SPACE(
      717, "operation not supported on this address space", Reason.DEVICE_LOST, Advice.RESTART),
  INVALID_PC(718, "invalid program counter", Reason.DEVICE_LOST, Advice.RESTART),
  LAUNCH_FAILED(719, "unspecified launch failure", Reason.DEVICE_LOST, Advice.RESTART),
  NOT_PERMITTED(
      800, "operation not permitted", Reason.UNAVAILABLE, "check who may use /dev/nvidia*"),
  NOT_SUPPORTED(801, "operation not supported", Reason.RUN_FAILED, ""),
  SYSTEM_NOT_READY(
      802, "system not yet initialized", Reason.UNAVAILABLE, "start nvidia-fabricmanager"),
  SYSTEM_DRIVER_MISMATCH(
      803,
      "the driver's library and kernel module differ",
      Reason.UNAVAILABLE,
      "reboot after an update of the driver"),
  COMPAT_NOT_SUPPORTED_ON_DEVICE(
      804,
      "forward compatibility is not supported on this GPU",
      Reason.UNAVAILABLE,
      "take CUDA's folder compat off the library path"),
  STREAM_CAPTURE_UNSUPPORTED(
      900, "operation not permitted while a stream is capturing", Reason.RUN_FAILED, ""),
  STREAM_CAPTURE_INVALIDATED(901, "the capture failed earlier", Reason.RUN_FAILED, ""),
  STREAM_CAPTURE_UNJOINED(904, "a stream of the capture was not joined", Reason.RUN_FAILED, ""),
  STREAM_CAPTURE_IMPLICIT(906, "the default stream would join a capture", Reason.RUN_FAILED, ""),
  UNKNOWN(999, "unknown error", Reason.DEVICE_LOST, Advice.RESTART);

  private static final Map<Integer, CudaStatus> BY_CODE =
      Arrays.stream(values()).collect(Collectors.toMap(CudaStatus::code, Function.identity()));

  private final int code;
  private final String text;
  private final Reason reason;
  private final String advice;

  CudaStatus(int code, String text, Reason reason, String advice) {
    this.code = code;
    this.text = text;
    this.reason = reason;
    this.advice = advice;
  }

  /** Words that several statuses share. */
  private static final class Advice {
    static final String RESTART = "the GPU is lost to this process: start it again";
    static final String ANOTHER_GPU =
        "it was built for another GPU: delete the cache of engines and kernels";
  }

  /** Null for numbers that are not in the table. */
  static @Nullable CudaStatus of(int code) {
    return BY_CODE.get(code);
  }

  int code() {
    return code;
  }

  Reason reason() {
    return reason;
  }

  /** For people: {@code no CUDA-capable device is detected: check nvidia-smi ...}. */
  String summary() {
    return advice.isEmpty() ? text : text + ": " + advice;
  }

  /**
   * The exception for a status other than 0.
   *
   * @param call of CUDA
   * @param facts more to say of it; may be empty
   */
  static EngineException exception(String call, int code, String facts) {
    CudaStatus status = of(code);
    String more = facts.isEmpty() ? "" : "; " + facts;
    if (status == null) {
      return new EngineException(
          Reason.RUN_FAILED, "%s: CUDA error %d%s".formatted(call, code, more));
    }
    String advice = status.advice.isEmpty() ? "" : ": " + status.advice;
    return new EngineException(
        status.reason,
        "%s: CUDA_ERROR_%s (%s)%s%s".formatted(call, status.name(), status.text, advice, more));
  }

  /** Throws where a status is not 0. */
  static void check(String call, int code) throws EngineException {
    if (code != 0) {
      throw exception(call, code, "");
    }
  }
}
