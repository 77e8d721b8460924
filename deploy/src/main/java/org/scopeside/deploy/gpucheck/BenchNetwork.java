package org.scopeside.deploy.gpucheck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.segmenter.engine.OnnxFile;

/**
 * A network with random weights in a model package of its own, to be timed.
 *
 * @param title for people
 * @param kind as the program for PyTorch knows it
 * @param id of the package
 * @param folder that holds it
 * @param planesASecond aimed at on an H200, 2048² planes from host memory to labels
 * @param latency whether the time of one plane is measured too
 */
record BenchNetwork(
    String title, String kind, String id, Path folder, double planesASecond, boolean latency) {
  private static final String PACKAGE =
      """
      format_version: 0.5.4
      type: model
      id: @id@
      version: '1'
      name: Random weights for timing
      description: Random weights, which find nothing, for timing only.
      authors: [{name: Scopeside}]
      cite: [{text: none, url: 'https://example.org'}]
      license: CC0-1.0
      tags: [timing]
      inputs:
        - id: @input@
          axes:
            - {type: batch}
            - {type: channel, channel_names: [@channels@]}
            - {type: space, id: y, size: {min: @step@, step: @step@}}
            - {type: space, id: x, size: {min: @step@, step: @step@}}
          preprocessing:
            - {id: scale_range, kwargs: {axes: [y, x], min_percentile: 1, max_percentile: 99.8}}
      outputs:
      @outputs@
      weights:
        onnx: {source: network.onnx, sha256: @hash@, opset_version: @opset@}
      config:
        scopeside:
          channels: [cell]
      @scopeside@
      """;

  private static final String OUTPUT =
      """
        - id: %s
          axes:
            - {type: batch}
            - {type: channel, channel_names: [%s]}
            - {type: space, id: y, size: {tensor_id: %s, axis_id: y}%s}
            - {type: space, id: x, size: {tensor_id: %s, axis_id: x}%s}
      """;

  /** StarDist's network: U-Net of 1.4 million weights, grid 2, 32 rays, whole planes. */
  static BenchNetwork starDist(Path folder) throws IOException, UserErrorException {
    String id = "stardist-size";
    Path network = folder(folder, id).resolve("network.onnx");
    StarDistSizeNetwork.write(network, 1);
    String decoder =
        """
            decoder:
              name: star-convex
              objects: Nuclei
              maps: [prob, dist]
              parameters: {rays: 32, grid: 2, prob_thresh: 0.5, nms_thresh: 0.4}
        """;
    String scaled = ", scale: 2.0";
    write(
        folder,
        id,
        network,
        StarDistSizeNetwork.STEP,
        output("prob", 1, "image", scaled) + output("dist", 32, "image", scaled),
        decoder);
    return new BenchNetwork("StarDist-size", "stardist", id, folder, 150, true);
  }

  /** Cellpose's network of a file: 3.75 TFLOP a 2048² plane in tiles of 224. */
  static BenchNetwork cellpose(Path folder, Path file) throws IOException, UserErrorException {
    String id = "cellpose-size";
    Path network = folder(folder, id).resolve("network.onnx");
    Files.copy(file, network);
    OnnxFile header = OnnxFile.read(network);
    String maps = header.outputs().get(0).name();
    String decoder =
        """
            decoder:
              name: flows
              objects: Cells
              maps: [%s]
            tiling: {tile: 224, halo: 22, blend: taper}
        """
            .formatted(maps);
    write(folder, id, network, 16, output(maps, 3, header.inputs().get(0).name(), ""), decoder);
    return new BenchNetwork("Cellpose-size", "cellpose", id, folder, 40, false);
  }

  private static Path folder(Path folder, String id) throws IOException {
    return Files.createDirectories(folder.resolve(id));
  }

  private static String output(String id, int channels, String input, String scale) {
    StringBuilder names = new StringBuilder("c0");
    for (int c = 1; c < channels; c++) {
      names.append(", c").append(c);
    }
    return OUTPUT.formatted(id, names, input, scale, input, scale);
  }

  private static void write(
      Path folder, String id, Path network, int step, String outputs, String scopeside)
      throws IOException, UserErrorException {
    OnnxFile header = OnnxFile.read(network);
    long channels = header.inputs().get(0).shape().get(1);
    String text =
        PACKAGE
            .replace("@id@", id)
            .replace("@input@", header.inputs().get(0).name())
            .replace("@channels@", channels == 1 ? "c0" : "c0, c1")
            .replace("@step@", String.valueOf(step))
            .replace("@outputs@\n", outputs)
            .replace("@hash@", sha256(network))
            .replace("@opset@", String.valueOf(header.opset()))
            .replace("@scopeside@\n", scopeside);
    Files.writeString(folder.resolve(id).resolve("model.yaml"), text);
  }

  private static String sha256(Path file) throws IOException, UserErrorException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new UserErrorException(ExitCode.FAILED, "this Java has no SHA-256", e);
    }
  }
}
