package org.scopeside.steering;

import java.util.Iterator;
import mmcorej.CMMCore;
import org.jspecify.annotations.Nullable;
import org.micromanager.MultiStagePosition;
import org.micromanager.StagePosition;
import org.micromanager.acqj.main.AcqEngMetadata;
import org.micromanager.acqj.main.Acquisition;
import org.micromanager.acqj.main.AcquisitionEvent;
import org.micromanager.acquisition.ChannelSpec;
import org.scopeside.steering.AdaptivePlan.PlannedPlane;

/**
 * AcqEngJ's events of one field, each made when the engine asks for it.
 *
 * <p>The focus drive goes by the event's z alone, never by a stage coordinate too: up to version
 * 0.39.3 the engine would drive it back there before each slice.
 */
final class FieldEvents implements Iterator<AcquisitionEvent> {
  private final Acquisition acquisition;
  private final AdaptivePlan plan;
  private final Iterator<PlannedPlane> planes;
  private final int position;
  private final String focus;
  private final @Nullable Double baseZUm;
  private final long startMs;

  /**
   * @param planes of the field, in their order
   * @param restZUm where the focus drive was before the acquisition, µm
   * @param startMs when the field's first time point is due, since the first image, ms
   */
  FieldEvents(
      Acquisition acquisition,
      AdaptivePlan plan,
      Iterable<PlannedPlane> planes,
      int position,
      CMMCore core,
      double restZUm,
      long startMs) {
    this.acquisition = acquisition;
    this.plan = plan;
    this.planes = planes.iterator();
    this.position = position;
    this.focus = core.getFocusDevice();
    this.startMs = startMs;
    Double ofPosition = focusOf(plan.positions().get(position), focus);
    boolean moves = plan.settings().useSlices() || plan.hasOffsets();
    this.baseZUm = ofPosition == null && moves ? (Double) restZUm : ofPosition;
  }

  private static @Nullable Double focusOf(MultiStagePosition position, String focus) {
    for (int i = 0; i < position.size(); i++) {
      StagePosition stage = position.get(i);
      if (stage.is1DStagePosition() && stage.getStageDeviceLabel().equals(focus)) {
        return stage.get1DPosition();
      }
    }
    return null;
  }

  @Override
  public boolean hasNext() {
    return planes.hasNext();
  }

  @Override
  public AcquisitionEvent next() {
    PlannedPlane plane = planes.next();
    AcquisitionEvent event = new AcquisitionEvent(acquisition);
    event.setAxisPosition(AcqEngMetadata.POSITION_AXIS, position);
    moveStages(event);
    if (plan.settings().useFrames()) {
      event.setTimeIndex(plane.time);
      event.setMinimumStartTime(startMs + Math.round(plan.settings().intervalMs() * plane.time));
    }
    ChannelSpec channel = plane.channel < 0 ? null : plan.channels().get(plane.channel);
    if (channel != null) {
      event.setAxisPosition(AcqEngMetadata.CHANNEL_AXIS, plane.channel);
      event.setConfigGroup(channel.channelGroup());
      event.setConfigPreset(channel.config());
      event.setExposure(channel.exposure());
    }
    if (baseZUm != null) {
      double offset = channel == null ? 0 : channel.zOffset();
      Integer index = plan.settings().useSlices() ? (Integer) plane.slice : null;
      event.setZ(index, zUm(baseZUm, plane.slice) + offset);
    }
    return event;
  }

  private double zUm(double base, int slice) {
    if (!plan.settings().useSlices()) {
      return base;
    }
    double z = plan.settings().slices().get(slice);
    return plan.settings().relativeZSlice() ? base + z : z;
  }

  private void moveStages(AcquisitionEvent event) {
    MultiStagePosition place = plan.positions().get(position);
    for (int i = 0; i < place.size(); i++) {
      StagePosition stage = place.get(i);
      if (stage.is2DStagePosition()) {
        event.setX(stage.get2DPositionX());
        event.setY(stage.get2DPositionY());
      } else if (!stage.getStageDeviceLabel().equals(focus)) {
        event.setStageCoordinate(stage.getStageDeviceLabel(), stage.get1DPosition());
      }
    }
  }
}
