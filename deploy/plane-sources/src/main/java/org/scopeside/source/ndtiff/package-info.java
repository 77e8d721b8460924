/** NDTiff data sets of Micro-Manager and pycro-manager. */
package org.scopeside.source.ndtiff;
