/**
 * CUDA as Scopeside uses it: one device, its memory, streams, events, graphs, and kernels compiled
 * from source.
 *
 * <p>{@link org.scopeside.segmenter.engine.cuda.Cuda} is the seam: every call that reaches NVIDIA's
 * driver goes through it. Tests put another behind it, whose device memory is the host's and whose
 * kernels are the same source compiled for the CPU.
 */
package org.scopeside.segmenter.engine.cuda;
