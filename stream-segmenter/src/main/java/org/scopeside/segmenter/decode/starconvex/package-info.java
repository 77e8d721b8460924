/**
 * Star-convex polygons to objects (StarDist: Schmidt, Weigert, Broaddus, Myers 2018, MICCAI, LNCS
 * 11071:265): every pixel votes for a whole outline, the surest outline of each object survives.
 *
 * <p>The way of the maps through {@link
 * org.scopeside.segmenter.decode.starconvex.StarConvexDecoder}:
 *
 * <ol>
 *   <li>{@code StarCandidates}: pixels above the threshold, surest first;
 *   <li>{@code OverlapSuppression}: greedy suppression; a {@code StarOutline} is the integer
 *       polygon of a candidate, whose overlap is bounded row by row and, where that leaves it open,
 *       measured by {@code IntersectionSweep};
 *   <li>{@code PolygonPainter}: the surviving {@link
 *       org.scopeside.segmenter.decode.starconvex.StarPolygon}s become labels.
 * </ol>
 *
 * <p>{@link org.scopeside.segmenter.decode.starconvex.StarTargets} goes the other way, from labels
 * to the maps a network is trained on.
 */
package org.scopeside.segmenter.decode.starconvex;
