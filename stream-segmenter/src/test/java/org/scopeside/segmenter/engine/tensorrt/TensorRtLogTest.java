package org.scopeside.segmenter.engine.tensorrt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.scopeside.segmenter.engine.tensorrt.OnnxParsing.Complaint;
import org.scopeside.segmenter.engine.tensorrt.TensorRtLog.Level;

class TensorRtLogTest {
  private final TensorRtLog messages = new TensorRtLog();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "IRuntime::deserializeCudaEngine: Error Code 1: Serialization (Serialization assertion"
            + " stdVersionRead == kSERIALIZATION_VERSION failed.Version tag does not match. Note:"
            + " Current Version: 239, Serialized Engine Version: 236) | UNREADABLE_NETWORK |"
            + " built by another TensorRT or is damaged, build it again",
        "The engine plan file is generated on an incompatible device, expecting compute 9.0 got"
            + " compute 8.6, please rebuild. | UNREADABLE_NETWORK | build it again",
        "[defaultAllocator.cpp::allocate::31] Error Code 1: Cuda Runtime (out of memory) |"
            + " OUT_OF_MEMORY | lower segmenter.gpu-memory",
        "Error Code 1: Cuda Runtime (an illegal memory access was encountered) | DEVICE_LOST |"
            + " start it again",
        "Unable to load library: libnvinfer_builder_resource_sm90.so.10.15.1 | UNREADABLE_NETWORK"
            + " | brings nothing for this GPU",
      })
  void shouldReadTheReasonFromWhatTensorRtSays(String said, Reason reason, String advice) {
    messages.add(Level.ERROR, said);

    EngineException e = messages.failure(Reason.UNREADABLE_NETWORK, "load");

    String message = String.valueOf(e.getMessage());
    assertEquals(reason, e.reason());
    assertTrue(message.contains(advice), message);
    assertTrue(message.contains(said.substring(0, 20)), message);
  }

  @Test
  void shouldTellErrorsBeforeWarningsAndEachOnce() {
    messages.add(Level.WARNING, "slow");
    messages.add(Level.INFO, "fine");
    messages.add(Level.ERROR, "one\n  two");
    messages.add(Level.ERROR, "one\n  two");
    messages.add(Level.INTERNAL_ERROR, "three");

    assertEquals(List.of("one two", "three"), messages.take());
    assertEquals(List.of(), messages.take());
  }

  @Test
  void shouldTellWarningsWhereThereIsNothingWorse() {
    messages.add(Level.WARNING, "slow");

    assertEquals("call: slow", messages.failure(Reason.RUN_FAILED, "call").getMessage());
    assertEquals(
        "call: TensorRT gives no reason", messages.failure(Reason.RUN_FAILED, "call").getMessage());
  }

  @Test
  void shouldNameTheOperatorThatIsNotSupported() {
    EngineException e =
        OnnxParsing.refused(
            "net.onnx",
            "10.15.1",
            List.of(
                new Complaint("NonMaxSuppression", "nms_1", true, "no plugin\n was found"),
                new Complaint("Loop", "", true, "not here"),
                new Complaint("Conv", "c", false, "bad weights"),
                new Complaint("", "", false, "and so on")),
            messages);

    assertEquals(Reason.UNREADABLE_NETWORK, e.reason());
    assertEquals(
        "net.onnx: operator NonMaxSuppression (node nms_1) is not supported by TensorRT 10.15.1:"
            + " no plugin was found; operator Loop is not supported by TensorRT 10.15.1: not here;"
            + " operator Conv (node c): bad weights; 1 more",
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 0x228, 65535})
  void shouldTakeNoAddressNearNullForAnObject(long address) {
    assertFalse(NativeObjects.plausible(address));
  }

  @ParameterizedTest
  @ValueSource(longs = {65536, 0x7f12_3456_7890L, -1})
  void shouldTakeOtherAddressesForObjects(long address) {
    assertTrue(NativeObjects.plausible(address));
  }

  @Test
  void shouldRefuseANullObjectByItsCall() {
    messages.add(Level.ERROR, "no device");

    EngineException e =
        assertThrows(
            EngineException.class,
            () -> NativeObjects.require("createInferBuilder", null, messages));

    assertEquals("createInferBuilder: no device", e.getMessage());
  }
}
