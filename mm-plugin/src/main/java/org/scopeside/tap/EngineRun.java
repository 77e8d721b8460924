package org.scopeside.tap;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;
import mmcorej.TaggedImage;
import mmcorej.org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.micromanager.acqj.api.AcquisitionAPI;

/**
 * One acquisition of AcqEngJ on its way to the sink. What fails here is said once and never thrown;
 * planes that come then are not published. Called by one thread at a time.
 */
final class EngineRun {
  private final PlaneSink sink;
  private final TapSettings settings;
  private final EnginePlan plan;
  private final AcquisitionIds ids;
  private final Clock clock;
  private final Consumer<String> log;
  private final EngineAxes axes;
  private @Nullable RunTap run;
  private boolean failed;

  EngineRun(
      PlaneSink sink,
      TapSettings settings,
      EnginePlan plan,
      AcquisitionIds ids,
      Clock clock,
      Consumer<String> log) {
    this.sink = sink;
    this.settings = settings;
    this.plan = plan;
    this.ids = ids;
    this.clock = clock;
    this.log = new SafeLog(log);
    this.axes = new EngineAxes(plan.channels());
  }

  /**
   * Announces the acquisition, unless it was.
   *
   * @param summary the engine's tags of the whole acquisition; null where they are not at hand
   */
  void begin(@Nullable JSONObject summary) {
    if (run != null || failed) {
      return;
    }
    try {
      RunPlan its = plan(summary == null ? new JSONObject() : summary);
      run = new RunTap(its, sink.begin(its.started()), clock, log);
    } catch (Throwable e) { // ours must not reach the engine
      failed = true;
      log.accept("the acquisition is not published: " + e);
    }
  }

  /** Takes an image; its pixels are only read. */
  void take(TaggedImage image) {
    RunTap its = run;
    if (its == null || image.tags == null || image.pix == null) {
      return;
    }
    try {
      its.take(
          axes.index(image.tags),
          EngineAxes.channelName(image.tags),
          PlaneMetadata.of(image.tags),
          ImageSamples.of(image));
    } catch (Throwable e) { // ours must not reach the engine
      log.accept("an image of " + its.plan().started().acquisition() + " was not taken: " + e);
    }
  }

  /**
   * No image follows.
   *
   * @param acquisition null where unknown
   */
  void end(@Nullable AcquisitionAPI acquisition) {
    RunTap its = run;
    if (its == null) {
      return;
    }
    boolean aborted = false;
    try {
      aborted = acquisition != null && acquisition.isAbortRequested();
    } catch (Throwable e) { // ours must not reach the engine
      log.accept("whether the acquisition was aborted could not be asked: " + e);
    }
    its.end(aborted ? "cancelled" : "completed");
  }

  private RunPlan plan(JSONObject summary) {
    Instant now = clock.instant();
    String prefix = summary.optString("Prefix");
    String name = plan.name() != null ? plan.name() : prefix;
    return new RunPlan.Builder(ids.next(name, now), now, settings)
        .size(plan.size())
        .positions(plan.positions())
        .channels(plan.channels(), plan.channels().size())
        .physicalSizeXUm(summary.optDouble("PixelSize_um", Double.NaN))
        .build();
  }
}
