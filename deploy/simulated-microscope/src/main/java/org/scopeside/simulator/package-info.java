/**
 * A deterministic simulated microscope: fluorescence planes of a dose-response plate with exact
 * truth. A plane's way: {@link org.scopeside.simulator.PlateLayout} says what a well was given,
 * {@code FieldLayout} places the cells, {@code CellPainter} paints them, {@code PointSpread} blurs,
 * {@code Illumination} lights, {@code Camera} adds noise and digitises.
 *
 * <p>Apart from the plate, {@link org.scopeside.simulator.CellField} and {@link
 * org.scopeside.simulator.NucleusField} draw single fields of many kinds, for training and tests:
 * {@code CellLayout} places and labels, {@code CellScene} paints, {@code FieldOptics} does the
 * rest.
 */
package org.scopeside.simulator;
