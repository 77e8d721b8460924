/**
 * Inference runtimes behind one seam: an {@link org.scopeside.segmenter.engine.Engine} is found by
 * {@link java.util.ServiceLoader}, opens a network, and runs batches on buffers that the caller
 * owns. Nothing here knows what the tensors mean.
 */
package org.scopeside.segmenter.engine;
