/**
 * OME-Zarr 0.1 to 0.4 (https://ngff.openmicroscopy.org/0.4/) on Zarr version 2: plates, wells,
 * images, and collections of images as bioformats2raw lays them out.
 */
package org.scopeside.source.zarr;
