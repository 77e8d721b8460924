/**
 * Encoded records on disk while Kafka is slow or away: bounded, in order, and still there after a
 * crash of the program that wrote them.
 */
package org.scopeside.publish.spool;
