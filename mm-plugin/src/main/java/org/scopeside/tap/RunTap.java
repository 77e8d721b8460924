package org.scopeside.tap;

import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PlaneHeader;

/**
 * Takes the images of one acquisition to its sink: each once, as a reference to its pixels.
 * Thread-safe; never waits and never throws.
 *
 * <p>What cannot be sent is counted as lost with the reason; each kind of trouble is said once. A
 * second image at the same place is neither sent nor counted: the ledger counts frames, and the
 * first image of a frame is the one that counts.
 */
final class RunTap {
  private final RunPlan plan;
  private final RunSink sink;
  private final Clock clock;
  private final Consumer<String> log;
  private final SeenPlanes seen;
  private final Set<String> said = new HashSet<>();
  private final AtomicBoolean ended = new AtomicBoolean();

  RunTap(RunPlan plan, RunSink sink, Clock clock, Consumer<String> log) {
    this.plan = plan;
    this.sink = sink;
    this.clock = clock;
    this.log = log;
    this.seen = plan.nothingSeen();
    for (String remark : plan.sites().remarks()) {
      say(remark, remark);
    }
  }

  RunPlan plan() {
    return plan;
  }

  /**
   * Takes an image.
   *
   * @param channelName counts where the plan names no such channel
   */
  void take(
      PlaneIndex at, @Nullable String channelName, PlaneMetadata metadata, ImageSamples image) {
    if (ended.get()) {
      return;
    }
    try {
      if (isNew(at)) {
        send(at, channelName, metadata, image);
      }
    } catch (Throwable e) { // ours must not reach Micro-Manager's bus
      lose(at, metadata, "it failed: " + e, "failed " + e.getClass());
    }
  }

  /** Counts an image as lost that stands at the place of another. */
  void loseAnother(PlaneIndex at, PlaneMetadata metadata, String reason) {
    if (!ended.get()) {
      lose(at, metadata, reason, reason);
    }
  }

  /** Ends the run; later calls do nothing. */
  void end(String reason) {
    if (ended.compareAndSet(false, true)) {
      try {
        sink.end(reason);
      } catch (Throwable e) { // ours must not reach Micro-Manager's bus
        say("end", "its end could not be told: " + e);
      }
    }
  }

  /**
   * Ends the run when no image can come any more: as cancelled where fewer came than were planned.
   * Micro-Manager does not say whether a run was stopped.
   */
  void endOfImages() {
    long planned = plan.size().planes;
    end(seenCount() < Math.max(1, planned) ? "cancelled" : "completed");
  }

  boolean ended() {
    return ended.get();
  }

  private void send(
      PlaneIndex at, @Nullable String channelName, PlaneMetadata metadata, ImageSamples image) {
    PixelLayout layout = PixelLayout.of(image);
    if (layout == null) {
      String kind = "images of this kind are not sent: " + image.kind();
      lose(at, metadata, kind, kind);
      return;
    }
    PlaneHeader header;
    try {
      header = plan.header(at, metadata, channelName, image, layout, clock.instant());
    } catch (IllegalArgumentException e) {
      lose(at, metadata, String.valueOf(e.getMessage()), "header");
      return;
    }
    long length = layout.length(image.width, image.height);
    if (length != image.length()) {
      String reason =
          image.length() + " samples for " + image.width + "x" + image.height + ", not " + length;
      lose(at, metadata, reason, "length");
      return;
    }
    sink.offer(layout.plane(header, image.array));
  }

  private void lose(PlaneIndex at, PlaneMetadata metadata, String reason, String topic) {
    say(topic, "an image was not sent (" + at + "): " + reason);
    try {
      sink.lose(plan.frame(at, metadata.positionName()), reason);
    } catch (Throwable e) { // ours must not reach Micro-Manager's bus
      say("lose", "a lost image could not be counted: " + e);
    }
  }

  private synchronized boolean isNew(PlaneIndex at) {
    return seen.add(at);
  }

  private synchronized long seenCount() {
    return seen.count();
  }

  private void say(String topic, String words) {
    synchronized (said) {
      if (!said.add(topic)) {
        return;
      }
    }
    log.accept("acquisition " + plan.started().acquisition() + ": " + words);
  }
}
