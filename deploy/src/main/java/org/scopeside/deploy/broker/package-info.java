/** A real Kafka broker inside this JVM, and the topics on it or on a cluster. */
package org.scopeside.deploy.broker;
