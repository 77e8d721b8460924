package org.scopeside.deploy.gpucheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StarDistSizeNetworkTest {
  @TempDir Path temp;

  @Test
  void shouldHaveTheSizeOfStarDistsNetwork() throws IOException {
    StarDistSizeNetwork.Size size = StarDistSizeNetwork.write(temp.resolve("a.onnx"), 1);
    assertEquals(1.43e6, (double) size.parameters(), 0.01e6);
    assertEquals(4.0 * size.parameters(), (double) Files.size(temp.resolve("a.onnx")), 10_000);
  }

  @Test
  void shouldWriteTheSameBytesForTheSameSeed() throws IOException {
    StarDistSizeNetwork.write(temp.resolve("a.onnx"), 1);
    StarDistSizeNetwork.write(temp.resolve("b.onnx"), 1);
    assertArrayEquals(
        Files.readAllBytes(temp.resolve("a.onnx")), Files.readAllBytes(temp.resolve("b.onnx")));
  }
}
