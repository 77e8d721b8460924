package org.scopeside.source.bioformats;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What files of microscope makers are called by, so that they can be named without Bio-Formats. */
final class VendorFormat {
  private static final Map<String, String> BY_ENDING =
      Map.ofEntries(
          Map.entry(".czi", "a Zeiss CZI file"),
          Map.entry(".lsm", "a Zeiss LSM file"),
          Map.entry(".zvi", "a Zeiss ZVI file"),
          Map.entry(".nd2", "a Nikon ND2 file"),
          Map.entry(".lif", "a Leica LIF file"),
          Map.entry(".lei", "a Leica LEI file"),
          Map.entry(".scn", "a Leica SCN slide"),
          Map.entry(".xlef", "a Leica XLEF project"),
          Map.entry(".oib", "an Olympus OIB file"),
          Map.entry(".oif", "an Olympus OIF file"),
          Map.entry(".oir", "an Olympus OIR file"),
          Map.entry(".vsi", "an Olympus VSI slide"),
          Map.entry(".ims", "an Imaris file"),
          Map.entry(".stk", "a MetaMorph stack"),
          Map.entry(".flex", "a PerkinElmer Flex file"),
          Map.entry(".mea", "a PerkinElmer Flex measurement"),
          Map.entry(".mrxs", "a 3DHISTECH slide"),
          Map.entry(".svs", "an Aperio slide"),
          Map.entry(".ndpi", "a Hamamatsu slide"),
          Map.entry(".dv", "a DeltaVision file"),
          Map.entry(".r3d", "a DeltaVision file"),
          Map.entry(".sld", "a SlideBook file"),
          Map.entry(".sldy", "a SlideBook folder"),
          Map.entry(".ics", "an ICS image"),
          Map.entry(".ipl", "an IPLab image"),
          Map.entry(".ipw", "an Image-Pro workspace"),
          Map.entry(".c01", "a Cellomics image"),
          Map.entry(".dib", "a Cellomics image"),
          Map.entry(".xdce", "an index of an IN Cell Analyzer"),
          Map.entry(".htd", "an index of an ImageXpress"),
          Map.entry(".mlf", "an index of a Yokogawa CellVoyager"),
          Map.entry(".companion.ome", "a companion file of an OME-TIFF"));

  private static final Map<String, String> BY_NAME =
      Map.of(
          "index.idx.xml", "an index of an Operetta (Harmony)",
          "index.xml", "an index of an Operetta (Harmony)",
          "measurementdata.mlf", "an index of a Yokogawa CellVoyager",
          "measurementindex.columbusidx.xml", "an index of Columbus");

  private VendorFormat() {}

  /** What a file is by its name, in words; null where the name tells nothing. */
  static @Nullable String of(Path file) {
    String name = nameOf(file);
    String known = BY_NAME.get(name);
    for (int dot = name.indexOf('.'); dot >= 0 && known == null; dot = name.indexOf('.', dot + 1)) {
      known = BY_ENDING.get(name.substring(dot));
    }
    return known;
  }

  /** Whether another source may know more of it although a maker's program wrote it. */
  static boolean isOurs(Path file) {
    return nameOf(file).endsWith(".companion.ome");
  }

  private static String nameOf(Path file) {
    Path name = file.getFileName();
    return name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
  }
}
