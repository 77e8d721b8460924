/** From the topics of outcomes and acquisitions to tallies: the Kafka Streams topology. */
package org.scopeside.results.aggregate;
