/**
 * OME-TIFF in all its shapes (one file, sets of files, companion files, plates), Micro-Manager's
 * and ImageJ's stacks, and plain TIFF and PNG files one by one.
 */
package org.scopeside.source.ometiff;
