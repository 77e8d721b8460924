/**
 * Segmentation without a network: Gaussian, Otsu, hole filling, distance transform, seeded
 * watershed, size filter. It is the pipeline known as "CellProfiler basic" (Caicedo et al. 2019,
 * Cytometry A 95:952), each step a class of its own that gives what SciPy and scikit-image give for
 * the same step.
 *
 * <p>A plane's way is {@link org.scopeside.segmenter.classical.ClassicalSegmentation}, or, where
 * illumination is uneven and there is debris, {@link
 * org.scopeside.segmenter.classical.AdvancedSegmentation}. Classes that keep scratch buffers say so
 * and belong to one thread each.
 */
package org.scopeside.segmenter.classical;
