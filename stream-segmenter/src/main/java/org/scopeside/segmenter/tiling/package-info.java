/**
 * How a plane goes through a network that takes pieces of it, and comes back in one piece.
 *
 * <pre>
 *   TilePlan ─▶ TileReader ─▶ (network) ─▶ DenseBlender ─▶ (decoder) ─▶ LabelStitcher
 *                                               └─────── SeamAuditor ────────┘
 * </pre>
 *
 * <p>Start with {@link org.scopeside.segmenter.tiling.TilePlan}: tiles of one plane in pixels of
 * the rescaled plane. {@link org.scopeside.segmenter.tiling.Regions} are larger: parts of the plane
 * whose dense maps fit into memory, decoded one by one and joined by {@link
 * org.scopeside.segmenter.tiling.LabelStitcher}. One plan serves all regions of a plane, so the
 * maps of a region are exactly a crop of those of the whole.
 */
package org.scopeside.segmenter.tiling;
