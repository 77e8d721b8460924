/**
 * Results of planes in, live counts and quality per well out.
 *
 * <p>The journey: {@code aggregate} reads outcomes from Kafka and keeps the tallies of {@code
 * tally}, {@code live} holds what is shown now, {@code web} serves it. The verticle ties them
 * together.
 */
package org.scopeside.results;
