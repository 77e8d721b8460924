/**
 * A deterministic simulated microscope: fluorescence planes of a dose-response plate with exact
 * truth. A plane's way: {@link org.scopeside.simulator.PlateLayout} says what a well was given,
 * {@code FieldLayout} places the cells, {@code CellPainter} paints them, {@code PointSpread} blurs,
 * {@code Illumination} lights, {@code Camera} adds noise and digitises.
 */
package org.scopeside.simulator;
