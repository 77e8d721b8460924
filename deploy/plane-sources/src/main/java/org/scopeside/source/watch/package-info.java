/**
 * A folder into which another microscope writes: which files are new and complete, which plane each
 * is, what has been handed over. Knows nothing of Kafka; planes go to an {@link
 * org.scopeside.source.watch.AcquisitionReceiver}.
 */
package org.scopeside.source.watch;
