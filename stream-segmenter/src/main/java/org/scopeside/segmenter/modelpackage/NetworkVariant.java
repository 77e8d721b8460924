package org.scopeside.segmenter.modelpackage;

import java.nio.file.Path;
import org.scopeside.segmenter.engine.OnnxFile;
import org.scopeside.segmenter.engine.Precision;

/**
 * The network of a package in another precision, with the same inputs and outputs.
 *
 * @param source path within the package
 * @param sha256 of the file, 64 hexadecimal digits in lower case
 * @param network the file, its hash checked
 * @param header what the file says of itself
 * @param tolerance how closely it must give what is recorded for the fp32 network
 */
public record NetworkVariant(
    Precision precision,
    String source,
    String sha256,
    Path network,
    OnnxFile header,
    Tolerance tolerance) {

  /**
   * How far values may be from those recorded: by {@code absolute + relative * |recorded|}.
   *
   * @param absolute NaN for {@code absoluteShare}
   * @param absoluteShare of the largest recorded magnitude of an output: what rounding costs grows
   *     with the range that the numbers of a layer span, whatever their unit
   * @param perMillion values that may be further away, in a million
   */
  public record Tolerance(
      double relative, double absolute, double absoluteShare, double perMillion) {
    /** What is asked where a package states nothing. */
    static Tolerance usual(Precision precision) {
      return precision == Precision.INT8
          ? new Tolerance(0.1, Double.NaN, 0.05, 20_000)
          : new Tolerance(0.01, Double.NaN, 0.01, 1_000);
    }
  }
}
