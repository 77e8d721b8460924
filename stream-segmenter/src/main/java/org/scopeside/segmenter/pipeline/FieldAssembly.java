package org.scopeside.segmenter.pipeline;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.scopeside.contract.ChannelRole;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.segmenter.SegmenterSettings;
import org.scopeside.segmenter.ingest.FieldChannels;
import org.scopeside.segmenter.model.ModelChoice;
import org.scopeside.segmenter.model.ModelUnavailableException;
import org.scopeside.segmenter.model.SegmentationModel;

/**
 * From planes to fields as the model of their acquisition wants them: z-planes projected, channels
 * joined. Thread-safe.
 */
final class FieldAssembly {
  private final ModelChoice models;
  private final SegmenterSettings settings;
  private final List<String> channelSettings;
  private final StackProjector stacks;
  private final Map<List<ChannelRole>, FieldJoiner> joiners = new ConcurrentHashMap<>();

  FieldAssembly(ModelChoice models, SegmenterSettings settings) {
    this.models = models;
    this.settings = settings;
    this.channelSettings = List.of(settings.channel(), settings.secondChannel());
    this.stacks = new StackProjector(settings.zProjection(), settings.stackBytes());
  }

  /**
   * Takes a plane.
   *
   * @throws ModelUnavailableException if the model of its acquisition cannot be had
   * @throws IllegalArgumentException if the plane does not fit its stack or its field
   */
  FieldJoiner.Step add(DecodedPlane plane, AnalysedPlane analysed)
      throws ModelUnavailableException, InterruptedException {
    PlaneHeader header = plane.header();
    List<ChannelRole> roles = roles(header);
    int position = position(roles, header);
    FieldJoiner.Step step = new FieldJoiner.Step();
    if (position == FieldChannels.NONE) {
      step.released().add(analysed);
      return step;
    }
    StackProjector.Step projected = stacks.add(plane, analysed);
    step.released().addAll(projected.released());
    for (FieldImage field : projected.fields()) {
      // Not always the plane's own: a stack that had to make room may be of another acquisition.
      join(field, step);
    }
    return step;
  }

  private void join(FieldImage field, FieldJoiner.Step step) throws InterruptedException {
    PlaneHeader header = field.carrier().header();
    try {
      List<ChannelRole> roles = roles(header);
      ChannelRole role = roles.get(position(roles, header));
      step.add(joiner(roles).add(field, role));
    } catch (ModelUnavailableException e) {
      step.refused().add(FieldJoiner.Refused.of(field, String.valueOf(e.getMessage())));
    }
  }

  private FieldJoiner joiner(List<ChannelRole> roles) {
    return joiners.computeIfAbsent(
        roles, any -> new FieldJoiner(any, settings.missingChannel(), settings.stackBytes()));
  }

  private List<ChannelRole> roles(PlaneHeader plane)
      throws ModelUnavailableException, InterruptedException {
    SegmentationModel model = models.of(plane.acquisition()).active();
    return model.channels();
  }

  private int position(List<ChannelRole> roles, PlaneHeader plane) {
    return new FieldChannels(roles, channelSettings).position(plane);
  }

  /** Ends the waiting of stacks and fields for planes that do not come. */
  FieldJoiner.Step flushIdle() throws InterruptedException {
    FieldJoiner.Step step = new FieldJoiner.Step();
    for (FieldImage field : stacks.flushIdle(settings.stackTimeout().toNanos())) {
      join(field, step);
    }
    for (FieldJoiner joiner : joiners.values()) {
      step.add(joiner.flushIdle(settings.channelTimeout().toNanos()));
    }
    return step;
  }

  /** Forgets what is of partitions that are read by another segmenter now. */
  void forget(Collection<TopicPartition> partitions) {
    stacks.forget(partitions);
    joiners.values().forEach(joiner -> joiner.forget(partitions));
  }

  /** Bytes held by stacks and fields that wait. */
  long bytes() {
    return stacks.bytes() + joiners.values().stream().mapToLong(FieldJoiner::bytes).sum();
  }
}
