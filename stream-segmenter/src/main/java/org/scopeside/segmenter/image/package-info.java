/**
 * Images in memory: a plane's pixels as numbers and the objects found in it.
 *
 * <p>Everything is row-major, {@code [y][x]}, index {@code y * width + x}. Nothing here knows the
 * wire: planes are converted where they are received.
 */
package org.scopeside.segmenter.image;
