package org.scopeside.source.ometiff;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image of an OME-XML document: the planes of one field.
 *
 * @param id as plates refer to it
 * @param name "" where it has none
 * @param stageLabel what the position was called; null where it is not told
 * @param acquiredAt null where it is not told
 * @param dimensionOrder a permutation of XYZCT; the axis named first runs fastest
 * @param sizeC channels with those that are samples of one page counted once
 * @param samplesPerChannel 1, or 3 where a page holds RGB
 * @param channelNames of each channel; null where one has none
 */
record OmeImage(
    String id,
    String name,
    @Nullable String stageLabel,
    @Nullable Instant acquiredAt,
    String dimensionOrder,
    long sizeX,
    long sizeY,
    int sizeZ,
    int sizeC,
    int sizeT,
    int samplesPerChannel,
    String pixelType,
    @Nullable Double physicalSizeXUm,
    @Nullable Double physicalSizeYUm,
    @Nullable Integer significantBits,
    List<@Nullable String> channelNames,
    List<OmeTiffData> tiffData,
    boolean metadataOnly,
    OmePlaneFacts planeFacts) {

  /** Planes of a full image. */
  int planes() {
    return sizeZ * sizeC * sizeT;
  }

  /** Zero-based number of a plane, whatever the order of dimensions in files. */
  int planeNumber(int theT, int theZ, int theC) {
    return (theT * sizeZ + theZ) * sizeC + theC;
  }
}
