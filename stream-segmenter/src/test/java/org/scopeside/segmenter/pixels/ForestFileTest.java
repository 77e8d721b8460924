package org.scopeside.segmenter.pixels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForestFileTest {
  /** Where the first tree begins in {@link #small()}: head, one scale, 8 features of two edges. */
  private static final int TREE = 32 + 8 + 8 * (2 + 2 * 4);

  @TempDir Path folder;

  /** One split and two leaves, twice. */
  private static TrainedForest small() {
    float[][] edges = new float[8][];
    Arrays.fill(edges, new float[] {0, 1});
    int[] tree = {Forest.split(3, 1, 1), Forest.leaf(1, 0, 0), Forest.leaf(0, 3, 1)};
    return new TrainedForest(
        IntensityScale.defaults(),
        new FeatureSet(List.of(2.0)),
        new FeatureBins(edges),
        new Forest(new int[][] {tree, tree}));
  }

  @Test
  void shouldReadWhatItWrote() throws IOException {
    Path file = folder.resolve(ForestFile.NAME);
    ForestFile.write(small(), file);

    TrainedForest read = ForestFile.read(file);

    assertEquals(small().features(), read.features());
    assertEquals(small().scale(), read.scale());
    assertArrayEquals(small().forest().words(1), read.forest().words(1));
    assertArrayEquals(ForestFile.bytes(small()), ForestFile.bytes(read));
  }

  @Test
  void shouldRefuseAFileCutAnywhere() throws IOException {
    byte[] whole = ForestFile.bytes(small());
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(InvalidForestException.class, () -> read(cut), "cut to " + length);
    }
  }

  @Test
  void shouldNoticeEveryFlippedBit() {
    byte[] whole = ForestFile.bytes(small());
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThrows(InvalidForestException.class, () -> read(flipped), "bit " + bit);
    }
  }

  @Test
  void shouldNameTheVersionItDoesNotKnow() {
    assertTrue(reason(bytes -> bytes.putShort(8, (short) 2)).endsWith("version 1 is known here"));
  }

  @Test
  void shouldAllocateNothingForSizesTheFileCannotHold() {
    assertTrue(reason(bytes -> bytes.putInt(TREE, 1 << 18)).contains("ends within"));
    assertTrue(reason(bytes -> bytes.putInt(TREE, -1)).contains("4294967295 nodes"));
    assertTrue(reason(bytes -> bytes.putShort(40, (short) 254)).contains("ends within"));
    assertTrue(reason(bytes -> bytes.putShort(12, (short) 999)).contains("tree 2"));
    assertTrue(reason(bytes -> bytes.putShort(10, (short) 900)).contains("900 scales"));
  }

  @Test
  void shouldRefuseTreesThatRunInCirclesOrOutOfThemselves() {
    int root = TREE + 4;
    for (int word :
        new int[] {
          Forest.split(3, 1, 0), Forest.split(3, 1, 2), Forest.split(8, 1, 1), Forest.split(3, 2, 1)
        }) {
      assertTrue(reason(bytes -> bytes.putInt(root, word)).contains("cannot be"));
    }
    assertTrue(reason(bytes -> bytes.putInt(root + 4, Forest.LEAF)).contains("no probabilities"));
  }

  @Test
  void shouldRefuseEdgesThatDoNotRiseAndPercentilesThatAreNone() {
    assertTrue(reason(bytes -> bytes.putFloat(46, 0)).contains("do not rise"));
    assertTrue(reason(bytes -> bytes.putFloat(46, Float.NaN)).contains("do not rise"));
    assertTrue(reason(bytes -> bytes.putDouble(16, Double.NaN)).contains("percentiles NaN"));
  }

  @Test
  void shouldAddProbabilitiesOfAllTrees() {
    TrainedForest forest = small();
    byte[] bins = new byte[8 * 5];
    bins[8 * 4 + 3] = 2;
    long[] sums = new long[5];

    forest.forest().ask(bins, 8, 5, sums, 0, 2);

    assertEquals(2 * Forest.ONE, Forest.part(sums[0], 0));
    assertEquals(0, Forest.part(sums[4], 0));
    assertEquals(0.75, Forest.part(sums[4], 1) / (2.0 * Forest.ONE), 1e-3);
    assertEquals(0.25, Forest.part(sums[4], 2) / (2.0 * Forest.ONE), 1e-3);
  }

  /** What is said of a file that was changed and given a sound checksum again. */
  private String reason(Consumer<ByteBuffer> change) {
    ByteBuffer bytes = ByteBuffer.wrap(ForestFile.bytes(small())).order(ByteOrder.LITTLE_ENDIAN);
    change.accept(bytes);
    CRC32C crc = new CRC32C();
    crc.update(bytes.array(), 0, bytes.capacity() - 4);
    bytes.putInt(bytes.capacity() - 4, (int) crc.getValue());
    return String.valueOf(
        assertThrows(InvalidForestException.class, () -> read(bytes.array())).getMessage());
  }

  private TrainedForest read(byte[] bytes) throws IOException {
    Path file = folder.resolve("changed.bin");
    Files.write(file, bytes);
    return ForestFile.read(file);
  }
}
