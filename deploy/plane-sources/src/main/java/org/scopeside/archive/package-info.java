/**
 * Where planes from the stream are kept as files, so that the stream can be the record of an
 * experiment: a {@link org.scopeside.archive.PlaneArchive} for each format.
 */
package org.scopeside.archive;
