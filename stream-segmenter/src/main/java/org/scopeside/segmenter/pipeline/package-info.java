/** A plane's journey through the segmenter: decode, quality, project, segment, measure, publish. */
package org.scopeside.segmenter.pipeline;
