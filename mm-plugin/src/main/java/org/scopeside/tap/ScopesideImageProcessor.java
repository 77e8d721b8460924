package org.scopeside.tap;

import java.time.Clock;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import mmcorej.TaggedImage;
import org.jspecify.annotations.Nullable;
import org.micromanager.acqj.api.AcquisitionAPI;
import org.micromanager.acqj.util.ImageProcessorBase;

/**
 * Publishes the images of an acquisition of AcqEngJ and hands them on unchanged, for acquisitions
 * whose data sink cannot be wrapped. Add it as the last processor: one that comes after it must not
 * change the pixels in place.
 *
 * <p>Used by the thread that the engine gives to the processor; one for each acquisition.
 */
public final class ScopesideImageProcessor extends ImageProcessorBase {
  private final EngineRun run;
  private volatile @Nullable AcquisitionAPI acquisition;

  /**
   * @param plan what is known beforehand
   * @param log takes one line in words about what the user should know
   */
  public ScopesideImageProcessor(
      PlaneSink sink, TapSettings settings, EnginePlan plan, Consumer<String> log) {
    this(new EngineRun(sink, settings, plan, AcquisitionIds.GIVEN, Clock.systemUTC(), log));
  }

  ScopesideImageProcessor(EngineRun run) {
    this.run = run;
  }

  @Override
  public void setAcqAndQueues(
      AcquisitionAPI acq, BlockingQueue<TaggedImage> source, BlockingQueue<TaggedImage> sink) {
    acquisition = acq;
    super.setAcqAndQueues(acq, source, sink);
  }

  @Override
  protected TaggedImage processImage(TaggedImage image) {
    if (image.tags == null && image.pix == null) { // the engine's sign that no image follows
      run.end(acquisition);
    } else {
      run.begin(null);
      run.take(image);
    }
    return image;
  }
}
