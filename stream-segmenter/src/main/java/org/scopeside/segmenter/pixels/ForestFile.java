package org.scopeside.segmenter.pixels;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The file of a forest, {@code forest.bin}, little-endian:
 *
 * <pre>
 *   offset  type          content
 *   0       8 bytes       "SCPFRST" and 0
 *   8       u16           version: 1
 *   10      u16           scales, s: 1 to 4
 *   12      u16           trees, t: 1 to 1000
 *   14      u16           0
 *   16      f64, f64      percentiles that scale a plane
 *   32      f64 × s       scales σ, pixels; 8 features each, as in {@link FeatureSet}
 *   then, for each feature
 *           u16           edges, e: 0 to 254
 *           f32 × e       edges of its bins, rising
 *   then, for each tree
 *           u32           nodes, n: 1 to 2^18
 *           u32 × n       nodes, as in {@link Forest}
 *   at last u32           CRC-32C (Castagnoli) of all before
 * </pre>
 *
 * <p>Nothing is allocated by a number in the file before the file is known to be long enough for
 * it, and a file that was read is a forest that ends for every pixel.
 */
public final class ForestFile {
  /** Name of the file within a model package. */
  public static final String NAME = "forest.bin";

  /** Format of the weights in a package's description. */
  public static final String WEIGHTS_FORMAT = "scopeside-forest";

  static final int VERSION = 1;

  private static final byte[] MAGIC = "SCPFRST\0".getBytes(StandardCharsets.US_ASCII);
  private static final int HEAD_BYTES = 32;
  private static final int CRC_BYTES = 4;
  private static final long MAX_BYTES = 1 << 30;
  private static final int MAX_DEPTH = 64;

  private final Path file;
  private final ByteBuffer in;

  private ForestFile(Path file, byte[] bytes) {
    this.file = file;
    this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static void write(TrainedForest trained, Path file) throws IOException {
    Files.write(file, bytes(trained));
  }

  static byte[] bytes(TrainedForest trained) {
    FeatureBins bins = trained.bins();
    Forest forest = trained.forest();
    List<Double> scales = trained.features().scales();
    ByteBuffer out = ByteBuffer.allocate(length(trained)).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).putShort((short) VERSION);
    out.putShort((short) scales.size()).putShort((short) forest.trees()).putShort((short) 0);
    out.putDouble(trained.scale().lowPercentile()).putDouble(trained.scale().highPercentile());
    scales.forEach(out::putDouble);
    for (int f = 0; f < bins.features(); f++) {
      out.putShort((short) bins.edges(f).length);
      for (float edge : bins.edges(f)) {
        out.putFloat(edge);
      }
    }
    for (int t = 0; t < forest.trees(); t++) {
      out.putInt(forest.words(t).length);
      for (int word : forest.words(t)) {
        out.putInt(word);
      }
    }
    out.putInt(crc(out.array()));
    return out.array();
  }

