/**
 * Where planes come from that no plugin published: files of any microscope. A {@link
 * org.scopeside.source.PlaneSource} recognises and opens them; what it finds is a {@link
 * org.scopeside.source.PlaneDataset} of acquisitions, whose planes are read one by one.
 */
package org.scopeside.source;
