package org.scopeside.segmenter.quality;

/** What may be wrong with a plane; thresholds are in {@link QualitySettings}. */
public enum QualityFlag {
  /** Fine structure is missing that objects in focus have. */
  OUT_OF_FOCUS,
  /** Part of the plane is as bright as the sensor can tell. */
  SATURATED,
  /** Nothing stands out of the noise. */
  EMPTY,
  /** Something stands out of the noise, but little. */
  LOW_SIGNAL
}
