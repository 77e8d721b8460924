/**
 * Planes of the stream as OME-TIFF: a file for each plane, complete in itself, and a companion file
 * that describes all of an acquisition.
 *
 * <pre>
 * OUT/run1/A01_f0_t0_z0_c0.ome.tif     one plane with its own OME-XML and its headers
 *          A01_f0_t0_z0_c1.ome.tif
 *          run1.companion.ome          plate, wells, fields, channels, which plane is where
 * </pre>
 */
package org.scopeside.archive.ometiff;
