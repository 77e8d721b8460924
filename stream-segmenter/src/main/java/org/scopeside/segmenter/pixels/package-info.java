/**
 * Pixel classification: a random forest says of every pixel whether it is background, the inside of
 * an object, or a boundary, from intensity, edge and texture around it at three scales. It is the
 * Ilastik-style classifier of Caicedo et al. 2019 (Cytometry A 95:952; Sommer et al. 2011, ISBI;
 * Breiman 2001, Mach. Learn. 45:5), trained from label images in seconds.
 *
 * <p>A plane's way is {@link org.scopeside.segmenter.pixels.PixelClassifier}: {@link
 * org.scopeside.segmenter.pixels.IntensityScale} brings planes to one range, {@link
 * org.scopeside.segmenter.pixels.FeatureRows} measures features row by row, {@link
 * org.scopeside.segmenter.pixels.FeatureBins} turns each into a byte, and {@link
 * org.scopeside.segmenter.pixels.Forest} asks its trees. A decoder makes objects of the
 * probabilities ({@link org.scopeside.segmenter.pixels.PixelClassifierModel}).
 *
 * <p>A forest's way begins in {@link org.scopeside.segmenter.pixels.PixelTraining} and ends in
 * {@link org.scopeside.segmenter.pixels.ForestFile}.
 */
package org.scopeside.segmenter.pixels;
