/** Single image files: PNG, and TIFF in all its kinds. */
package org.scopeside.source.image;
