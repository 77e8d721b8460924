package org.scopeside.segmenter.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFileTest {
  @TempDir Path temp;

  @Test
  void shouldTellWhatAnEngineTells() throws IOException {
    OnnxFile file = OnnxFile.read(EngineConformance.network("pool2"));
    assertEquals(Map.of("", 13L), file.opsets());
    assertEquals(List.of(TensorSpec.of("image", TensorType.FLOAT32, -1, 1, -1, -1)), file.inputs());
    assertEquals(
        List.of(TensorSpec.of("pooled", TensorType.FLOAT32, -1, 2, -1, -1)), file.outputs());
    assertFalse(file.externalWeights());
    assertEquals("opset 13, by scopeside-tests", file.summary());
  }

  @Test
  void shouldTellThePrecisionOfTheArithmetic() throws IOException {
    assertEquals(Precision.FP32, OnnxFile.read(EngineConformance.network("mean3")).precision());
    assertEquals(
        Precision.FP16, OnnxFile.read(EngineConformance.network("mean3_fp16")).precision());
    assertEquals(
        Precision.INT8, OnnxFile.read(EngineConformance.network("mean3_int8")).precision());
  }

  @Test
  void shouldFindWeightsThatAreKeptElsewhere() throws IOException {
    byte[] tensor = join(message(8, "w".getBytes(StandardCharsets.UTF_8)), new byte[] {14 << 3, 1});
    byte[] constant = message(1, message(5, message(5, tensor)));
    for (byte[] graph : List.of(message(5, tensor), constant)) {
      byte[] opset = message(8, new byte[] {2 << 3, 13});
      Path file = Files.write(temp.resolve("net.onnx"), join(message(7, graph), opset));
      assertTrue(OnnxFile.read(file).externalWeights());
    }
  }

  @Test
  void shouldRefuseGraphsWithinGraphsWithoutEnd() throws IOException {
    byte[] graph = new byte[0];
    for (int depth = 0; depth < 50; depth++) {
      graph = message(1, message(5, message(6, graph)));
    }
    Path file = Files.write(temp.resolve("net.onnx"), message(7, graph));
    assertThrows(IOException.class, () -> OnnxFile.read(file));
  }

  private static byte[] message(int field, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write((field << 3) | 2);
    for (int rest = content.length; ; rest >>>= 7) {
      if (rest < 128) {
        out.write(rest);
        break;
      }
      out.write((rest & 127) | 128);
    }
    out.write(content);
    return out.toByteArray();
  }

  private static byte[] join(byte[] first, byte[] second) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(first);
    out.write(second);
    return out.toByteArray();
  }
}
