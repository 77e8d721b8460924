/**
 * The decoder of networks that find boxes with a small mask in each, as Mask R-CNN: {@link
 * org.scopeside.segmenter.decode.boxmask.BoxMaskDecoder}. Masks are brought to size by {@link
 * org.scopeside.segmenter.decode.boxmask.MaskPasting} as runs of pixels, and put onto the plane one
 * after the other by {@link org.scopeside.segmenter.decode.boxmask.DetectionMerge}, which drops
 * what another crop has found already.
 */
package org.scopeside.segmenter.decode.boxmask;
