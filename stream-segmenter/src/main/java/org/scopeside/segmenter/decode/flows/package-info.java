/**
 * Decoder of Cellpose 1 to 3. {@link org.scopeside.segmenter.decode.flows.FlowDecoder} shows the
 * whole way: {@link org.scopeside.segmenter.decode.flows.FlowDynamics} lets pixels drift along the
 * flows, {@link org.scopeside.segmenter.decode.flows.ArrivalPeaks} makes one object of those that
 * meet, {@link org.scopeside.segmenter.decode.flows.FlowErrors} rejects objects whose shape
 * contradicts the flows (by {@link org.scopeside.segmenter.decode.flows.HeatDiffusion}, which also
 * makes the {@link org.scopeside.segmenter.decode.flows.FlowTargets} of training), {@link
 * org.scopeside.segmenter.decode.flows.HoleFilling} closes the rest.
 *
 * <p>How large the objects are, which decides how far planes are rescaled for the network, is told
 * by {@link org.scopeside.segmenter.decode.flows.StyleSizeEstimator} from the network's style
 * vector.
 */
package org.scopeside.segmenter.decode.flows;
