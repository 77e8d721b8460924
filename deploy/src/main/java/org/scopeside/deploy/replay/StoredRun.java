package org.scopeside.deploy.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.ChannelRole;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Well;
import org.scopeside.deploy.labels.LabelWriter;
import org.scopeside.deploy.run.AnalysisGate;
import org.scopeside.deploy.run.Installation;
import org.scopeside.deploy.run.Pace;
import org.scopeside.deploy.run.RunSource;
import org.scopeside.publish.AcquisitionRun;
import org.scopeside.publish.CapturedPlane;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.ReadAhead;
import org.scopeside.source.SentJournal;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.StoredPlane;

/** Stored planes as an acquisition: same order, same events, same ledger as a live one. */
final class StoredRun implements RunSource {
  private static final String SOURCE = "/replay";

  /** Planes that are read ahead of the encoders find an array that was used before. */
  private static final int BUFFERS_KEPT = 16;

  private static final int READERS = Math.min(8, Runtime.getRuntime().availableProcessors());

  private final String id;
  private final StoredAcquisition stored;
  private final List<StoredPlane> planes;
  private final List<ChannelRole> roles;
  private final Settings settings;
  private final PlaneBuffers buffers = new PlaneBuffers(BUFFERS_KEPT);
  private final List<String> unreadable = Collections.synchronizedList(new ArrayList<>());

  /**
   * How it is replayed.
   *
   * @param root the opened path, for finding a plane's file
   * @param segmentedChannel name of the channel that is segmented; null to tell by the names
   * @param model the model asked of an installation that runs already; null for its own choice
   * @param labels where label images go; null for nowhere
   * @param journal which planes an earlier run has sent; notes those of this one
   */
  record Settings(
      Path root,
      @Nullable String segmentedChannel,
      ReplayPacing pacing,
      @Nullable String model,
      @Nullable LabelWriter labels,
      SentJournal journal) {}

  /**
   * @param planes those of the acquisition that are replayed
   */
  StoredRun(String id, StoredAcquisition stored, List<StoredPlane> planes, Settings settings) {
    this.id = id;
    this.stored = stored;
    this.planes = planes;
    this.roles = roles(stored, planes, settings.segmentedChannel());
    this.settings = settings;
  }

  /** Channels that are not replayed have no part: their role is "other". */
  private static List<ChannelRole> roles(
      StoredAcquisition stored, List<StoredPlane> planes, @Nullable String segmented) {
    List<String> names = stored.channelNames();
    if (names.isEmpty()) {
      return List.of(ChannelRole.NUCLEUS);
    }
    if (segmented != null) {
      return names.stream()
          .map(name -> name.equals(segmented) ? ChannelRole.NUCLEUS : ChannelRole.OTHER)
          .toList();
    }
    List<Integer> replayed =
        planes.stream().map(plane -> plane.place().theC()).distinct().sorted().toList();
    List<ChannelRole> assigned =
        ChannelRole.assign(replayed.stream().map(names::get).collect(Collectors.toList()));
    List<ChannelRole> roles = new ArrayList<>(Collections.nCopies(names.size(), ChannelRole.OTHER));
    for (int i = 0; i < replayed.size(); i++) {
      roles.set(replayed.get(i), assigned.get(i));
    }
    return roles;
  }

  @Override
  public String source() {
    return SOURCE;
  }

  @Override
  public AcquisitionStarted plan() {
    int[] plate = stored.plateFormat();
    AcquisitionStarted.Builder plan =
        new AcquisitionStarted.Builder(id, SOURCE, Instant.now())
            .plate(stored.plateName(), plate[0], plate[1])
            .wells(wells())
            .fields(stored.fields())
            .sizeZ(stored.sizeZ())
            .sizeT(stored.sizeT())
            .expectedPlanes(planes.size())
            .physicalSizeXUm(stored.physicalSizeXUm())
            .model(settings.model())
            .labels(settings.labels() != null);
    for (int c = 0; c < roles.size(); c++) {
      String name = stored.channelName(c);
      plan.channel(name == null ? "channel " + c : name, roles.get(c));
    }
    return plan.build();
  }

