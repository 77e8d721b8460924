package org.scopeside.segmenter.network;

/**
 * How a network is run.
 *
 * @param maxBatch tiles handed to the engine together, at least 1; fewer where they are large
 * @param objectDiameterPx diameter of a typical object in the planes, pixels, for models that state
 *     theirs; NaN where it is not known
 * @param memoryBytes what segmenting a plane may hold, the plane and its labels included: what they
 *     leave goes to what the network holds of a tile, at most three fifths, and to dense maps and
 *     decoding, a quarter. More tiles at a time, or several calls, need more: each batch of its
 *     own.
 * @param auditShare of a plane's pixels at seams that are decoded a second and third time to tell
 *     how tiles agree, 0 (off) to 1
 * @param workers threads for decoding behind an engine that completes asynchronously, at least 1
 */
public record NetworkOptions(
    int maxBatch, double objectDiameterPx, long memoryBytes, double auditShare, int workers) {
  /** Below this a tile and its maps do not fit. */
  private static final long LEAST_MEMORY = 1 << 20;

  public NetworkOptions {
    if (maxBatch < 1
        || objectDiameterPx <= 0
        || memoryBytes < LEAST_MEMORY
        || !(auditShare >= 0 && auditShare <= 1)
        || workers < 1) {
      throw new IllegalArgumentException(
          "batch %d, object diameter %s px, memory %d bytes, audit share %s, workers %d"
              .formatted(maxBatch, objectDiameterPx, memoryBytes, auditShare, workers));
    }
  }

  /** One tile at a time, 2 GiB, 4 % of the pixels audited. */
  public static NetworkOptions defaults() {
    return new NetworkOptions(
        1, Double.NaN, 2L << 30, 0.04, Runtime.getRuntime().availableProcessors());
  }

  public NetworkOptions withMaxBatch(int tiles) {
    return new NetworkOptions(tiles, objectDiameterPx, memoryBytes, auditShare, workers);
  }

  public NetworkOptions withObjectDiameterPx(double diameterPx) {
    return new NetworkOptions(maxBatch, diameterPx, memoryBytes, auditShare, workers);
  }

  public NetworkOptions withMemoryBytes(long bytes) {
    return new NetworkOptions(maxBatch, objectDiameterPx, bytes, auditShare, workers);
  }

  public NetworkOptions withAuditShare(double share) {
    return new NetworkOptions(maxBatch, objectDiameterPx, memoryBytes, share, workers);
  }
}
