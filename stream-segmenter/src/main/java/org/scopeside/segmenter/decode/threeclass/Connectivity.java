package org.scopeside.segmenter.decode.threeclass;

import org.scopeside.segmenter.decode.Parameters;

/** Which pixels are neighbours: those at a side (4), or at a corner as well (8). */
final class Connectivity {
  private Connectivity() {}

  static int read(Parameters parameters, int fallback) {
    int connectivity = parameters.whole("connectivity", fallback, 4, 8);
    if (connectivity != 4 && connectivity != 8) {
      parameters.problem("connectivity is %d; 4 or 8 is needed".formatted(connectivity));
      return fallback;
    }
    return connectivity;
  }
}
