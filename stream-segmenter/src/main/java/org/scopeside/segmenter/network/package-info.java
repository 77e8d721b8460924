/**
 * A network as a model of the pipeline: an engine's session, a package's description and decoders,
 * put together.
 *
 * <pre>
 *   NetworkModel ─▶ SegmentRun (a call) ─▶ PlaneJob (a field) ─▶ TileJob (a region of it)
 *                        │                                            │
 *                        └── Batch: tiles of any jobs, one BufferSet ─┘
 * </pre>
 *
 * <p>Start with {@link org.scopeside.segmenter.network.NetworkModel}; {@code SegmentRun} is where
 * batches are made and handed to the engine.
 */
package org.scopeside.segmenter.network;
