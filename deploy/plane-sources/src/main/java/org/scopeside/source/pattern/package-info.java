/** Folders of image files whose names tell which plane each is. */
package org.scopeside.source.pattern;