  private List<Well> wells() {
    TreeSet<Well> wells = new TreeSet<>();
    for (StoredPlane plane : planes) {
      Well well = plane.place().well();
      if (well != null) {
        wells.add(well);
      }
    }
    return List.copyOf(wells);
  }

  @Override
  public void acquire(AcquisitionRun run, AnalysisGate gate) throws InterruptedException {
    Schedule schedule = new Schedule(settings.pacing());
    List<StoredPlane> left = new ArrayList<>();
    for (StoredPlane plane : planes) {
      FrameRef frame = plane.place().frame(id);
      if (settings.journal().contains(frame.id())) {
        run.sentBefore(frame);
      } else {
        left.add(plane);
      }
    }
    try (ReadAhead reader = new ReadAhead(left.iterator(), buffers, READERS)) {
      for (ReadAhead.Taken taken = reader.next(); taken != null; taken = reader.next()) {
        send(taken, run, gate, schedule);
      }
    }
  }

  private void send(ReadAhead.Taken taken, AcquisitionRun run, AnalysisGate gate, Schedule schedule)
      throws InterruptedException {
    FrameRef frame = taken.plane().place().frame(id);
    PlanePixels pixels = taken.pixels();
    if (pixels == null) {
      lose(run, frame, taken.plane(), String.valueOf(taken.problem()));
      return;
    }
    try {
      byte[] bytes = pixels.littleEndian();
      PlaneHeader header = header(taken.plane().place(), pixels);
      schedule.await(pixels.facts());
      gate.await(bytes.length);
      run.publish(
          CapturedPlane.of(header, bytes)
              .whenEncoded(() -> buffers.giveBack(bytes))
              .whenAcknowledged(() -> settings.journal().add(frame.id())));
    } catch (IllegalArgumentException e) {
      lose(run, frame, taken.plane(), String.valueOf(e.getMessage()));
    }
  }

  private void lose(AcquisitionRun run, FrameRef frame, StoredPlane plane, String reason) {
    String facts = plane.shown() + ": " + reason;
    unreadable.add(facts);
    run.lose(frame, facts);
  }

  private PlaneHeader header(PlanePlace place, PlanePixels pixels) {
    return pixels
        .header(place)
        .acquisition(id)
        .source(SOURCE)
        .capturedAt(Instant.now())
        .plateName(stored.plateName())
        .sizeT(stored.sizeT())
        .sizeZ(stored.sizeZ())
        .sizeC(stored.sizeC())
        .channelName(stored.channelName(place.theC()))
        .channelRole(roles.get(place.theC()))
        .build();
  }

  /** When each plane is due. */
  private static final class Schedule {
    private final boolean asAcquired;
    private final Pace pace;
    private @Nullable Double firstMs;

    Schedule(ReplayPacing pacing) {
      this.asAcquired = pacing.asAcquired;
      this.pace = pacing.rate == null ? Pace.unlimited() : Pace.rate(pacing.rate);
    }

    void await(PlaneFacts facts) throws InterruptedException {
      Double takenMs = asAcquired ? takenMs(facts) : null;
      if (takenMs == null) {
        pace.awaitNext();
      } else {
        firstMs = firstMs == null ? takenMs : firstMs;
        pace.awaitSeconds((takenMs - firstMs) / 1e3);
      }
    }

    private static @Nullable Double takenMs(PlaneFacts facts) {
      Instant at = facts.recordedAt();
      return at == null ? facts.deltaTMs() : (Double) (double) at.toEpochMilli();
    }
  }

  @Override
  public Map<String, Long> truth() {
    return Map.of();
  }

  @Override
  public List<String> fieldNames() {
    return stored.fieldNames();
  }

  @Override
  public List<String> unreadable() {
    return List.copyOf(unreadable);
  }

  @Override
  public @Nullable Companion companion(Installation installation) throws IOException {
    LabelWriter labels = settings.labels();
    return labels == null
        ? null
        : new LabelCollector(installation, id, settings.root(), planes, labels);
  }
}
