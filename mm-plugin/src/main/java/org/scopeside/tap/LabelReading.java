package org.scopeside.tap;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;

/**
 * What a position says of its place by itself: well and number of the field, each where it says
 * one.
 *
 * <p>In this order: the property {@code Well}; labels of the HCS site generator ({@code A1-Site_0},
 * numbers from 0 in each well); labels of the tile creator ({@code prefix-000_000}, column and row
 * of the tile) whose prefix is a well or such a label. The number of a field is read from HCS
 * labels only: tiles are counted.
 */
final class LabelReading {
  /** Says nothing. */
  static final LabelReading NOTHING = new LabelReading(null, null);

  private static final Pattern HCS = Pattern.compile("(.+)-Site_([0-9]{1,6})");
  private static final Pattern TILE = Pattern.compile("(.*)-[0-9]{3,}_[0-9]{3,}");

  final @Nullable Well well;
  final @Nullable Integer field;

  LabelReading(@Nullable Well well, @Nullable Integer field) {
    this.well = well;
    this.field = field;
  }

  static LabelReading of(NamedPosition position, @Nullable PlateLayout plate) {
    LabelReading byLabel = of(position.label(), plate);
    String property = position.wellProperty();
    Well well = property == null ? null : well(property.trim(), plate);
    if (well == null) {
      return byLabel;
    }
    return well.equals(byLabel.well) ? byLabel : new LabelReading(well, null);
  }

  static LabelReading of(String label, @Nullable PlateLayout plate) {
    String text = label.trim();
    if (text.length() > LabelPattern.MAX_LABEL) {
      return NOTHING;
    }
    Matcher tile = TILE.matcher(text);
    if (tile.matches()) {
      String prefix = tile.group(1);
      Well well = well(prefix, plate);
      return new LabelReading(well != null ? well : hcs(prefix, plate).well, null);
    }
    return hcs(text, plate);
  }

  private static LabelReading hcs(String label, @Nullable PlateLayout plate) {
    Matcher hcs = HCS.matcher(label);
    if (!hcs.matches()) {
      return NOTHING;
    }
    Well well = well(hcs.group(1), plate);
    return well == null ? NOTHING : new LabelReading(well, Integer.valueOf(hcs.group(2)));
  }

  private static @Nullable Well well(String text, @Nullable PlateLayout plate) {
    return plate == null ? Well.parse(text) : plate.well(text);
  }
}
