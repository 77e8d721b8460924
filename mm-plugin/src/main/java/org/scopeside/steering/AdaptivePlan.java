package org.scopeside.steering;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.micromanager.MultiStagePosition;
import org.micromanager.PositionList;
import org.micromanager.StagePosition;
import org.micromanager.acquisition.ChannelSpec;
import org.micromanager.acquisition.SequenceSettings;

/**
 * What an adaptive acquisition would image if it skipped nothing, by the settings of the
 * multi-dimensional acquisition and the position list. Immutable.
 */
final class AdaptivePlan {
  /** A plane of a field. */
  static final class PlannedPlane {
    final int time;

    /** Among the channels in use; -1 where no channels are. */
    final int channel;

    final int slice;

    PlannedPlane(int time, int channel, int slice) {
      this.time = time;
      this.channel = channel;
      this.slice = slice;
    }
  }

  private static final int TIME_POS_SLICE_CHANNEL = 0;
  private static final int POS_TIME_SLICE_CHANNEL = 2;

  private final SequenceSettings settings;
  private final List<MultiStagePosition> positions = new ArrayList<>();
  private final List<ChannelSpec> channels = new ArrayList<>();

  AdaptivePlan(SequenceSettings settings, PositionList list) {
    this.settings = settings;
    for (MultiStagePosition position : list.getPositions()) {
      positions.add(MultiStagePosition.newInstance(position));
    }
    if (settings.useChannels()) {
      for (ChannelSpec channel : settings.channels()) {
        if (channel.useChannel()) {
          channels.add(channel);
        }
      }
    }
  }

  SequenceSettings settings() {
    return settings;
  }

  /** In visiting order. */
  List<MultiStagePosition> positions() {
    return positions;
  }

  /** Those that are used; empty for whatever channel is set now. */
  List<ChannelSpec> channels() {
    return channels;
  }

  int times() {
    return settings.useFrames() ? Math.max(1, settings.numFrames()) : 1;
  }

  int slices() {
    return settings.useSlices() ? settings.slices().size() : 1;
  }

  /** Whether each field has all its time points before the next field is visited. */
  boolean fieldByField() {
    return settings.acqOrderMode() >= POS_TIME_SLICE_CHANNEL;
  }

  /** Whether the channels of a section follow each other, rather than the sections of a channel. */
  boolean channelsInside() {
    int order = settings.acqOrderMode();
    return order == TIME_POS_SLICE_CHANNEL || order == POS_TIME_SLICE_CHANNEL;
  }

  /** The planes of one field at those time points, in the order of the settings. */
  List<PlannedPlane> planes(int firstTime, int pastLastTime) {
    List<PlannedPlane> planes = new ArrayList<>();
    for (int time = firstTime; time < pastLastTime; time++) {
      int outer = channelsInside() ? slices() : channelsOrOne();
      int inner = channelsInside() ? channelsOrOne() : slices();
      for (int i = 0; i < outer; i++) {
        for (int j = 0; j < inner; j++) {
          add(planes, time, channelsInside() ? j : i, channelsInside() ? i : j);
        }
      }
    }
    return planes;
  }

  private int channelsOrOne() {
    return Math.max(1, channels.size());
  }

  private void add(List<PlannedPlane> planes, int time, int channel, int slice) {
    if (channels.isEmpty()) {
      planes.add(new PlannedPlane(time, -1, slice));
      return;
    }
    ChannelSpec spec = channels.get(channel);
    boolean due = time % (spec.skipFactorFrame() + 1) == 0;
    if (due && (spec.doZStack() || slice == (slices() - 1) / 2)) {
      planes.add(new PlannedPlane(time, channel, slice));
    }
  }

  /** Planes of one camera that each field has in all. */
  long planesPerField() {
    return planes(0, times()).size();
  }

  /** Why it cannot be run adaptively, in words; null where it can. */
  @Nullable String refusal() {
    if (!settings.usePositionList() || positions.isEmpty()) {
      return "there is no position list in use: enough cells are counted over fields of a well";
    }
    if (settings.useAutofocus()) {
      return "software autofocus is switched on, which adaptive acquisition does not run";
    }
    if (settings.useFrames() && settings.useCustomIntervals()) {
      return "custom time intervals are switched on, which adaptive acquisition does not know";
    }
    if (settings.useChannels() && channels.isEmpty()) {
      return "channels are switched on, but none of them is used";
    }
    if (settings.useSlices() && settings.slices().isEmpty()) {
      return "a z stack is switched on, but it has no slices";
    }
    if (keepsShutterOpen()) {
      return "the shutter is to be kept open, which adaptive acquisition does not do";
    }
    if (settings.acqOrderMode() < 0 || settings.acqOrderMode() > 3) {
      return "the order of acquisition " + settings.acqOrderMode() + " is not known";
    }
    return settings.save() ? folderRefusal() : null;
  }

  private boolean keepsShutterOpen() {
    return (settings.useSlices() && settings.keepShutterOpenSlices())
        || (settings.useChannels() && settings.keepShutterOpenChannels());
  }

  private @Nullable String folderRefusal() {
    File root = new File(settings.root());
    return root.isDirectory() && root.canWrite()
        ? null
        : "images are to be saved in " + root + ", which is no folder that can be written";
  }

  /** Why these stages cannot be driven, in words; null where they can. */
  @Nullable String stageRefusal(String xyStage, String focus) {
    for (MultiStagePosition position : positions) {
      for (int i = 0; i < position.size(); i++) {
        StagePosition stage = position.get(i);
        if (stage.is2DStagePosition() && !stage.getStageDeviceLabel().equals(xyStage)) {
          return "position "
              + position.getLabel()
              + " is of the stage "
              + stage.getStageDeviceLabel()
              + ", not of the default one "
              + xyStage;
        }
      }
    }
    boolean movesFocus = settings.useSlices() || hasOffsets();
    return movesFocus && focus.isEmpty() ? "there is no default focus drive" : null;
  }

  boolean hasOffsets() {
    return channels.stream().anyMatch(channel -> channel.zOffset() != 0);
  }

  /** Order of the axes, the one that changes most often first. */
  List<String> axisOrder() {
    List<String> axes = new ArrayList<>();
    axes.add(channelsInside() ? "channel" : "z");
    axes.add(channelsInside() ? "z" : "channel");
    axes.add(fieldByField() ? "time" : "position");
    axes.add(fieldByField() ? "position" : "time");
    return axes;
  }
}
