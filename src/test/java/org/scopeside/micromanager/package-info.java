/** The plugin from the inside, against a real broker, segmenter and results service. */
package org.scopeside.micromanager;
