/** The seam between the pipeline and whatever finds objects. */
package org.scopeside.segmenter.model;
