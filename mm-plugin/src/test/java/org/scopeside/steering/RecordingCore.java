package org.scopeside.steering;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mmcorej.CMMCore;
import mmcorej.Configuration;
import mmcorej.DoubleVector;
import mmcorej.PropertySetting;
import mmcorej.TaggedImage;
import mmcorej.org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * Hardware that records what it is told, in words, without the native library: a camera of 4x3
 * pixels and 16 bits, an XY stage, a focus drive and one more stage. Nothing can be triggered.
 */
final class RecordingCore extends CMMCore {
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private volatile double zUm = 7;
  private volatile double xUm = 1;
  private volatile double yUm = 2;
  private volatile String channel = "Before";
  private volatile @Nullable Double failingX;
  private volatile String camera = "Camera";
  private volatile boolean continuousFocus;
  private volatile int cameras = 1;

  RecordingCore() {
    super(0, false);
  }

  List<String> commands() {
    return commands;
  }

  /** From now on the stage fails to go there. */
  void failAt(double x) {
    failingX = x;
  }

  void unplugCamera() {
    camera = "";
  }

  void holdFocus() {
    continuousFocus = true;
  }

  void cameras(int number) {
    cameras = number;
  }

  @Override
  public String getFocusDevice() {
    return "Z";
  }

  @Override
  public String getXYStageDevice() {
    return "XY";
  }

  @Override
  public String getCameraDevice() {
    return camera;
  }

  @Override
  public String getSLMDevice() {
    return "";
  }

  @Override
  public String getGalvoDevice() {
    return "";
  }

  @Override
  public String getShutterDevice() {
    return "";
  }

  @Override
  public String getAutoFocusDevice() {
    return "";
  }

  @Override
  public String getImageProcessorDevice() {
    return "";
  }

  @Override
  public boolean isContinuousFocusEnabled() {
    return continuousFocus;
  }

  @Override
  public long getBytesPerPixel() {
    return 2;
  }

  @Override
  public double getPixelSizeUm() {
    return 0.5;
  }

  @Override
  public long getNumberOfCameraChannels() {
    return cameras;
  }

  @Override
  public String getCameraChannelName(long index) {
    return "Camera-" + index;
  }

  @Override
  public double getExposure() {
    return 10;
  }

  @Override
  public void setExposure(double exposureMs) {
    commands.add("expose " + exposureMs);
  }

  @Override
  public void waitForDevice(String device) {}

  @Override
  public void waitForConfig(String group, String preset) {}

  @Override
  public void setPosition(String device, double um) {
    zUm = device.equals("Z") ? um : zUm;
    commands.add(device + " " + um);
  }

  @Override
  public double getPosition(String device) {
    return zUm;
  }

  @Override
  public double getXPosition(String device) {
    return xUm;
  }

  @Override
  public double getYPosition(String device) {
    return yUm;
  }

  @Override
  public void setXYPosition(String device, double x, double y) throws Exception {
    Double failing = failingX;
    if (failing != null && failing == x) {
      throw new Exception("stage is stuck at x " + xUm);
    }
    xUm = x;
    yUm = y;
    commands.add("XY " + x + " " + y);
  }

  @Override
  public void setConfig(String group, String preset) {
    channel = preset;
    commands.add(group + " " + preset);
  }

  @Override
  public String getCurrentConfig(String group) {
    return channel;
  }

  @Override
  public void snapImage() {
    commands.add("snap");
  }

  /** The pixel at the origin says how many images were taken before. */
  @Override
  public TaggedImage getTaggedImage(int cameraChannel) throws Exception {
    JSONObject tags = new JSONObject();
    tags.put("Width", 4).put("Height", 3).put("PixelType", "GRAY16");
    if (cameras > 1) {
      tags.put("Camera", getCameraChannelName(cameraChannel));
      tags.put("Multi Camera-CameraChannelIndex", cameraChannel);
    }
    return new TaggedImage(new short[12], tags);
  }

  @Override
  public boolean isSequenceRunning() {
    return false;
  }

  @Override
  public boolean isSequenceRunning(String device) {
    return false;
  }

  @Override
  public boolean isStageSequenceable(String device) {
    return false;
  }

  @Override
  public boolean isXYStageSequenceable(String device) {
    return false;
  }

  @Override
  public boolean isExposureSequenceable(String device) {
    return false;
  }

  @Override
  public boolean isPropertySequenceable(String device, String property) {
    return false;
  }

  @Override
  public void clearCircularBuffer() {}

  @Override
  public void logMessage(String message) {}

  @Override
  public void logMessage(String message, boolean debug) {}

  @Override
  public Configuration getSystemStateCache() {
    return new Preset(null);
  }

  @Override
  public Configuration getConfigData(String group, String preset) {
    return new Preset(preset);
  }

  @Override
  public DoubleVector getPixelSizeAffine(boolean cached) {
    return new NoAffine();
  }

  /** A preset of one property, the filter; of none for null. */
  private static final class Preset extends Configuration {
    private final @Nullable String filter;

    Preset(@Nullable String filter) {
      super(0, false);
      this.filter = filter;
    }

    @Override
    public long size() {
      return filter == null ? 0 : 1;
    }

    @Override
    public PropertySetting getSetting(long index) {
      return new Filter(String.valueOf(filter));
    }
  }

  private static final class Filter extends PropertySetting {
    private final String value;

    Filter(String value) {
      super(0, false);
      this.value = value;
    }

    @Override
    public String getDeviceLabel() {
      return "Wheel";
    }

    @Override
    public String getPropertyName() {
      return "Filter";
    }

    @Override
    public String getPropertyValue() {
      return value;
    }
  }

  private static final class NoAffine extends DoubleVector {
    NoAffine() {
      super(0, false);
    }

    @Override
    public long size() {
      return 0;
    }
  }
}
