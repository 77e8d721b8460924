package org.scopeside.simulator;

/** What a channel shows, in the order of the channels. */
enum Stain {
  /** DNA. */
  NUCLEUS,
  /** A protein that moves from the cytoplasm into the nucleus as the response grows. */
  TRANSLOCATING_PROTEIN,
  MEMBRANE,
  MITOCHONDRIA;

  private static final Stain[] BY_CHANNEL = values();

  static Stain ofChannel(int channel) {
    return BY_CHANNEL[channel];
  }
}
