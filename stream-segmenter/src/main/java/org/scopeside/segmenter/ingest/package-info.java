/** Planes arrive: the Kafka consumer, what it hands over, and which offsets are done. */
package org.scopeside.segmenter.ingest;
