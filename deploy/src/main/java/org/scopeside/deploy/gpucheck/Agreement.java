package org.scopeside.deploy.gpucheck;

import java.util.Locale;

/**
 * How far two ways find the same objects in a plane.
 *
 * @param model reference
 * @param precision that the engine under test computed in
 * @param width of the plane
 * @param height of the plane
 * @param expected objects of the reference: ONNX Runtime in fp32, put together on the host
 * @param found objects of the engine under test
 * @param differing objects of either that have no partner with an intersection over union of 0.95
 * @param allowed most of them that are still agreement
 */
public record Agreement(
    String model,
    String precision,
    int width,
    int height,
    int expected,
    int found,
    int differing,
    int allowed) {
  /** Whether it is agreement: and something was found at all. */
  public boolean passed() {
    return differing <= allowed && expected > 0;
  }

  /** For people. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%s %-16s %-4s %4d×%-4d  %5d objects, %5d expected, %d differ (%d allowed)",
        passed() ? "ok    " : "FAILED",
        model,
        precision,
        width,
        height,
        found,
        expected,
        differing,
        allowed);
  }
}
