package org.scopeside.deploy.watch;

import java.io.Closeable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.ChannelRole;
import org.scopeside.contract.EventType;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Topics;
import org.scopeside.contract.Well;
import org.scopeside.publish.AcquisitionRun;
import org.scopeside.publish.CapturedPlane;
import org.scopeside.publish.FrameProducers;
import org.scopeside.publish.FramePublisher;
import org.scopeside.publish.PublisherSettings;
import org.scopeside.runtime.ContractJson;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.PlateFormat;
import org.scopeside.source.watch.AcquisitionReceiver;
import org.scopeside.source.watch.WatchedPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what a watched folder holds, as any source publishes. */
final class WatchPublisher implements AcquisitionReceiver, Closeable {
  private static final Logger log = LoggerFactory.getLogger(WatchPublisher.class);
  private static final String SOURCE = "/watch";
  private static final long END_MS = 1000;

  private final FramePublisher publisher;

  WatchPublisher(Map<String, String> kafka, Topics topics) {
    this.publisher =
        new FramePublisher(
            PublisherSettings.of(topics, SOURCE),
            () -> FrameProducers.create(kafka),
            ContractJson::write,
            log::warn);
  }

  @Override
  public Publication begin(WatchedPlan plan, Map<String, Integer> sentBefore) {
    AcquisitionRun run = publisher.begin(started(plan));
    sentBefore.forEach(
        (label, planes) -> {
          FrameRef frame = new FrameRef(plan.id(), Well.parse(label), 0, 0, 0, 0);
          for (int i = 0; i < planes; i++) {
            run.sentBefore(frame);
          }
        });
    return new Running(run, plan);
  }

  private static AcquisitionStarted started(WatchedPlan plan) {
    int[] plate = PlateFormat.of(plan.wells(), plan.plateRows(), plan.plateColumns());
    AcquisitionStarted.Builder started =
        new AcquisitionStarted.Builder(plan.id(), SOURCE, plan.startedAt())
            .plate(plan.plateName(), plate[0], plate[1])
            .wells(plan.wells())
            .fields(plan.fields())
            .sizeZ(plan.sizeZ())
            .sizeT(plan.sizeT())
            .physicalSizeXUm(plan.physicalSizeXUm())
            .expectedPlanes(plan.expectedPlanes());
    List<ChannelRole> roles = roles(plan);
    for (int c = 0; c < roles.size(); c++) {
      started.channel(plan.channelNames().get(c), roles.get(c));
    }
    return started.build();
  }

  private static List<ChannelRole> roles(WatchedPlan plan) {
    List<ChannelRole> roles = new ArrayList<>();
    for (int c = 0; c < plan.channelNames().size(); c++) {
      roles.add(c == plan.nucleus() ? ChannelRole.NUCLEUS : ChannelRole.OTHER);
    }
    return roles;
  }

  /** An acquisition on its way to Kafka. */
  private final class Running implements Publication {
    private final AcquisitionRun run;
    private WatchedPlan plan;

    Running(AcquisitionRun run, WatchedPlan plan) {
      this.run = run;
      this.plan = plan;
    }

    @Override
    public void replan(WatchedPlan grown) {
      plan = grown;
      AcquisitionStarted started = started(grown);
      publisher.announce(
          EventType.ACQUISITION_STARTED, started.key(), started.startedAt(), started.toJson());
    }

    @Override
    public void publish(
        PlanePlace place, PlanePixels pixels, Runnable encoded, Runnable acknowledged)
        throws InterruptedException {
      run.publish(
          CapturedPlane.of(header(place, pixels), pixels.littleEndian())
              .whenEncoded(encoded)
              .whenAcknowledged(acknowledged));
    }

    private PlaneHeader header(PlanePlace place, PlanePixels pixels) {
      boolean named = place.theC() < plan.channelNames().size();
      @Nullable String channel = named ? plan.channelNames().get(place.theC()) : null;
      boolean nucleus = place.theC() == plan.nucleus();
      return pixels
          .header(place)
          .acquisition(plan.id())
          .source(SOURCE)
          .capturedAt(Instant.now())
          .plateName(plan.plateName())
          .sizeT(Math.max(plan.sizeT(), place.theT() + 1))
          .sizeZ(Math.max(plan.sizeZ(), place.theZ() + 1))
          .sizeC(Math.max(plan.channelNames().size(), place.theC() + 1))
          .channelName(channel)
          .channelRole(nucleus ? ChannelRole.NUCLEUS : ChannelRole.OTHER)
          .build();
    }

    @Override
    public void lose(PlanePlace place, String reason) {
      run.lose(place.frame(plan.id()), reason);
    }

    @Override
    public boolean end(String reason) throws InterruptedException {
      try {
        run.end(reason, END_MS, TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException notYet) {
        return false;
      } catch (KafkaException refused) {
        log.warn("the end of {} is tried again: {}", plan.id(), refused.getMessage());
        return false;
      }
    }
  }

  @Override
  public void close() {
    publisher.close();
  }
}
