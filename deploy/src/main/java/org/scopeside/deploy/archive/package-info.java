/** Planes from the stream back to files, so that the stream can be the record. */
package org.scopeside.deploy.archive;
