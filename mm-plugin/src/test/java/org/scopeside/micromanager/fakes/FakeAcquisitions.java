package org.scopeside.micromanager.fakes;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.micromanager.acquisition.AcquisitionManager;
import org.micromanager.acquisition.SequenceSettings;
import org.micromanager.data.Datastore;
import org.micromanager.data.SummaryMetadata;

/** Records what was asked of the acquisition in words: "pause", "resume", "abort", "run". */
public final class FakeAcquisitions implements AcquisitionManager {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile SequenceSettings settings = new SequenceSettings.Builder().build();
  private volatile Function<SequenceSettings, Datastore> engine =
      any -> FakeDatastore.onItsThread();
  private volatile boolean running;
  private volatile boolean paused;

  public List<String> asked() {
    return asked;
  }

  public void running(boolean running) {
    this.running = running;
  }

  /** What happens when an acquisition is run. */
  public void engine(Function<SequenceSettings, Datastore> engine) {
    this.engine = engine;
  }

  @Override
  public boolean isAcquisitionRunning() {
    return running;
  }

  @Override
  public void setPause(boolean state) {
    paused = state;
    asked.add(state ? "pause" : "resume");
  }

  @Override
  public boolean isPaused() {
    return paused;
  }

  @Override
  public void abortAcquisition() {
    asked.add("abort");
    running = false;
  }

  @Override
  public SequenceSettings getAcquisitionSettings() {
    return settings;
  }

  @Override
  public void setAcquisitionSettings(SequenceSettings settings) {
    this.settings = settings;
  }

  @Override
  public Datastore runAcquisitionWithSettings(SequenceSettings settings, boolean shouldBlock) {
    asked.add("run");
    return engine.apply(settings);
  }

  @Override
  public SummaryMetadata generateSummaryMetadata() {
    return FakeSummary.unknown();
  }
}
