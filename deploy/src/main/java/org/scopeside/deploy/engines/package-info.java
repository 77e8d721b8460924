/** {@code scopeside engines}: what runs networks on this machine. */
package org.scopeside.deploy.engines;
