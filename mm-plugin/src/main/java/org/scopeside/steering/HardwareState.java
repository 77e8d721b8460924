package org.scopeside.steering;

import mmcorej.CMMCore;

/**
 * Where channel, stage and focus were before an acquisition, to be put back after it. Immutable.
 */
final class HardwareState {
  private final String channelGroup;
  private final String channel;
  private final String xyStage;
  private final double xUm;
  private final double yUm;
  private final String focus;
  private final double zUm;

  private HardwareState(CMMCore core, String channelGroup) throws Exception {
    this.channelGroup = channelGroup;
    this.channel = channelGroup.isEmpty() ? "" : core.getCurrentConfig(channelGroup);
    this.xyStage = core.getXYStageDevice();
    this.xUm = xyStage.isEmpty() ? 0 : core.getXPosition(xyStage);
    this.yUm = xyStage.isEmpty() ? 0 : core.getYPosition(xyStage);
    this.focus = core.getFocusDevice();
    this.zUm = focus.isEmpty() ? 0 : core.getPosition(focus);
  }

  static HardwareState of(CMMCore core, AdaptivePlan plan) throws Exception {
    return new HardwareState(
        core, plan.channels().isEmpty() ? "" : plan.channels().get(0).channelGroup());
  }

  /** The focus drive's position, µm; 0 where there is none. */
  double focusUm() {
    return zUm;
  }

  /** Goes back there. */
  void restore(CMMCore core) throws Exception {
    if (!channel.isEmpty()) {
      core.setConfig(channelGroup, channel);
    }
    if (!xyStage.isEmpty()) {
      core.setXYPosition(xyStage, xUm, yUm);
      core.waitForDevice(xyStage);
    }
    if (!focus.isEmpty()) {
      core.setPosition(focus, zUm);
    }
  }
}
