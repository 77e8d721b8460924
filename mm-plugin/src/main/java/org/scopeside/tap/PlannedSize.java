package org.scopeside.tap;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.micromanager.acquisition.ChannelSpec;
import org.micromanager.acquisition.SequenceSettings;
import org.micromanager.data.Coords;
import org.micromanager.data.SummaryMetadata;
import org.scopeside.contract.PlaneHeader;

/** How many planes an acquisition is to have, along each axis and in all. Immutable. */
final class PlannedSize {
  private static final long MAX_PLANES = 1_000_000_000_000L;

  final int positions;
  final int sizeT;
  final int sizeZ;
  final int sizeC;

  /** 0 where unknown. */
  final long planes;

  /**
   * Sizes below 1 are 1, those beyond the contract's ranges at their end.
   *
   * @param planes 0 where unknown
   */
  PlannedSize(int positions, int sizeT, int sizeZ, int sizeC, double planes) {
    this.positions = legal(positions);
    this.sizeT = legal(sizeT);
    this.sizeZ = legal(sizeZ);
    this.sizeC = legal(sizeC);
    this.planes = (long) Math.max(0, Math.min(MAX_PLANES, planes));
  }

  /**
   * By the intended dimensions, and by the settings where there are some: they tell which channels
   * skip time points or have no z-stack.
   *
   * @param settings null for acquisitions that have none
   */
  static PlannedSize of(SummaryMetadata summary, @Nullable SequenceSettings settings) {
    Coords intended = summary.getIntendedDimensions();
    List<String> names = summary.getChannelNameList();
    int named = names == null ? 0 : names.size();
    int listed = summary.getStagePositionList() == null ? 0 : summary.getStagePositionList().size();
    if (settings != null) {
      return bySettings(settings, intended, named, listed);
    }
    if (intended == null) {
      return new PlannedSize(listed, 1, 1, named, 0);
    }
    int positions = legal(intended.getP());
    int sizeT = legal(intended.getT());
    int sizeZ = legal(intended.getZ());
    int sizeC = legal(Math.max(named, intended.getC()));
    double planes = (double) positions * sizeT * sizeZ * sizeC;
    return new PlannedSize(positions, sizeT, sizeZ, sizeC, planes);
  }

  private static PlannedSize bySettings(
      SequenceSettings settings, @Nullable Coords intended, int named, int listed) {
    int sizeT = settings.useFrames() ? legal(frames(settings)) : 1;
    int sizeZ = settings.useSlices() ? legal(slices(settings)) : 1;
    int positions = 1;
    if (settings.usePositionList()) {
      positions = legal(Math.max(listed, intended == null ? 1 : intended.getP()));
    }
    List<ChannelSpec> used = used(settings);
    int channels = Math.max(named, intended == null ? 1 : intended.getC());
    int sizeC = legal(Math.max(channels, used.size()));
    return new PlannedSize(
        positions,
        Math.max(sizeT, intended == null ? 1 : intended.getT()),
        Math.max(sizeZ, intended == null ? 1 : intended.getZ()),
        sizeC,
        positions * planesOfAField(used, sizeT, sizeZ, sizeC));
  }

  private static double planesOfAField(List<ChannelSpec> used, int sizeT, int sizeZ, int sizeC) {
    if (used.isEmpty()) {
      return (double) sizeT * sizeZ * sizeC;
    }
    double ofACamera = 0;
    for (ChannelSpec channel : used) {
      double everyNth = Math.max(0, channel.skipFactorFrame()) + 1.0;
      ofACamera += Math.ceil(sizeT / everyNth) * (channel.doZStack() ? sizeZ : 1);
    }
    int cameras = Math.max(1, sizeC / used.size());
    return ofACamera * cameras;
  }

  private static int slices(SequenceSettings settings) {
    return settings.slices() == null ? 1 : settings.slices().size();
  }

  private static int frames(SequenceSettings settings) {
    List<Double> intervals = settings.customIntervalsMs();
    boolean custom = settings.useCustomIntervals() && intervals != null && !intervals.isEmpty();
    return custom ? intervals.size() : settings.numFrames();
  }

  private static List<ChannelSpec> used(SequenceSettings settings) {
    List<ChannelSpec> used = new ArrayList<>();
    if (settings.useChannels() && settings.channels() != null) {
      for (ChannelSpec channel : settings.channels()) {
        if (channel.useChannel()) {
          used.add(channel);
        }
      }
    }
    return used;
  }

  private static int legal(int size) {
    return Math.max(1, Math.min(PlaneHeader.MAX_INDEX, size));
  }
}
