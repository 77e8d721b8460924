package org.scopeside.deploy.archive;

/**
 * How an archive stands.
 *
 * @param planes written by this process
 * @param bytes of them, uncompressed
 * @param unreadable records that are no planes and were passed over
 * @param behind records of the frames topic that are not written yet
 */
record ArchiveProgress(long planes, long bytes, long unreadable, long behind) {}
