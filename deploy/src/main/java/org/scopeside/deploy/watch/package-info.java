/** Watching: planes that another microscope writes into a folder, sent as they are complete. */
package org.scopeside.deploy.watch;
