package org.scopeside.segmenter.engine.cuda;

/**
 * A GPU.
 *
 * @param index as CUDA counts them, from 0
 * @param name for people: {@code NVIDIA H200}
 * @param major of the compute capability
 * @param minor of it
 * @param memoryBytes all of its memory
 * @param multiprocessors streaming multiprocessors
 * @param fastDoubles whether double precision runs at half the speed of single or better, as on
 *     cards for computing; 1/32 or 1/64 on others
 */
public record CudaDevice(
    int index,
    String name,
    int major,
    int minor,
    long memoryBytes,
    int multiprocessors,
    boolean fastDoubles) {
  /** For people: {@code 9.0}. */
  public String computeCapability() {
    return major + "." + minor;
  }
}
