/** Segmentation models behind one seam. */
package org.scopeside.segmenter.model;
