/** Broker and both services in one JVM. */
package org.scopeside.deploy.allinone;
