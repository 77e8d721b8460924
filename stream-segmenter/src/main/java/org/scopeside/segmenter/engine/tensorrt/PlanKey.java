package org.scopeside.segmenter.engine.tensorrt;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;

/**
 * All that an engine depends on: where one of these differs, another is built.
 *
 * @param format of the files that engines are kept in
 * @param networkSha256 of the ONNX file that is built, 64 hexadecimal digits
 * @param gpu name of the device
 * @param computeCapability of it: {@code 9.0}
 * @param tensorRt version of the library: {@code 10.15.1}
 * @param precision {@code fp16}
 * @param profile shapes by input: {@code image [1, 1, 224, 224] [32, 1, 224, 224] …}
 * @param refittable whether weights can be exchanged
 */
@JsonPropertyOrder(alphabetic = true)
record PlanKey(
    int format,
    String networkSha256,
    String gpu,
    String computeCapability,
    String tensorRt,
    String precision,
    SortedMap<String, String> profile,
    boolean refittable) {
  /** Counts up when files of engines are written in another way. */
  static final int FORMAT = 1;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** One line of JSON, always the same for the same key. */
  String json() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The name that its engine is kept under. */
  String fileName() {
    return precision + "-" + sha256(json().getBytes(StandardCharsets.UTF_8)).substring(0, 32);
  }

  /** What measurements of builds are shared by: the device and the library. */
  String timingName() {
    String device = gpu + " " + computeCapability + " " + tensorRt;
    return "timing-" + sha256(device.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java has SHA-256", e);
    }
  }
}
