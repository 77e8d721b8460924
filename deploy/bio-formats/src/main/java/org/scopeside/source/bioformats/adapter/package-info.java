/**
 * The adapter to Bio-Formats. Loaded by a class loader that has the user's Bio-Formats and, of this
 * program, the packages with the interfaces only: it can use nothing else of ours.
 */
package org.scopeside.source.bioformats.adapter;
