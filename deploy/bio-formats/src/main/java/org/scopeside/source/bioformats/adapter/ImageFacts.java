package org.scopeside.source.bioformats.adapter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ome.xml.meta.MetadataRetrieve;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneFacts;

/** What the metadata say of a series: an image of the OME model, by the same index. */
final class ImageFacts {
  /** What Bio-Formats makes of the resolution 1 without a unit, which TIFFs have that know none. */
  private static final Double UNIT = 1.0;

  private final MetadataRetrieve metadata;
  private final int image;
  private final PlaneFacts ofAll;
  private final @Nullable Instant began;
  private final boolean datedApart;
  private final Map<List<Integer>, Integer> planes = new HashMap<>();

  /**
   * @param datedApart whether the images of the file have dates of their own
   * @param plainTiff whether the file is a TIFF that no microscope's program is known to have made
   */
  ImageFacts(MetadataRetrieve metadata, int image, boolean datedApart, boolean plainTiff) {
    this.metadata = metadata;
    this.image = image;
    this.datedApart = datedApart;
    this.began = Told.instant(() -> metadata.getImageAcquisitionDate(image));
    Double sizeX = Told.positiveMicrometres(() -> metadata.getPixelsPhysicalSizeX(image));
    Double sizeY = Told.positiveMicrometres(() -> metadata.getPixelsPhysicalSizeY(image));
    boolean placeholder = plainTiff && UNIT.equals(sizeX) && UNIT.equals(sizeY);
    this.ofAll = placeholder ? PlaneFacts.NONE : PlaneFacts.NONE.withPhysicalSize(sizeX, sizeY);
    int count = Told.count(() -> metadata.getPlaneCount(image));
    for (int i = 0; i < count; i++) {
      int plane = i;
      Integer z = Told.index(() -> metadata.getPlaneTheZ(image, plane));
      Integer c = Told.index(() -> metadata.getPlaneTheC(image, plane));
      Integer t = Told.index(() -> metadata.getPlaneTheT(image, plane));
      if (z != null && c != null && t != null) {
        planes.putIfAbsent(List.of(z, c, t), plane);
      }
    }
  }

  /** Empty where it has none. */
  String name() {
    String name = Told.text(() -> metadata.getImageName(image));
    return name == null ? "" : name;
  }

  @Nullable Instant began() {
    return began;
  }

  @Nullable Double physicalSizeXUm() {
    return ofAll.physicalSizeXUm();
  }

  /** Of the plane at these places, where channels are those stored apart. */
  PlaneFacts plane(int z, int c, int t) {
    Integer plane = planes.get(List.of(z, c, t));
    if (plane == null) {
      return ofAll;
    }
    Double deltaT = Told.milliseconds(() -> metadata.getPlaneDeltaT(image, plane));
    return new PlaneFacts(
        ofAll.physicalSizeXUm(),
        ofAll.physicalSizeYUm(),
        deltaT,
        Told.milliseconds(() -> metadata.getPlaneExposureTime(image, plane)),
        Told.micrometres(() -> metadata.getPlanePositionX(image, plane)),
        Told.micrometres(() -> metadata.getPlanePositionY(image, plane)),
        Told.micrometres(() -> metadata.getPlanePositionZ(image, plane)),
        at(deltaT));
  }

  /**
   * When a plane was taken. Where images have dates of their own, some formats count the time of
   * planes from the date of the image, others from the first image of all: the image's first plane
   * was taken at its date in any case.
   */
  private @Nullable Instant at(@Nullable Double deltaTMs) {
    if (began == null || deltaTMs == null) {
      return null;
    }
    Double first = datedApart ? Told.milliseconds(() -> metadata.getPlaneDeltaT(image, 0)) : null;
    return began.plusNanos(Math.round((deltaTMs - (first == null ? 0 : first)) * 1e6));
  }

  /** A name for each channel as it is handed over, no name twice; empty for one without a name. */
  List<String> channelNames(SeriesShape shape) {
    int inPlane = shape.isColour() ? 1 : shape.stored();
    List<String> names = new ArrayList<>();
    for (int c = 0; c < shape.sizeC(); c++) {
      String name = channelName(c / inPlane);
      if (name != null && inPlane > 1) {
        name += " " + (c % inPlane + 1);
      }
      String said = name == null ? "channel " + c : name;
      names.add(names.contains(said) ? said + " (" + c + ")" : said);
    }
    return names.size() == 1 && channelName(0) == null ? List.of() : names;
  }

  private @Nullable String channelName(int channel) {
    String name = Told.text(() -> metadata.getChannelName(image, channel));
    if (name == null) {
      name = Told.text(() -> metadata.getChannelFluor(image, channel));
    }
    if (name == null) {
      Double emission =
          Told.positiveMicrometres(() -> metadata.getChannelEmissionWavelength(image, channel));
      name = emission == null ? null : Math.round(emission * 1000) + " nm";
    }
    return name;
  }
}
