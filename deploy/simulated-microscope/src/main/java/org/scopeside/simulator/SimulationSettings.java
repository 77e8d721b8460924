package org.scopeside.simulator;

import java.util.HashSet;
import java.util.List;

/**
 * What the simulated microscope acquires. Start from {@link #defaults} and change what differs.
 *
 * @param seed the same seed gives the same pixels, on any machine
 * @param sizeX plane width in pixels, 64 to 4096
 * @param sizeY plane height in pixels, 64 to 4096
 * @param channels 1 to 4 channel names, all different. The first is the nuclear stain, the second a
 *     protein that moves into the nucleus with dose, the third the membrane, the fourth
 *     mitochondria, whatever they are called
 * @param fields fields per well, 1 to 1000
 * @param sizeZ planes per stack, 1 to 500
 * @param sizeT time points, 1 to 10000
 * @param pixelSizeUm physical size of a pixel, 0.1 to 1.0 µm: larger pixels would leave dead cells
 *     smaller than the smallest labelled object
 * @param zStepUm distance between the planes of a stack, 0.1 to 20 µm
 * @param significantBits bits the camera uses, 12 to 16; values stop at 2^bits - 1
 * @param defectFraction fraction of fields with a defect, 0 to 1
 */
public record SimulationSettings(
    long seed,
    int sizeX,
    int sizeY,
    List<String> channels,
    int fields,
    int sizeZ,
    int sizeT,
    double pixelSizeUm,
    double zStepUm,
    int significantBits,
    double defectFraction) {

  public SimulationSettings {
    requireInRange("sizeX", sizeX, 64, 4096);
    requireInRange("sizeY", sizeY, 64, 4096);
    channels = List.copyOf(channels);
    requireInRange("number of channels", channels.size(), 1, 4);
    if (channels.stream().anyMatch(String::isBlank)
        || new HashSet<>(channels).size() != channels.size()) {
      throw new IllegalArgumentException("channel names " + channels + ": blank or repeated");
    }
    requireInRange("fields", fields, 1, 1000);
    requireInRange("sizeZ", sizeZ, 1, 500);
    requireInRange("sizeT", sizeT, 1, 10_000);
    requireInRange("pixelSizeUm", pixelSizeUm, 0.1, 1.0);
    requireInRange("zStepUm", zStepUm, 0.1, 20);
    requireInRange("significantBits", significantBits, 12, 16);
    requireInRange("defectFraction", defectFraction, 0, 1);
  }

  /** One DAPI plane of 1024 x 1024 pixels of 0.65 µm a field, 16 bit, 6 % of fields defective. */
  public static SimulationSettings defaults(long seed) {
    return new SimulationSettings(seed, 1024, 1024, List.of("DAPI"), 1, 1, 1, 0.65, 1.5, 16, 0.06);
  }

  public SimulationSettings withSize(int newSizeX, int newSizeY) {
    return new SimulationSettings(
        seed,
        newSizeX,
        newSizeY,
        channels,
        fields,
        sizeZ,
        sizeT,
        pixelSizeUm,
        zStepUm,
        significantBits,
        defectFraction);
  }

  public SimulationSettings withChannels(List<String> newChannels) {
    return new SimulationSettings(
        seed,
        sizeX,
        sizeY,
        newChannels,
        fields,
        sizeZ,
        sizeT,
        pixelSizeUm,
        zStepUm,
        significantBits,
        defectFraction);
  }

  public SimulationSettings withFields(int newFields) {
    return new SimulationSettings(
        seed,
        sizeX,
        sizeY,
        channels,
        newFields,
        sizeZ,
        sizeT,
        pixelSizeUm,
        zStepUm,
        significantBits,
        defectFraction);
  }

  public SimulationSettings withStack(int newSizeZ, double newZStepUm) {
    return new SimulationSettings(
        seed,
        sizeX,
        sizeY,
        channels,
        fields,
        newSizeZ,
        sizeT,
        pixelSizeUm,
        newZStepUm,
        significantBits,
        defectFraction);
  }

  public SimulationSettings withTimePoints(int newSizeT) {
    return new SimulationSettings(
        seed,
        sizeX,
        sizeY,
        channels,
        fields,
        sizeZ,
        newSizeT,
        pixelSizeUm,
        zStepUm,
        significantBits,
        defectFraction);
  }

  public SimulationSettings withPixelSizeUm(double newPixelSizeUm) {
    return new SimulationSettings(
        seed,
        sizeX,
        sizeY,
        channels,
        fields,
        sizeZ,
        sizeT,
        newPixelSizeUm,
        zStepUm,
        significantBits,
        defectFraction);
  }

  public SimulationSettings withSignificantBits(int newSignificantBits) {
    return new SimulationSettings(
        seed,
        sizeX,
        sizeY,
        channels,
        fields,
        sizeZ,
        sizeT,
        pixelSizeUm,
        zStepUm,
        newSignificantBits,
        defectFraction);
  }

  public SimulationSettings withDefectFraction(double newDefectFraction) {
    return new SimulationSettings(
        seed,
        sizeX,
        sizeY,
        channels,
        fields,
        sizeZ,
        sizeT,
        pixelSizeUm,
        zStepUm,
        significantBits,
        newDefectFraction);
  }

  /** Largest value the camera gives: 2^bits - 1. */
  public int maxValue() {
    return (1 << significantBits) - 1;
  }

  private static void requireInRange(String name, double value, double least, double most) {
    // Written so that NaN fails too.
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          name + " " + plain(value) + " not in " + plain(least) + ".." + plain(most));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
