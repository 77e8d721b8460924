/**
 * A network with all that comes before and after it on the GPU: raw planes go up once, labels or
 * candidates come back.
 *
 * <pre>
 *   raw plane ─▶ statistics ─▶ tiles ─▶ network ─▶ blended maps ─▶ decoder ─▶ labels
 *   [y][x]       IntensityMap  batches  batches    [channel][y][x]            [y][x]
 * </pre>
 *
 * <p>Every step enqueues and none waits, so that a plane's journey can be recorded into one CUDA
 * graph: sizes and addresses are settled when a step is made, what depends on pixels (counts,
 * percentiles) stays on the device. The classes of {@code normalise}, {@code tiling} and {@code
 * decode} are the reference that these steps are held to.
 */
package org.scopeside.segmenter.gpu;
