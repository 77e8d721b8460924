/**
 * From a network's output to objects. A {@link org.scopeside.segmenter.decode.DenseDecoder} reads
 * maps that were stitched before; a {@link org.scopeside.segmenter.decode.DetectionDecoder} reads
 * detections of overlapping crops. Decoders know neither engines nor tiles, so every decoder works
 * with every engine.
 */
package org.scopeside.segmenter.decode;
