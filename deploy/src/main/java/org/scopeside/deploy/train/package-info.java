/**
 * {@code scopeside train}: models from one's own label images.
 *
 * <p>{@link org.scopeside.deploy.train.TrainPixels} tells the way: {@code TrainingPairs} finds
 * images and their label images, a {@code PixelTraining} learns from them, {@code HeldOutScore}
 * compares with what was held out, and {@code PixelPackage} writes the model package.
 */
package org.scopeside.deploy.train;
