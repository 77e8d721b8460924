/**
 * Measurements of the objects found in a plane, under CellProfiler's names, as columns: one array a
 * measurement, one row an object.
 */
package org.scopeside.segmenter.measure;
