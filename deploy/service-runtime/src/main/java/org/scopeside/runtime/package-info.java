/**
 * What both services stand on: settings, JSON and Kafka adapters of the contract, health and
 * metrics.
 */
package org.scopeside.runtime;