  private static int length(TrainedForest trained) {
    int length = HEAD_BYTES + Double.BYTES * trained.features().scales().size() + CRC_BYTES;
    for (int f = 0; f < trained.bins().features(); f++) {
      length += Short.BYTES + Float.BYTES * trained.bins().edges(f).length;
    }
    for (int t = 0; t < trained.forest().trees(); t++) {
      length = Math.addExact(length, Integer.BYTES * (1 + trained.forest().words(t).length));
    }
    return length;
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - CRC_BYTES);
    return (int) crc.getValue();
  }

  /**
   * Reads a forest.
   *
   * @throws InvalidForestException if the file is anything but a whole, sound forest
   */
  static TrainedForest read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MAX_BYTES) {
      throw new InvalidForestException(file, size + " bytes; a forest has at most " + MAX_BYTES);
    }
    return new ForestFile(file, Files.readAllBytes(file)).read();
  }

  private TrainedForest read() throws InvalidForestException {
    checkFrame();
    in.position(MAGIC.length + Short.BYTES);
    int scaleCount = nextShort();
    int trees = nextShort();
    nextShort();
    double low = in.getDouble();
    double high = in.getDouble();
    if (scaleCount < 1 || scaleCount > FeatureSet.MAX_SCALES) {
      throw invalid(scaleCount + " scales");
    }
    if (trees < 1 || trees > Forest.MAX_TREES) {
      throw invalid(trees + " trees");
    }
    try {
      IntensityScale scale = new IntensityScale(low, high);
      FeatureSet features = new FeatureSet(scales(scaleCount));
      float[][] edges = edges(features.count());
      int[][] words = trees(trees, edges);
      if (in.remaining() != CRC_BYTES) {
        throw invalid(in.remaining() - CRC_BYTES + " bytes behind the last tree");
      }
      return new TrainedForest(scale, features, new FeatureBins(edges), new Forest(words));
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  private void checkFrame() throws InvalidForestException {
    byte[] bytes = in.array();
    if (bytes.length < HEAD_BYTES + CRC_BYTES || in.slice(0, 8).compareTo(magic()) != 0) {
      throw invalid("is not a forest: it does not begin with SCPFRST and a head");
    }
    int version = Short.toUnsignedInt(in.getShort(MAGIC.length));
    if (version != VERSION) {
      throw invalid("is of version " + version + "; version " + VERSION + " is known here");
    }
    int stated = in.getInt(bytes.length - CRC_BYTES);
    int found = crc(bytes);
    if (stated != found) {
      throw invalid("is damaged: CRC %08x, stated %08x".formatted(found, stated));
    }
  }

  private static ByteBuffer magic() {
    return ByteBuffer.wrap(MAGIC);
  }

  private List<Double> scales(int count) throws InvalidForestException {
    need((long) count * Double.BYTES, count + " scales");
    List<Double> scales = new ArrayList<>();
    for (int s = 0; s < count; s++) {
      scales.add(in.getDouble());
    }
    return scales;
  }

  private float[][] edges(int features) throws InvalidForestException {
    float[][] edges = new float[features][];
    for (int f = 0; f < features; f++) {
      need(Short.BYTES, "edges of feature " + f);
      int count = nextShort();
      if (count > FeatureBins.MAX_EDGES) {
        throw invalid(count + " edges of feature " + f);
      }
      need((long) count * Float.BYTES, count + " edges of feature " + f);
      edges[f] = new float[count];
      for (int i = 0; i < count; i++) {
        edges[f][i] = in.getFloat();
        if (!Float.isFinite(edges[f][i]) || (i > 0 && !(edges[f][i] > edges[f][i - 1]))) {
          throw invalid("edges of feature " + f + " do not rise at " + i);
        }
      }
    }
    return edges;
  }

  private int[][] trees(int trees, float[][] edges) throws InvalidForestException {
    int[][] words = new int[trees][];
    for (int t = 0; t < trees; t++) {
      need(Integer.BYTES, "tree " + t);
      int count = in.getInt();
      if (count < 1 || count > Forest.MAX_NODES) {
        throw invalid("tree " + t + " has " + Integer.toUnsignedString(count) + " nodes");
      }
      need((long) count * Integer.BYTES, count + " nodes of tree " + t);
      words[t] = new int[count];
      in.asIntBuffer().get(words[t]);
      in.position(in.position() + count * Integer.BYTES);
      checkTree(t, words[t], edges);
    }
    return words;
  }

  private void checkTree(int t, int[] words, float[][] edges) throws InvalidForestException {
    byte[] depth = new byte[words.length];
    for (int n = 0; n < words.length; n++) {
      int word = words[n];
      if (word < 0) {
        long sum = Forest.spread(word);
        if (Forest.part(sum, 0) + Forest.part(sum, 1) + Forest.part(sum, 2) != Forest.ONE) {
          throw invalid("leaf %d of tree %d has no probabilities".formatted(n, t));
        }
      } else {
        int left = Forest.leftChild(word);
        int feature = Forest.feature(word);
        if (left <= n
            || left + 1 >= words.length
            || feature >= edges.length
            || Forest.threshold(word) >= edges[feature].length
            || depth[n] == MAX_DEPTH) {
          throw invalid("split %d of tree %d cannot be: %08x".formatted(n, t, word));
        }
        depth[left] = (byte) Math.max(depth[left], depth[n] + 1);
        depth[left + 1] = (byte) Math.max(depth[left + 1], depth[n] + 1);
      }
    }
  }

  private int nextShort() {
    return Short.toUnsignedInt(in.getShort());
  }

  private void need(long bytes, String what) throws InvalidForestException {
    long left = (long) in.remaining() - CRC_BYTES;
    if (bytes > left) {
      throw invalid("ends within %s: %d bytes needed, %d left".formatted(what, bytes, left));
    }
  }

  private InvalidForestException invalid(String reason) {
    return new InvalidForestException(file, reason);
  }
}
