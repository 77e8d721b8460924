/**
 * Planes of any microscope's files by the Bio-Formats that the user drops in. Its readers are under
 * the GPL, so nothing of it is shipped or depended on: the adapter to it, a module of its own, is
 * loaded beside the user's jars by a class loader of their own, and is spoken to through the
 * interfaces here.
 */
package org.scopeside.source.bioformats;
