package org.scopeside.deploy.gpucheck;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A network of the architecture and size of StarDist's versatile models, with random weights: for
 * measuring speed, not for finding nuclei. U-Net of depth 3 on a grid of 2 pixels, 32 filters of 3
 * x 3 at the first depth, 128 features, 32 rays (Schmidt et al., MICCAI 2018, and the defaults of
 * Config2D and csbdeep's unet_block): 1.43 million parameters.
 *
 * <p>Input {@code image} [n, 1, h, w], sides multiples of {@value #STEP}; outputs {@code prob} [n,
 * 1, h/2, w/2] between 0 and 1 and {@code dist} [n, 32, h/2, w/2] of any sign; all float32. Weights
 * are scaled after He et al. 2015, so activations keep the size of the input's.
 */
public final class StarDistSizeNetwork {
  /** Sides of an image are multiples of this. */
  public static final int STEP = 16;

  private static final int DEPTH = 3;
  private static final int FILTERS = 32;
  private static final int FEATURES = 128;
  private static final int RAYS = 32;
  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;
  private static final int FLOAT = 1;

  private final ByteArrayOutputStream nodes = new ByteArrayOutputStream();
  private final ByteArrayOutputStream tensors = new ByteArrayOutputStream();
  private final Random random;
  private int count;
  private long parameters;
  private double flopPerPixel;

  /**
   * What was written.
   *
   * @param parameters weights and biases
   * @param flopPerPixel of the image: two for each multiplication with its addition
   */
  public record Size(long parameters, double flopPerPixel) {}

  private StarDistSizeNetwork(long seed) {
    random = new Random(seed);
  }

  /** Writes the network as ONNX; the same seed gives the same bytes. */
  public static Size write(Path target, long seed) throws IOException {
    StarDistSizeNetwork network = new StarDistSizeNetwork(seed);
    Files.write(target, network.model());
    return new Size(network.parameters, network.flopPerPixel);
  }

  /** Name and channels of a plane, and how many pixels of the image one of its pixels spans. */
  private record Plane(String name, int channels, int scale) {}

  private byte[] model() throws IOException {
    tensors.write(field(5, tensor("scales", new long[] {4}, new float[] {1, 1, 2, 2})));
    Plane grid = pool(conv(conv(new Plane("image", 1, 1), FILTERS), FILTERS));
    Plane features = conv(unet(grid), FEATURES);
    output(features, 1, "prob_logits");
    node("Sigmoid", List.of("prob_logits"), "prob");
    output(features, RAYS, "dist");
    byte[] graph =
        join(
            nodes.toByteArray(),
            field(2, text("stardist_size")),
            tensors.toByteArray(),
            field(11, info("image", 1, "")),
            field(12, info("prob", 1, "_out")),
            field(12, info("dist", RAYS, "_out")));
    return join(
        number(1, IR_VERSION),
        field(2, text("scopeside")),
        field(7, graph),
        field(8, number(2, OPSET)));
  }

  private Plane unet(Plane grid) throws IOException {
    List<Plane> skipped = new ArrayList<>();
    Plane plane = grid;
    for (int depth = 0; depth < DEPTH; depth++) {
      plane = conv(conv(plane, FILTERS << depth), FILTERS << depth);
      skipped.add(plane);
      plane = pool(plane);
    }
    plane = conv(conv(plane, FILTERS << DEPTH), FILTERS << (DEPTH - 1));
    for (int depth = DEPTH - 1; depth >= 0; depth--) {
      Plane joined = concat(upsample(plane), skipped.get(depth));
      plane = conv(conv(joined, FILTERS << depth), FILTERS << Math.max(0, depth - 1));
    }
    return plane;
  }

  private Plane conv(Plane from, int filters) throws IOException {
    Plane sum = convolve(from, filters, 3, "conv" + count++);
    Plane out = new Plane(sum.name + "_relu", filters, from.scale);
    node("Relu", List.of(sum.name), out.name);
    return out;
  }

  private void output(Plane from, int filters, String name) throws IOException {
    convolve(from, filters, 1, name);
  }

  private Plane convolve(Plane from, int filters, int side, String name) throws IOException {
    int fan = from.channels * side * side;
    float[] weights = new float[filters * fan];
    double scale = Math.sqrt(2.0 / fan);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (random.nextGaussian() * scale);
    }
    long[] shape = {filters, from.channels, side, side};
    tensors.write(field(5, tensor(name + ".weight", shape, weights)));
    tensors.write(field(5, tensor(name + ".bias", new long[] {filters}, new float[filters])));
    parameters += weights.length + filters;
    flopPerPixel += 2.0 * weights.length / (from.scale * from.scale);
    long pad = side / 2;
    node(
        "Conv",
        List.of(from.name, name + ".weight", name + ".bias"),
        name,
        integers("kernel_shape", side, side),
        integers("pads", pad, pad, pad, pad));
    return new Plane(name, filters, from.scale);
  }

  private Plane pool(Plane from) throws IOException {
    Plane out = new Plane("pool" + count++, from.channels, 2 * from.scale);
    byte[] kernel = integers("kernel_shape", 2, 2);
    node("MaxPool", List.of(from.name), out.name, kernel, integers("strides", 2, 2));
    return out;
  }

  private Plane upsample(Plane from) throws IOException {
    Plane out = new Plane("up" + count++, from.channels, from.scale / 2);
    node(
        "Resize",
        List.of(from.name, "", "scales"),
        out.name,
        word("mode", "nearest"),
        word("coordinate_transformation_mode", "asymmetric"),
        word("nearest_mode", "floor"));
    return out;
  }

  private Plane concat(Plane a, Plane b) throws IOException {
    Plane out = new Plane("concat" + count++, a.channels + b.channels, a.scale);
    byte[] axis = join(field(1, text("axis")), number(3, 1), number(20, 2));
    node("Concat", List.of(a.name, b.name), out.name, axis);
    return out;
  }

  /** NodeProto into the graph. */
  private void node(String operator, List<String> inputs, String output, byte[]... attributes)
      throws IOException {
    ByteArrayOutputStream node = new ByteArrayOutputStream();
    for (String input : inputs) {
      node.write(field(1, text(input)));
    }
    node.write(field(2, text(output)));
    node.write(field(3, text(output)));
    node.write(field(4, text(operator)));
    for (byte[] attribute : attributes) {
      node.write(field(5, attribute));
    }
    nodes.write(field(1, node.toByteArray()));
  }

  /** AttributeProto of integers. */
  private static byte[] integers(String name, long... values) throws IOException {
    byte[] list = new byte[0];
    for (long value : values) {
      list = join(list, number(8, value));
    }
    return join(field(1, text(name)), list, number(20, 7));
  }

  /** AttributeProto of a text. */
  private static byte[] word(String name, String value) throws IOException {
    return join(field(1, text(name)), field(4, text(value)), number(20, 3));
  }

  /** TensorProto of float32. */
  private static byte[] tensor(String name, long[] shape, float[] values) throws IOException {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    byte[] dims = new byte[0];
    for (long size : shape) {
      dims = join(dims, number(1, size));
    }
    return join(dims, number(2, FLOAT), field(8, text(name)), field(9, raw.array()));
  }

  /** ValueInfoProto of float32 [n, channels, h, w], all but the channels open. */
  private static byte[] info(String name, int channels, String suffix) throws IOException {
    byte[] shape =
        join(
            field(1, field(2, text("n"))),
            field(1, number(1, channels)),
            field(1, field(2, text("h" + suffix))),
            field(1, field(2, text("w" + suffix))));
    byte[] type = field(1, join(number(1, FLOAT), field(2, shape)));
    return join(field(1, text(name)), field(2, type));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A protocol buffer field with a length. */
  private static byte[] field(int number, byte[] content) throws IOException {
    return join(varint(number << 3 | 2), varint(content.length), content);
  }

  private static byte[] number(int number, long value) throws IOException {
    return join(varint(number << 3), varint(value));
  }

  private static byte[] varint(long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long rest = value;
    for (; rest > 0x7f; rest >>>= 7) {
      out.write((int) ((rest & 0x7f) | 0x80));
    }
    out.write((int) rest);
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.write(part);
    }
    return out.toByteArray();
  }
}
