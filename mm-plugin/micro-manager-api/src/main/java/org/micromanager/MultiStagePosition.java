package org.micromanager;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signatures of Micro-Manager's type of this name; it holds what it is given. */
public final class MultiStagePosition {
  private final List<StagePosition> stages = new ArrayList<>();
  private final Map<String, String> properties = new LinkedHashMap<>();
  private String label = "Undefined";
  private String xyStage = "";
  private String zStage = "";

  public MultiStagePosition() {}

  public MultiStagePosition(String xyStage, double x, double y, String zStage, double z) {
    add(StagePosition.create2D(xyStage, x, y));
    add(StagePosition.create1D(zStage, z));
    this.xyStage = xyStage;
    this.zStage = zStage;
  }

  public static MultiStagePosition newInstance(MultiStagePosition from) {
    MultiStagePosition position = new MultiStagePosition();
    for (StagePosition stage : from.stages) {
      position.add(StagePosition.newInstance(stage));
    }
    position.properties.putAll(from.properties);
    position.label = from.label;
    position.xyStage = from.xyStage;
    position.zStage = from.zStage;
    return position;
  }

  public void add(StagePosition stage) {
    stages.add(stage);
  }

  public int size() {
    return stages.size();
  }

  public StagePosition get(int index) {
    return stages.get(index);
  }

  public void setProperty(String key, String value) {
    properties.put(key, value);
  }

  public boolean hasProperty(String key) {
    return properties.containsKey(key);
  }

  public @Nullable String getProperty(String key) {
    return properties.get(key);
  }

  public String getLabel() {
    return label;
  }

  public void setLabel(String label) {
    this.label = label;
  }

  public String getDefaultZStage() {
    return zStage;
  }

  public void setDefaultZStage(String stage) {
    this.zStage = stage;
  }

  public String getDefaultXYStage() {
    return xyStage;
  }

  public void setDefaultXYStage(String stage) {
    this.xyStage = stage;
  }

  public double getX() {
    return stages.stream()
        .filter(StagePosition::is2DStagePosition)
        .mapToDouble(StagePosition::get2DPositionX)
        .findFirst()
        .orElse(0);
  }

  public double getY() {
    return stages.stream()
        .filter(StagePosition::is2DStagePosition)
        .mapToDouble(StagePosition::get2DPositionY)
        .findFirst()
        .orElse(0);
  }

  public double getZ() {
    return stages.stream()
        .filter(StagePosition::is1DStagePosition)
        .mapToDouble(StagePosition::get1DPosition)
        .findFirst()
        .orElse(0);
  }
}
