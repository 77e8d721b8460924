/** Planes of the stream as OME-Zarr 0.4 on Zarr version 2. */
package org.scopeside.archive.omezarr;
