package org.scopeside.segmenter.gpu;

/**
 * What the work on a plane depends on, but for its pixels.
 *
 * @param factor side of what the network sees over side of the plane
 * @param sample how its pixels go up
 */
record PlaneKey(int width, int height, double factor, RawPlanes.Sample sample) {}
