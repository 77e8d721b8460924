package org.scopeside.deploy.replay;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.ChannelRole;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Well;
import org.scopeside.deploy.labels.LabelWriter;
import org.scopeside.deploy.run.Pace;
import org.scopeside.deploy.run.PlaneSource;
import org.scopeside.publish.AcquisitionRun;
import org.scopeside.publish.CapturedPlane;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.image.PlaneReader;
import org.scopeside.source.pattern.FolderPlan;
import org.scopeside.source.pattern.PlaneFile;

/** A folder of planes as an acquisition: same order, same events, same ledger as a live one. */
final class FolderAcquisition implements PlaneSource {
  private static final String SOURCE = "/replay";

  /** Plate formats by rows; a folder with wells up to F10 is shown on a 96-well plate. */
  private static final int[][] PLATES = {
    {2, 3}, {4, 6}, {8, 12}, {16, 24}, {32, 48}, {Well.MAX_ROWS, Well.MAX_COLUMNS}
  };

  private final String id;
  private final FolderPlan folder;
  private final List<ChannelRole> roles;
  private final ReplayCommand.Pacing pacing;
  private final @Nullable LabelWriter labels;
  private final List<String> unreadable = Collections.synchronizedList(new ArrayList<>());

  /**
   * @param segmentedChannel name of the channel that is segmented; null to tell by the names
   * @param labels where label images go; null for nowhere
   */
  FolderAcquisition(
      String id,
      FolderPlan folder,
      @Nullable String segmentedChannel,
      ReplayCommand.Pacing pacing,
      @Nullable LabelWriter labels) {
    this.id = id;
    this.folder = folder;
    this.roles = roles(folder, segmentedChannel);
    this.pacing = pacing;
    this.labels = labels;
  }

  private static List<ChannelRole> roles(FolderPlan folder, @Nullable String segmented) {
    if (folder.channelNames().isEmpty()) {
      return List.of(ChannelRole.NUCLEUS);
    }
    if (segmented == null) {
      return ChannelRole.assign(folder.channelNames());
    }
    return folder.channelNames().stream()
        .map(name -> name.equals(segmented) ? ChannelRole.NUCLEUS : ChannelRole.OTHER)
        .toList();
  }

  /** What the person at the terminal should know before it starts. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (folder.ignoredFiles() > 0) {
      remarks.add(
          "Files that do not match the pattern: "
              + folder.ignoredFiles()
              + ", for example "
              + String.join(", ", folder.ignoredExamples()));
    }
    if (folder.missingPlanes() > 0) {
      remarks.add(
          "Missing planes, because not every field has every channel, z and time point: "
              + folder.missingPlanes());
    }
    if (folder.filesWithUnreadPages() > 0) {
      remarks.add(
          "TIFFs of which only the first page is sent, because the pattern has {z}: "
              + folder.filesWithUnreadPages());
    }
    return remarks;
  }

  @Override
  public String source() {
    return SOURCE;
  }

  @Override
  public AcquisitionStarted plan() {
    int[] plate = plate();
    AcquisitionStarted.Builder plan =
        new AcquisitionStarted.Builder(id, SOURCE, Instant.now())
            .plate(folder.plateName(), plate[0], plate[1])
            .wells(folder.wells())
            .fields(folder.fields())
            .sizeZ(folder.sizeZ())
            .sizeT(folder.sizeT())
            .expectedPlanes(folder.planes().size());
    for (int c = 0; c < roles.size(); c++) {
      String name = folder.channelName(c);
      plan.channel(name == null ? "channel " + c : name, roles.get(c));
    }
    return plan.build();
  }

  private int[] plate() {
    if (folder.wells().isEmpty()) {
      return new int[] {0, 0};
    }
    for (int[] plate : PLATES) {
      if (folder.wells().stream()
          .allMatch(well -> well.row() < plate[0] && well.column() < plate[1])) {
        return plate;
      }
    }
    throw new IllegalStateException("a well beyond the largest plate");
  }

  @Override
  public void acquire(AcquisitionRun run) throws InterruptedException {
    Pace pace = pacing.rate == null ? Pace.unlimited() : Pace.rate(pacing.rate);
    Instant first = null;
    for (PlaneFile file : folder.planes()) {
      try {
        PlanePixels plane = PlaneReader.read(file.path(), file.page(), PlaneBuffers.fresh());
        Instant taken = plane.facts().recordedAt();
        if (pacing.asAcquired && taken != null) {
          first = first == null ? taken : first;
          pace.awaitSeconds((taken.toEpochMilli() - first.toEpochMilli()) / 1e3);
        } else {
          pace.awaitNext();
        }
        run.publish(CapturedPlane.of(header(file, plane), plane.littleEndian()));
      } catch (UnreadableImageException e) {
        lose(run, file, e.reason());
      } catch (IllegalArgumentException e) {
        lose(run, file, String.valueOf(e.getMessage()));
      }
    }
  }

  private void lose(AcquisitionRun run, PlaneFile file, String reason) {
    String facts = file.shown() + ": " + reason;
    unreadable.add(facts);
    run.lose(
        new FrameRef(id, file.well(), file.field(), file.theT(), file.theZ(), file.theC()), facts);
  }

  private PlaneHeader header(PlaneFile file, PlanePixels plane) {
    return new PlaneHeader.Builder()
        .acquisition(id)
        .source(SOURCE)
        .capturedAt(Instant.now())
        .plateName(folder.plateName())
        .well(file.well())
        .field(file.field())
        .theT(file.theT())
        .theZ(file.theZ())
        .theC(file.theC())
        .sizeT(folder.sizeT())
        .sizeZ(folder.sizeZ())
        .sizeC(folder.sizeC())
        .sizeX(plane.sizeX())
        .sizeY(plane.sizeY())
        .samplesPerPixel(plane.samplesPerPixel())
        .pixelType(plane.pixelType())
        .significantBits(plane.significantBits())
        .physicalSizeXUm(plane.facts().physicalSizeXUm())
        .physicalSizeYUm(plane.facts().physicalSizeYUm())
        .deltaTMs(plane.facts().deltaTMs())
        .channelName(folder.channelName(file.theC()))
        .channelRole(roles.get(file.theC()))
        .build();
  }

  @Override
  public Map<String, Long> truth() {
    return Map.of();
  }

  @Override
  public List<String> fieldNames() {
    return folder.fieldNames();
  }

  @Override
  public List<String> unreadable() {
    return List.copyOf(unreadable);
  }

  @Override
  public @Nullable Companion companion(String bootstrapServers) throws IOException {
    return labels == null ? null : new LabelCollector(bootstrapServers, id, folder, labels);
  }
}
