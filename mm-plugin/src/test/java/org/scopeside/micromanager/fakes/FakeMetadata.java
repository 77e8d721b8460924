package org.scopeside.micromanager.fakes;

import java.awt.Rectangle;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.micromanager.PropertyMap;
import org.micromanager.data.Metadata;

/** Metadata of an image; what was not set is null, as with the AcqEngJ engine. */
public final class FakeMetadata implements Metadata {
  private final Builder from;

  private FakeMetadata(Builder from) {
    this.from = from;
  }

  /** Nothing is known. */
  public static FakeMetadata unknown() {
    return new Builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  @Override
  public boolean hasElapsedTimeMs() {
    return from.elapsedTimeMs != null;
  }

  @Override
  public double getElapsedTimeMs(double defaultValue) {
    return from.elapsedTimeMs == null ? defaultValue : from.elapsedTimeMs;
  }

  @Override
  public @Nullable Double getExposureMs() {
    return from.exposureMs;
  }

  @Override
  public @Nullable Double getPixelSizeUm() {
    return from.pixelSizeUm;
  }

  @Override
  public @Nullable Double getXPositionUm() {
    return from.xPositionUm;
  }

  @Override
  public @Nullable Double getYPositionUm() {
    return from.yPositionUm;
  }

  @Override
  public @Nullable Double getZPositionUm() {
    return from.zPositionUm;
  }

  @Override
  public @Nullable Integer getBinning() {
    return from.binning;
  }

  @Override
  public @Nullable Integer getBitDepth() {
    return from.bitDepth;
  }

  @Override
  public PropertyMap getScopeData() {
    return new FakePropertyMap(Map.of());
  }

  @Override
  public PropertyMap getUserData() {
    return new FakePropertyMap(Map.of());
  }

  @Override
  public @Nullable Rectangle getROI() {
    return null;
  }

  @Override
  public @Nullable String getCamera() {
    return from.camera;
  }

  @Override
  public String getPositionName(String defaultName) {
    return from.positionName == null ? defaultName : from.positionName;
  }

  @Override
  public boolean hasPositionName() {
    return from.positionName != null;
  }

  @Override
  public @Nullable String getReceivedTime() {
    return from.receivedTime;
  }

  @Override
  public @Nullable UUID getUUID() {
    return null;
  }

  /** Sets what is known. */
  public static final class Builder implements Metadata.Builder {
    private @Nullable Double exposureMs;
    private @Nullable Double elapsedTimeMs;
    private @Nullable Double pixelSizeUm;
    private @Nullable Double xPositionUm;
    private @Nullable Double yPositionUm;
    private @Nullable Double zPositionUm;
    private @Nullable String positionName;
    private @Nullable String receivedTime;
    private @Nullable String camera;
    private @Nullable Integer bitDepth;
    private @Nullable Integer binning;

    @Override
    public Builder exposureMs(@Nullable Double exposureMs) {
      this.exposureMs = exposureMs;
      return this;
    }

    @Override
    public Builder elapsedTimeMs(@Nullable Double elapsedTimeMs) {
      this.elapsedTimeMs = elapsedTimeMs;
      return this;
    }

    @Override
    public Builder pixelSizeUm(@Nullable Double pixelSizeUm) {
      this.pixelSizeUm = pixelSizeUm;
      return this;
    }

    @Override
    public Builder xPositionUm(@Nullable Double xPositionUm) {
      this.xPositionUm = xPositionUm;
      return this;
    }

    @Override
    public Builder yPositionUm(@Nullable Double yPositionUm) {
      this.yPositionUm = yPositionUm;
      return this;
    }

    @Override
    public Builder zPositionUm(@Nullable Double zPositionUm) {
      this.zPositionUm = zPositionUm;
      return this;
    }

    @Override
    public Builder positionName(@Nullable String positionName) {
      this.positionName = positionName;
      return this;
    }

    @Override
    public Builder receivedTime(@Nullable String receivedTime) {
      this.receivedTime = receivedTime;
      return this;
    }

    @Override
    public Builder camera(@Nullable String camera) {
      this.camera = camera;
      return this;
    }

    @Override
    public Builder bitDepth(@Nullable Integer bitDepth) {
      this.bitDepth = bitDepth;
      return this;
    }

    @Override
    public Builder binning(@Nullable Integer binning) {
      this.binning = binning;
      return this;
    }

    @Override
    public FakeMetadata build() {
      Builder copy = new Builder();
      copy.exposureMs = exposureMs;
      copy.elapsedTimeMs = elapsedTimeMs;
      copy.pixelSizeUm = pixelSizeUm;
      copy.xPositionUm = xPositionUm;
      copy.yPositionUm = yPositionUm;
      copy.zPositionUm = zPositionUm;
      copy.positionName = positionName;
      copy.receivedTime = receivedTime;
      copy.camera = camera;
      copy.bitDepth = bitDepth;
      copy.binning = binning;
      return new FakeMetadata(copy);
    }
  }
}
