package org.scopeside.segmenter.pipeline;

import java.util.List;
import java.util.Map;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.segmenter.ingest.ReceivedFrame;

/**
 * A plane whose quality is known; its pixels are no longer needed.
 *
 * @param quality measurements by CellProfiler name
 * @param flags what is wrong with it, by name
 */
record AnalysedPlane(
    ReceivedFrame frame, PlaneHeader header, Map<String, Double> quality, List<String> flags) {}
