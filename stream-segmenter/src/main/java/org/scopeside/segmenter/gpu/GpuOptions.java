package org.scopeside.segmenter.gpu;

/**
 * How planes go through a GPU.
 *
 * @param lanes planes under way together, each with memory and a context of its own: while one is
 *     copied or finished on the host, another computes. At least 1; fewer are opened where the
 *     memory does not suffice
 * @param memoryBytes device memory that all lanes may hold beside the network
 * @param graphs whether a plane's work is recorded once and then launched as a whole
 * @param auditShare of a plane's pixels at seams of tiles that are compared, 0 (off) to 1
 */
public record GpuOptions(int lanes, long memoryBytes, boolean graphs, double auditShare) {
  public GpuOptions {
    if (lanes < 1 || lanes > 64 || memoryBytes < 1 || !(auditShare >= 0 && auditShare <= 1)) {
      throw new IllegalArgumentException(
          "lanes %d, memory %d bytes, audit share %s".formatted(lanes, memoryBytes, auditShare));
    }
  }

  /** Three lanes: one that is copied, one that computes, one whose objects are being finished. */
  public static GpuOptions of(long memoryBytes) {
    return new GpuOptions(3, memoryBytes, true, 0.04);
  }

  public GpuOptions withLanes(int count) {
    return new GpuOptions(count, memoryBytes, graphs, auditShare);
  }

  public GpuOptions withGraphs(boolean recorded) {
    return new GpuOptions(lanes, memoryBytes, recorded, auditShare);
  }

  public GpuOptions withAuditShare(double share) {
    return new GpuOptions(lanes, memoryBytes, graphs, share);
  }
}
