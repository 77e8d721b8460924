/**
 * How good a segmentation is: label images with the truth beside label images that a program made.
 *
 * <p>The way through it: {@link org.scopeside.segmenter.evaluate.NumberedObjects} takes labels as
 * they come and numbers them; {@link org.scopeside.segmenter.evaluate.ContingencyTable} counts in
 * one pass which pixels two label images share; from it {@link
 * org.scopeside.segmenter.evaluate.ObjectMatching} pairs objects, by optimal assignment ({@link
 * org.scopeside.segmenter.evaluate.SparseAssignment}), and every measure follows. {@link
 * org.scopeside.segmenter.evaluate.ImageEvaluation} holds all measures of one image, {@link
 * org.scopeside.segmenter.evaluate.PooledEvaluation} those of a set of images.
 *
 * <p>Three programs of the field count differently, each in a class of its own that gives their
 * numbers: {@link org.scopeside.segmenter.evaluate.CellposeScores} (IoU at least t, boundary
 * scores), {@link org.scopeside.segmenter.evaluate.CaicedoScores} (IoU strictly above t, misses by
 * area, merges, splits), {@link org.scopeside.segmenter.evaluate.StarDistScores} (single precision,
 * panoptic quality). Ours is the first one's rule, with precision and recall of nothing left
 * undefined (NaN) where those programs say 0.
 */
package org.scopeside.segmenter.evaluate;
