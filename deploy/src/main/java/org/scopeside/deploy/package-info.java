/** The {@code scopeside} command: the all-in-one, the services alone, and what feeds them. */
package org.scopeside.deploy;
