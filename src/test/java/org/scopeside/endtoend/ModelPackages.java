package org.scopeside.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Writes model packages around networks that are not part of the project. */
final class ModelPackages {
  private ModelPackages() {}

  /** The StarDist weights beside the real images; skips the test where they are absent. */
  static Path starDist(Path models) throws IOException {
    return write(
        models.resolve("stardist"),
        Places.realImages("weights").resolve("stardist_dsb2018.onnx"),
        13,
        """
        inputs:
          - id: image
            axes: [{type: batch}, {type: channel, channel_names: [nucleus]},
              {type: space, id: y, size: {min: 8, step: 8}}, {type: space, id: x, size: {min: 8, step: 8}}]
            preprocessing:
              - {id: scale_range, kwargs: {axes: [y, x], min_percentile: 1, max_percentile: 99.8}}
        outputs:
          - {id: prob, axes: %1$s}
          - {id: dist, axes: %2$s}
        """
            .formatted(outputAxes(1), outputAxes(32)),
        """
        channels: [nucleus]
            decoder: {objects: Nuclei, name: star-convex, maps: [prob, dist],
              parameters: {prob_thresh: 0.4, nms_thresh: 0.3, rays: 32, grid: 1}}\
        """);
  }

  /** A U-Net that tells nuclei from background, tiled. */
  static Path foreground(Path models) throws IOException {
    return foreground(models.resolve("unet"), "nucleus", "Nuclei");
  }

  /** The same network on another channel. */
  static Path foreground(Path folder, String channel, String objects) throws IOException {
    return write(
        folder,
        Places.realImages("weights").resolve("unet_nuclei_dynamic.onnx"),
        12,
        """
        inputs:
          - id: image
            axes: [{type: batch}, {type: channel, channel_names: [nucleus]},
              {type: space, id: y, size: {min: 8, step: 8}}, {type: space, id: x, size: {min: 8, step: 8}}]
            preprocessing:
              - {id: zero_mean_unit_variance, kwargs: {axes: [y, x]}}
        outputs:
          - {id: probability, axes: %s}
        """
            .formatted(outputAxes(1)),
        """
        channels: [%s]
            tiling: {tile: 192, halo: 32}
            decoder: {objects: %s, name: foreground, maps: [probability], parameters: {split: distance}}\
        """
            .formatted(channel, objects));
  }

  /** Nuclei by one model, cells by another, mended by each other. */
  static Path fusion(Path folder, String nuclei, String cells) throws IOException {
    Files.createDirectories(folder);
    return Files.writeString(
        folder.resolve("model.yaml"),
        """
        format_version: 0.5.3
        type: model
        id: %1$s
        name: %1$s
        version: 1
        description: Two models as one.
        authors: [{name: Scopeside tests}]
        cite: [{text: none}]
        license: CC0-1.0
        config:
          scopeside:
            channels: [cell, nucleus]
            fusion: {nuclei: %2$s, cells: %3$s}
        """
            .formatted(folder.getFileName(), nuclei, cells));
  }

  static String outputAxes(int channels) {
    return "[{type: batch}, {type: channel, size: %d}, ".formatted(channels)
        + "{type: space, id: y, size: {tensor_id: image, axis_id: y}}, "
        + "{type: space, id: x, size: {tensor_id: image, axis_id: x}}]";
  }

  /**
   * Writes a package whose id is the folder's name.
   *
   * @param network copied into it
   * @param tensors YAML of inputs and outputs
   * @param block YAML under config.scopeside, its first line not indented
   */
  static Path write(Path folder, Path network, int opset, String tensors, String block)
      throws IOException {
    Files.createDirectories(folder);
    Path weights = folder.resolve("network.onnx");
    Files.copy(network, weights);
    Files.writeString(
        folder.resolve("model.yaml"),
        """
        format_version: 0.5.3
        type: model
        id: %1$s
        name: %1$s
        version: 1
        description: A network that the tests run.
        authors: [{name: Scopeside tests}]
        cite: [{text: none}]
        license: CC0-1.0
        %2$s\
        weights: {onnx: {source: network.onnx, sha256: %3$s, opset_version: %4$d}}
        config:
          scopeside:
            %5$s
        """
            .formatted(folder.getFileName(), tensors, sha256(weights), opset, block));
    return folder;
  }

  private static String sha256(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
