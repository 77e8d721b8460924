/**
 * OME-Zarr (NGFF) 0.1 to 0.5 in Zarr version 2 and 3: plates, wells, single images and the
 * collections that bioformats2raw writes.
 */
package org.scopeside.source.zarr;
