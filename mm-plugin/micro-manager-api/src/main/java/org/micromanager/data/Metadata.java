package org.micromanager.data;

import java.awt.Rectangle;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.micromanager.PropertyMap;

/** Signatures of Micro-Manager's type of this name. */
public interface Metadata {
  boolean hasElapsedTimeMs();

  double getElapsedTimeMs(double defaultValue);

  @Nullable Double getExposureMs();

  @Nullable Double getPixelSizeUm();

  @Nullable Double getXPositionUm();

  @Nullable Double getYPositionUm();

  @Nullable Double getZPositionUm();

  @Nullable Integer getBinning();

  @Nullable Integer getBitDepth();

  @Nullable PropertyMap getScopeData();

  @Nullable PropertyMap getUserData();

  @Nullable Rectangle getROI();

  @Nullable String getCamera();

  String getPositionName(String defaultName);

  boolean hasPositionName();

  @Nullable String getReceivedTime();

  @Nullable UUID getUUID();

  /** Signatures of Micro-Manager's type of this name. */
  interface Builder {
    Builder exposureMs(@Nullable Double exposureMs);

    Builder elapsedTimeMs(@Nullable Double elapsedTimeMs);

    Builder pixelSizeUm(@Nullable Double pixelSizeUm);

    Builder xPositionUm(@Nullable Double xPositionUm);

    Builder yPositionUm(@Nullable Double yPositionUm);

    Builder zPositionUm(@Nullable Double zPositionUm);

    Builder positionName(@Nullable String positionName);

    Builder receivedTime(@Nullable String receivedTime);

    Builder camera(@Nullable String camera);

    Builder bitDepth(@Nullable Integer bitDepth);

    Builder binning(@Nullable Integer binning);

    Metadata build();
  }
}
