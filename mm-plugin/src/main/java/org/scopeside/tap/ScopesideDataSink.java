package org.scopeside.tap;

import java.time.Clock;
import java.util.function.Consumer;
import mmcorej.TaggedImage;
import mmcorej.org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.micromanager.acqj.api.AcqEngJDataSink;
import org.micromanager.acqj.main.Acquisition;

/**
 * Publishes what an acquisition of AcqEngJ saves, without MMStudio: put it in the place of the data
 * sink, around that one.
 *
 * <pre>
 * new Acquisition(new ScopesideDataSink(ndTiffSink, planeSink, settings, EnginePlan.UNKNOWN, log));
 * </pre>
 *
 * <p>The inner sink is called as if this one were not there, and its answers and failures come back
 * unchanged; what fails here is only said. Used by the engine's saving thread.
 */
public final class ScopesideDataSink implements AcqEngJDataSink {
  private final @Nullable AcqEngJDataSink inner;
  private final EngineRun run;
  private volatile @Nullable Acquisition acquisition;
  private volatile boolean finished;
  private volatile boolean acquired;

  /**
   * @param inner saves the images; null where nothing is saved
   * @param plan what is known beforehand
   * @param log takes one line in words about what the user should know
   */
  public ScopesideDataSink(
      @Nullable AcqEngJDataSink inner,
      PlaneSink sink,
      TapSettings settings,
      EnginePlan plan,
      Consumer<String> log) {
    this(inner, new EngineRun(sink, settings, plan, AcquisitionIds.GIVEN, Clock.systemUTC(), log));
  }

  ScopesideDataSink(@Nullable AcqEngJDataSink inner, EngineRun run) {
    this.inner = inner;
    this.run = run;
  }

  @Override
  public void initialize(Acquisition acq, JSONObject summaryMetadata) {
    acquisition = acq;
    if (inner != null) {
      inner.initialize(acq, summaryMetadata);
    }
    // After it: an acquisition that cannot be saved does not begin.
    run.begin(summaryMetadata);
  }

  @Override
  public @Nullable Object putImage(TaggedImage image) {
    acquired = true;
    run.take(image);
    return inner == null ? null : inner.putImage(image);
  }

  @Override
  public void finish() {
    run.end(acquisition);
    finished = true;
    if (inner != null) {
      inner.finish();
    }
  }

  @Override
  public boolean isFinished() {
    return inner == null ? finished : inner.isFinished();
  }

  @Override
  public boolean anythingAcquired() {
    return inner == null ? acquired : inner.anythingAcquired();
  }
}
