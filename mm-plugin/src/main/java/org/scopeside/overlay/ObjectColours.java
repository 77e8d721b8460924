package org.scopeside.overlay;

import java.awt.Color;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Segmentation;

/** Which colour each object of a field has. Immutable. */
final class ObjectColours {
  private static final Color PLAIN = new Color(255, 214, 64);
  private static final Color FINE = new Color(0, 205, 160);
  private static final Color FLAGGED = new Color(255, 110, 30);
  private static final Color UNKNOWN = new Color(190, 190, 190);
  private static final int HUES = 16;

  /** Neighbouring labels are far apart in hue, and no two of some sixteen are the same. */
  private static final int HUE_STRIDE = 7;

  /** Outliers at each end must not take the whole scale. */
  private static final double CUT_OFF = 0.02;

  private final Color[] palette;
  private final int[] entries;
  private final @Nullable Range range;

  private ObjectColours(Color[] palette, int[] entries, @Nullable Range range) {
    this.palette = palette;
    this.entries = entries;
    this.range = range;
  }

  /** What the ends of the colour scale stand for. */
  static final class Range {
    final String measure;
    final double low;
    final double high;

    Range(String measure, double low, double high) {
      this.measure = measure;
      this.low = low;
      this.high = high;
    }
  }

  /**
   * @param objects how many, whatever is measured
   */
  static ObjectColours of(FieldView field, OverlayStyle style, int objects) {
    switch (style.colourBy()) {
      case OBJECT:
        return distinct(objects);
      case FLAG:
        return plain(field.flags().isEmpty() ? FINE : FLAGGED, objects);
      case MEASURE:
        return measured(field.objects(), style.measure(), objects);
      case ONE_COLOUR:
      default:
        return plain(PLAIN, objects);
    }
  }

  private static ObjectColours plain(Color colour, int objects) {
    return new ObjectColours(new Color[] {colour}, new int[objects], null);
  }

  private static ObjectColours distinct(int objects) {
    Color[] palette = new Color[HUES];
    for (int i = 0; i < HUES; i++) {
      palette[i] = Color.getHSBColor((float) i / HUES, i % 2 == 0 ? 0.75f : 0.45f, 1);
    }
    int[] entries = new int[objects];
    for (int i = 0; i < objects; i++) {
      entries[i] = (int) ((long) i * HUE_STRIDE % HUES);
    }
    return new ObjectColours(palette, entries, null);
  }

  private static ObjectColours measured(@Nullable Segmentation field, String measure, int objects) {
    double[] values = field == null ? null : field.objects().get(measure);
    double[] sorted = values == null ? new double[0] : known(values);
    if (values == null || sorted.length == 0) {
      return plain(UNKNOWN, objects);
    }
    Range range =
        new Range(measure, sorted[rank(CUT_OFF, sorted)], sorted[rank(1 - CUT_OFF, sorted)]);
    Color[] palette = Arrays.copyOf(ColourScale.colours(), ColourScale.STEPS + 1);
    palette[ColourScale.STEPS] = UNKNOWN;
    int[] entries = new int[objects];
    for (int i = 0; i < objects; i++) {
      boolean known = i < values.length && !Double.isNaN(values[i]);
      entries[i] = known ? ColourScale.step(values[i], range.low, range.high) : ColourScale.STEPS;
    }
    return new ObjectColours(palette, entries, range);
  }

  private static double[] known(double[] values) {
    double[] known = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    Arrays.sort(known);
    return known;
  }

  private static int rank(double part, double[] sorted) {
    return (int) Math.round(part * (sorted.length - 1));
  }

  Color[] palette() {
    return palette;
  }

  /** Index into the palette of object i. */
  int entry(int object) {
    return entries[object];
  }

  /** What the scale stands for; null unless coloured by a measurement that is known. */
  @Nullable Range range() {
    return range;
  }
}
