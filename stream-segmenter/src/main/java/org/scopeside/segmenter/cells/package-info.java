/**
 * Whole cells: what happens to objects after a model has found them.
 *
 * <p>Two channels: {@link org.scopeside.segmenter.cells.FusionModel} runs a model of nuclei and one
 * of cells, {@link org.scopeside.segmenter.cells.FusionPostProcessing} mends the cells by means of
 * the nuclei (Korfhage et al. 2020), {@link org.scopeside.segmenter.cells.NucleusCellMatch} says
 * which nucleus lies in which cell. Nuclei only, as CellSeg (Lee et al. 2022) does it: {@link
 * org.scopeside.segmenter.cells.MinimumSize} drops what is too small, {@link
 * org.scopeside.segmenter.cells.MaskGrowth} grows the rest into cells, {@link
 * org.scopeside.segmenter.cells.LateralBleedCompensation} takes out of their intensities what
 * bleeds over from neighbours.
 */
package org.scopeside.segmenter.cells;
