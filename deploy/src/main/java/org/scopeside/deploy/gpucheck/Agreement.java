package org.scopeside.deploy.gpucheck;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far two ways find the same objects in a plane.
 *
 * @param model reference
 * @param precision that the engine under test computed in
 * @param width of the plane; 0 where it could not be run
 * @param height of the plane
 * @param expected objects of the reference: ONNX Runtime, put together on the host; in fp32, or in
 *     int8 where the same quantised network is under test
 * @param found objects of the engine under test
 * @param differing objects of either that have no partner with an intersection over union of 0.95
 * @param allowed most of them that are still agreement
 * @param onDevice whether the plane went all of its way on the GPU
 * @param failure why it could not be run, or did not run where it should; null where it did
 */
public record Agreement(
    String model,
    String precision,
    int width,
    int height,
    int expected,
    int found,
    int differing,
    int allowed,
    boolean onDevice,
    @Nullable String failure) {
  /** A network that could not be run. */
  static Agreement failed(String model, String precision, @Nullable String failure) {
    return new Agreement(
        model, precision, 0, 0, 0, 0, 0, 0, false, failure == null ? "no reason given" : failure);
  }

  /** Whether it is agreement: it ran where it should, and something was found at all. */
  public boolean passed() {
    return failure == null && differing <= allowed && expected > 0;
  }

  /** For people. */
  String line() {
    String verdict = passed() ? "ok    " : "FAILED";
    if (width == 0) {
      return "%s %-16s %-4s %s".formatted(verdict, model, precision, failure);
    }
    return String.format(
        Locale.ROOT,
        "%s %-16s %-4s %4d×%-4d %s  %5d objects, %5d expected, %d differ (%d allowed)%s",
        verdict,
        model,
        precision,
        width,
        height,
        onDevice ? "GPU " : "host",
        found,
        expected,
        differing,
        allowed,
        failure == null ? "" : ": " + failure);
  }
}
