package org.scopeside.deploy.archive;

/**
 * How an archive stands.
 *
 * @param planes written by this process
 * @param bytes of them, uncompressed
 * @param unreadable records passed over: no planes, or none that go with their field
 * @param behind records of the frames topic that are not written yet
 */
record ArchiveProgress(long planes, long bytes, long unreadable, long behind) {}
