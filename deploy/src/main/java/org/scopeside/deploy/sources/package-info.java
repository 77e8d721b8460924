/** {@code scopeside bio-formats}: what reads the files of microscope makers. */
package org.scopeside.deploy.sources;
