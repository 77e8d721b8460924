/**
 * Decoders of networks that say of every pixel whether it belongs to an object: {@link
 * org.scopeside.segmenter.decode.threeclass.ThreeClassDecoder} where they tell the boundary between
 * touching objects apart (Caicedo et al. 2019), {@link
 * org.scopeside.segmenter.decode.threeclass.ForegroundDecoder} where they do not, or only as a
 * second probability, as the nuclei U-Nets of bioimage.io.
 */
package org.scopeside.segmenter.decode.threeclass;
