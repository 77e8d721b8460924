/** Replay: planes that lie in files, sent as a microscope would. */
package org.scopeside.deploy.replay;
