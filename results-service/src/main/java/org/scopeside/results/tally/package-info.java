/**
 * What is kept of a plane and of a well: sums that can be added and taken away again without a
 * trace.
 */
package org.scopeside.results.tally;
