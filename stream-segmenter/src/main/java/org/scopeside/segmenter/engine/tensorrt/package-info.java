/**
 * TensorRT on NVIDIA GPUs, through JavaCPP.
 *
 * <p>{@link org.scopeside.segmenter.engine.tensorrt.TensorRt} is the seam: every call that reaches
 * NVIDIA's library goes through it, as through {@link org.scopeside.segmenter.engine.cuda.Cuda}.
 */
package org.scopeside.segmenter.engine.tensorrt;
