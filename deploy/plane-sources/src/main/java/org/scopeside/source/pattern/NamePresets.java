package org.scopeside.source.pattern;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The naming of files that is known by heart, by the name of the microscope. */
public final class NamePresets {
  private static final String TIFF = "\\.(?i:tiff?)";
  private static final String IMAGE = "\\.(?i:tiff?|png)";
  private static final String GUID =
      "(?:[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12})?";
  private static final String WELL = "(?<well>[A-Za-z]{1,2}[0-9]{2})";

  private static final NamePreset IMAGEXPRESS =
      new NamePreset(
              "imagexpress",
              "Molecular Devices ImageXpress, MetaXpress",
              "TimePoint_1/ZStep_1/Plate_A01_s1_w1.tif",
              "sites, wavelengths, time points and ZStep folders count from 1, _z0 from 0 or 1;"
                  + " thumbnails are left out")
          .ignoring(".*(?i:_thumb).*|(?:.*/)?ZStep_0/.*")
          .names(
              "(?:TimePoint_(?<t>[0-9]{1,7})/)?ZStep_(?<z>[0-9]{1,7})/" + metaXpress("") + TIFF,
              Map.of())
          .names(
              "(?:TimePoint_(?<t>[0-9]{1,7})/)?"
                  + metaXpress("(?:_z(?<z>[0-9]{1,7}))?")
                  + GUID
                  + TIFF,
              Map.of(Placeholder.Z, NameScheme.UNKNOWN_FIRST))
          .indexedBy(IndexKind.METAXPRESS);

  private static final NamePreset OPERETTA =
      new NamePreset(
              "operetta",
              "PerkinElmer/Revvity Operetta, Opera Phenix, Harmony",
              "Images/r01c01f01p01-ch1sk1fk1fl1.tiff",
              "everything counts from 1")
          .names(
              "(?:Images/)?r(?<row>[0-9]{2})c(?<column>[0-9]{2})f(?<field>[0-9]{2,4})p(?<z>[0-9]{2,4})"
                  + "-ch(?<channel>[0-9]{1,2})(?:sk|t)(?<t>[0-9]{1,6})(?:fk[0-9]+)?(?:fl[0-9]+)?"
                  + TIFF,
              Map.of())
          .indexedBy(IndexKind.HARMONY);

  private static final NamePreset YOKOGAWA =
      new NamePreset(
              "yokogawa",
              "Yokogawa CellVoyager CV7000, CV8000",
              "AssayPlate_B03_T0001F001L01A01Z01C01.tif",
              "everything counts from 1; channels are told apart by C only")
          .ignoring("(?:.*/)?(?:DC|SC)_[^/]*")
          .names(
              "(?<plate>[^/]+)_"
                  + WELL
                  + "_T(?<t>[0-9]{4,6})F(?<field>[0-9]{3,4})L[0-9]{2}A[0-9]{2}"
                  + "Z(?<z>[0-9]{2,4})C(?<channel>[0-9]{2})"
                  + IMAGE,
              Map.of())
          .indexedBy(IndexKind.YOKOGAWA);

  private static final NamePreset INCELL =
      new NamePreset(
              "incell",
              "GE/Cytiva IN Cell Analyzer",
              "A - 01(fld 1 wv UV - DAPI z 2).tif",
              "fields and sections count from 1; channels are called after their filters")
          .names(
              "(?<row>[A-Z]{1,2}) - (?<column>[0-9]{1,2})\\(fld (?<field>[0-9]{1,6})"
                  + " wv (?<channel>[^()/]+?)(?: wix [0-9]+)?(?: z (?<z>[0-9]{1,6}))?\\)"
                  + TIFF,
              Map.of());

  private static final NamePreset SCANR =
      new NamePreset(
              "scanr",
              "Olympus/Evident scanR",
              "data/B2--W00014--P00001--Z00000--T00000--DAPI.tif",
              "positions count from 1, sections and time points from 0")
          .names(
              "(?:data/)?(?<well>[A-Z]{1,2}[0-9]{1,2})--W[0-9]{5}--P(?<field>[0-9]{5})"
                  + "--Z(?<z>[0-9]{5})--T(?<t>[0-9]{5})--(?<channel>[^/]+?)"
                  + TIFF,
              Map.of(Placeholder.Z, 0, Placeholder.T, 0));

  private static final List<NamePreset> ALL =
      List.of(IMAGEXPRESS, OPERETTA, YOKOGAWA, INCELL, SCANR);

  private NamePresets() {}

  private static String metaXpress(String section) {
    String channel = "(?:_w(?<channel>[0-9]{1,2}?))?";
    // Without a site or a wavelength any name that ends like a well would do.
    return "(?:(?<plate>[^/]+?)_)?"
        + WELL
        + "(?=_[sw][0-9])"
        + "(?:_s(?<field>[0-9]{1,6}))?"
        + channel
        + section
        + (section.isEmpty() ? GUID : "");
  }

  /** All of them, in the order in which they are tried. */
  public static List<NamePreset> all() {
    return ALL;
  }

  /** The preset of that name; null if there is none. */
  public static @Nullable NamePreset named(String name) {
    return ALL.stream().filter(preset -> preset.name().equals(name)).findFirst().orElse(null);
  }
}
