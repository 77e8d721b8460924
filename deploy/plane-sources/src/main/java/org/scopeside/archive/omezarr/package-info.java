/**
 * An archive as OME-Zarr 0.4 on Zarr version 2, which napari, Fiji, OMERO and Python read.
 *
 * <pre>
 * FOLDER/ACQUISITION/            a plate; without wells a collection as of bioformats2raw
 *   B/03/0/                      an image: row, column, field; without wells just the field
 *     0/                         the array [t][c][z][y][x], little-endian
 *       4/1/0/0/0                the chunk with the plane t 4, c 1, z 0
 *     planes.jsonl               a line for each plane that came, with its time and place
 * </pre>
 *
 * A plane is a chunk, which appears by being renamed. {@code planes.jsonl} only grows, by a line
 * after each chunk, so it says which planes are there: a chunk that is not there would be read as
 * black. What else the stream knows stands in the image's attribute {@code scopeside}.
 *
 * <p>Colour planes become channels, one for each sample, as OME-Zarr has no interleaved samples;
 * {@code scopeside.samplesPerPixel} says that they belong together.
 */
package org.scopeside.archive.omezarr;
