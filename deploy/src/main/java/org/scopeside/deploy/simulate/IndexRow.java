package org.scopeside.deploy.simulate;

import java.util.Locale;

/**
 * A line of {@code index.csv}.
 *
 * @param name of the image's files, without extension
 * @param type what was drawn
 * @param size width and height in pixels
 * @param objects in the truth
 * @param medianDiameterPx 0 without objects
 * @param seed with which this field can be drawn alone
 */
record IndexRow(
    String name, String type, int size, int objects, double medianDiameterPx, long seed) {
  static final String HEAD = "name,type,size,objects,median_diameter_px,seed";

  String csv() {
    return String.format(
        Locale.ROOT, "%s,%s,%d,%d,%.1f,%d", name, type, size, objects, medianDiameterPx, seed);
  }
}
