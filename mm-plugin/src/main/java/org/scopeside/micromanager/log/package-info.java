/** Kafka's warnings and errors on their way to Micro-Manager's log. */
package org.scopeside.micromanager.log;
