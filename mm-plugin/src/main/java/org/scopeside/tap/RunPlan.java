package org.scopeside.tap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.ChannelRole;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.PlaneHeader;

/**
 * What an acquisition is going to be, and with it the header of each of its planes. Thread-safe.
 *
 * <p>An image beyond the planned sizes is not refused: its header says as many as it needs.
 */
final class RunPlan {
  private final AcquisitionStarted started;
  private final Sites sites;
  private final PlannedSize size;
  private final List<String> channelNames;
  private final List<ChannelRole> channelRoles;
  private final ChannelRoles roles;

  private RunPlan(Builder from) {
    this.sites = Sites.of(from.positions, from.settings.pattern(), from.plate);
    this.size = from.size;
    this.channelNames = from.channelNames;
    this.roles = from.settings.roles();
    List<String> planned = new ArrayList<>(channelNames);
    for (int c = planned.size(); c < from.plannedChannels; c++) {
      planned.add("Channel " + (c + 1));
    }
    this.channelRoles = roles.assign(planned);
    this.started = from.started(sites, planned, channelRoles);
  }

  AcquisitionStarted started() {
    return started;
  }

  Sites sites() {
    return sites;
  }

  PlannedSize size() {
    return size;
  }

  SeenPlanes nothingSeen() {
    return new SeenPlanes(size.positions, size.sizeT, size.sizeZ, size.sizeC);
  }

  /**
   * The header of an image.
   *
   * @param now stands for an unknown time of capture
   * @throws IllegalArgumentException naming what no header can say
   */
  PlaneHeader header(
      PlaneIndex at,
      PlaneMetadata metadata,
      @Nullable String channelName,
      ImageSamples image,
      PixelLayout layout,
      Instant now) {
    Site site = sites.at(at.position, metadata.positionName());
    String name =
        at.theC >= 0 && at.theC < channelNames.size() ? channelNames.get(at.theC) : channelName;
    PlaneHeader.Builder header =
        new PlaneHeader.Builder()
            .acquisition(started.acquisition())
            .source(started.source())
            .plateName(started.plateName())
            .well(site.well())
            .field(site.field())
            .theC(at.theC)
            .theZ(at.theZ)
            .theT(at.theT)
            .sizeC(Math.max(size.sizeC, at.theC + 1))
            .sizeZ(Math.max(size.sizeZ, at.theZ + 1))
            .sizeT(Math.max(size.sizeT, at.theT + 1))
            .sizeX(image.width)
            .sizeY(image.height)
            .samplesPerPixel(layout.samplesPerPixel)
            .pixelType(layout.type)
            .channelName(HeaderText.of(name))
            .channelRole(role(at.theC, name));
    metadata.writeTo(header, 8 * layout.type.bytes(), now);
    return header.build();
  }

  /** The frame of an image; indices that no frame has are put to the nearest that one has. */
  FrameRef frame(PlaneIndex at, @Nullable String positionName) {
    Site site = sites.at(at.position, positionName);
    return new FrameRef(
        started.acquisition(),
        site.well(),
        legal(site.field()),
        legal(at.theT),
        legal(at.theZ),
        legal(at.theC));
  }

  private static int legal(int index) {
    return Math.max(0, Math.min(PlaneHeader.MAX_INDEX, index));
  }

  private @Nullable ChannelRole role(int theC, @Nullable String name) {
    return theC >= 0 && theC < channelRoles.size() ? channelRoles.get(theC) : roles.of(name);
  }

  /** Collects what is known of an acquisition before its first image. */
  static final class Builder {
    private final String acquisition;
    private final Instant startedAt;
    private final TapSettings settings;
    private PlannedSize size = new PlannedSize(1, 1, 1, 1, 0);
    private List<NamedPosition> positions = Collections.emptyList();
    private List<String> channelNames = Collections.emptyList();
    private int plannedChannels;
    private @Nullable PlateLayout plate;
    private @Nullable Double physicalSizeXUm;

    Builder(String acquisition, Instant startedAt, TapSettings settings) {
      this.acquisition = acquisition;
      this.startedAt = startedAt;
      this.settings = settings;
    }

    Builder size(PlannedSize size) {
      this.size = size;
      return this;
    }

    Builder positions(List<NamedPosition> positions) {
      this.positions = positions;
      return this;
    }

    /**
     * @param names in the order of theC; may be fewer than there are channels
     * @param planned channels that are planned; 0 where unknown
     */
    Builder channels(List<String> names, int planned) {
      this.channelNames = new ArrayList<>(names);
      this.plannedChannels = planned;
      return this;
    }

    Builder plate(@Nullable PlateLayout plate) {
      this.plate = plate;
      return this;
    }

    Builder physicalSizeXUm(@Nullable Double physicalSizeXUm) {
      this.physicalSizeXUm = HeaderText.positive(physicalSizeXUm);
      return this;
    }

    RunPlan build() {
      return new RunPlan(this);
    }

    private AcquisitionStarted started(
        Sites sites, List<String> channels, List<ChannelRole> channelRoles) {
      PlateSize plateSize = PlateSize.holding(sites.wells(), plate);
      AcquisitionStarted.Builder started =
          new AcquisitionStarted.Builder(acquisition, settings.source(), startedAt)
              .plate(plate == null ? null : plate.name(), plateSize.rows, plateSize.columns)
              .wells(sites.wells())
              .fields(Math.min(PlaneHeader.MAX_INDEX, sites.fields()))
              .sizeZ(size.sizeZ)
              .sizeT(size.sizeT)
              .expectedPlanes(size.planes)
              .physicalSizeXUm(physicalSizeXUm)
              .model(settings.model())
              .labels(settings.labels());
      for (int c = 0; c < channels.size(); c++) {
        String name = HeaderText.of(channels.get(c));
        started.channel(name == null ? "Channel " + (c + 1) : name, channelRoles.get(c));
      }
      return started.build();
    }
  }
}
