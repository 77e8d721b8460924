package org.micromanager;

/** Signatures of Micro-Manager's type of this name; it holds what it is given. */
public class StagePosition {
  private String device = "";
  private int axes;
  private double x;
  private double y;

  public static StagePosition create1D(String stageDeviceLabel, double z) {
    StagePosition position = new StagePosition();
    position.device = stageDeviceLabel;
    position.axes = 1;
    position.x = z;
    return position;
  }

  public static StagePosition create2D(String stageDeviceLabel, double x, double y) {
    StagePosition position = create1D(stageDeviceLabel, x);
    position.axes = 2;
    position.y = y;
    return position;
  }

  public static StagePosition newInstance(StagePosition from) {
    StagePosition position = create2D(from.device, from.x, from.y);
    position.axes = from.axes;
    return position;
  }

  public String getStageDeviceLabel() {
    return device;
  }

  public boolean is2DStagePosition() {
    return axes == 2;
  }

  public boolean is1DStagePosition() {
    return axes == 1;
  }

  public double get2DPositionX() {
    return x;
  }

  public double get2DPositionY() {
    return y;
  }

  public double get1DPosition() {
    return x;
  }
}
