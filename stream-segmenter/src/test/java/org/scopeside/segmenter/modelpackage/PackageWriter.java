package org.scopeside.segmenter.modelpackage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.scopeside.segmenter.decode.Parameters;
import org.scopeside.segmenter.engine.EngineConformance;

/**
 * Writes model packages, sound ones and broken ones. The sound one is around the network {@code
 * mean3}, the mean of 3×3 pixels with zeros outside, whose recorded output is computed here.
 */
public final class PackageWriter {
  static final String MODEL =
      """
      format_version: 0.5.4
      type: model
      id: smooth-nuclei
      version: 1.10
      name: Smooth nuclei
      description: Smooths, for tests.
      authors:
        - name: Ada
          affiliation: Institute
        - name: Grace
      cite:
        - text: A paper
          doi: 10.1000/1
      license: BSD-3-Clause
      tags: [nuclei, test]
      git_repo: https://example.org/smooth
      inputs:
        - id: image
          axes:
            - {type: batch}
            - {type: channel, channel_names: [dna]}
            - {type: space, id: y, size: {min: 8, step: 4}}
            - {type: space, id: x, size: {min: 8, step: 4}}
          data: {type: uint16}
          preprocessing:
            - {id: scale_linear, kwargs: {gain: 2, offset: 1e-1}}
          test_tensor: {source: image.npy, sha256: @image@}
      outputs:
        - id: smooth
          axes:
            - {type: batch}
            - {type: channel, channel_names: [probability]}
            - {type: space, id: y, size: {tensor_id: image, axis_id: y}, halo: 2}
            - {type: space, id: x, size: {tensor_id: image, axis_id: x}, halo: 2}
          test_tensor: {source: smooth.npy}
      weights:
        onnx:
          source: net.onnx
          sha256: @net@
          opset_version: 13
          comment: written by hand
      config:
        scopeside:
          channels: [nucleus]
          decoder:
            name: foreground
            objects: Nuclei
            maps: [smooth]
            parameters: {threshold: 0.5}
          scale: {pixel_size_um: 0.65}
          tiling: {tile: 256, halo: 16, blend: taper}
          evaluation:
            - {dataset: twelve images, metric: F1@0.5, value: 0.9, source: nobody}
      """;

  private static final int HEIGHT = 8;
  private static final int WIDTH = 12;

  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private String model = MODEL;

  /** A sound package. */
  public static PackageWriter sound() throws IOException {
    float[] image = new float[HEIGHT * WIDTH];
    float[] scaled = new float[image.length];
    for (int i = 0; i < image.length; i++) {
      image[i] = i * 37 % 101;
      scaled[i] = image[i] * 2 + 0.1f;
    }
    PackageWriter writer = new PackageWriter();
    writer.file("net.onnx", Files.readAllBytes(EngineConformance.network("mean3")));
    writer.file("image.npy", npy(image, 1, 1, HEIGHT, WIDTH));
    writer.file("smooth.npy", npy(mean3(scaled), 1, 1, HEIGHT, WIDTH));
    return writer;
  }

  /** Adds the network in both other precisions. */
  public PackageWriter withVariants() throws IOException {
    variant("fp16", "mean3_fp16");
    return variant("int8", "mean3_int8");
  }

  /** Adds a network of the tests as a variant. */
  PackageWriter variant(String precision, String network) throws IOException {
    if (!model.contains("    variants:\n")) {
      model += "    variants:\n";
    }
    model += "      %1$s: {source: %1$s.onnx, sha256: @%1$s@}\n".formatted(precision);
    return file(precision + ".onnx", Files.readAllBytes(EngineConformance.network(network)));
  }

  /** A decoder {@code foreground} of one map with a threshold, and names without checks. */
  public static DecoderCatalogue decoders() {
    return new DecoderCatalogue() {
      @Override
      public Set<String> names() {
        return Set.of("foreground", "box-mask", "flows", "star-convex");
      }

      @Override
      public Needs check(String name, Map<String, Object> values) {
        if (!name.equals("foreground")) {
          return new Needs(Needs.ANY, name.equals("box-mask") ? List.of("boxes") : List.of());
        }
        Parameters parameters = new Parameters("decoder foreground", values);
        parameters.number("threshold", 0.5, 0, 1);
        parameters.finish();
        return new Needs(1, List.of());
      }
    };
  }

  private static float[] mean3(float[] in) {
    float[] out = new float[in.length];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        float sum = 0;
        for (int v = Math.max(0, y - 1); v <= Math.min(HEIGHT - 1, y + 1); v++) {
          for (int u = Math.max(0, x - 1); u <= Math.min(WIDTH - 1, x + 1); u++) {
            sum += in[v * WIDTH + u];
          }
        }
        out[y * WIDTH + x] = sum / 9;
      }
    }
    return out;
  }

  /** A NumPy file of floats. */
  static byte[] npy(float[] values, int... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return npy("<f4", bytes.array(), shape);
  }

  static byte[] npy(String type, byte[] data, int... shape) {
    String sizes = Arrays.stream(shape).mapToObj(size -> size + ",").collect(Collectors.joining());
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }\n".formatted(type, sizes);
    ByteBuffer file =
        ByteBuffer.allocate(10 + header.length() + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    file.putShort((short) header.length());
    file.put(header.getBytes(StandardCharsets.ISO_8859_1)).put(data);
    return file.array();
  }

  /** Changes the description; what is replaced must be there. */
  public PackageWriter replace(String from, String to) {
    if (!model.contains(from)) {
      throw new IllegalArgumentException("no '" + from + "' in the description");
    }
    model = model.replace(from, to);
    return this;
  }

  /** Takes everything from the line that starts so, which is kept out too. */
  PackageWriter cutFrom(String start) {
    int at = model.indexOf("\n" + start);
    if (at < 0) {
      throw new IllegalArgumentException("no line '" + start + "' in the description");
    }
    model = model.substring(0, at + 1);
    return this;
  }

  PackageWriter model(String text) {
    model = text;
    return this;
  }

  PackageWriter file(String name, byte[] content) {
    files.put(name, content);
    return this;
  }

  PackageWriter without(String name) {
    files.remove(name);
    return this;
  }

  PackageWriter network(String name) throws IOException {
    return file("net.onnx", Files.readAllBytes(EngineConformance.network(name)));
  }

  /** Writes a folder, with the hashes of the files as they are now. */
  public Path folder(Path folder) throws IOException {
    return folder(folder, "model.yaml");
  }

  Path folder(Path folder, String description) throws IOException {
    for (Map.Entry<String, byte[]> file : content(description).entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return folder;
  }

  /** Writes a zip. */
  public Path zip(Path file) throws IOException {
    return zip(file, "");
  }

  Path zip(Path file, String prefix) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : content("model.yaml").entrySet()) {
        zip.putNextEntry(new ZipEntry(prefix + entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return file;
  }

  private Map<String, byte[]> content(String description) {
    String text = model;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      text = text.replace("@" + file.getKey().replaceAll("\\..*", "") + "@", hash(file.getValue()));
    }
    Map<String, byte[]> content = new LinkedHashMap<>(files);
    content.put(description, text.getBytes(StandardCharsets.UTF_8));
    return content;
  }

  private static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java has SHA-256", e);
    }
  }
}
