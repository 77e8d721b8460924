/**
 * Scopeside as its users meet it: the {@code deploy/scopeside} command as a process, a browser, a
 * real broker, real images.
 */
package org.scopeside.endtoend;
