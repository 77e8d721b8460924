/** The demo: a simulated plate through the whole of Scopeside on one machine. */
package org.scopeside.deploy.demo;
