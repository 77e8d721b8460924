/**
 * From what Micro-Manager acquires to planes: taps the stores of acquisitions, live mode and
 * AcqEngJ's sinks, tells wells and fields by the stage positions, and hands references to the
 * pixels over to a {@link org.scopeside.tap.PlaneSink}. Nothing here waits on Micro-Manager's
 * threads, copies pixels, or lets a failure reach Micro-Manager.
 *
 * <pre>
 *   AcquisitionStarted ─▶ RunPlan ─▶ PlaneSink.begin
 *   image of the store ─▶ RunTap: seen? kind? header ─▶ RunSink.offer or lose
 *   store frozen       ─▶ RunSink.end
 * </pre>
 */
package org.scopeside.tap;
