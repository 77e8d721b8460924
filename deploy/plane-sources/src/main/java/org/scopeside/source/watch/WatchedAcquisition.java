package org.scopeside.source.watch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.ChannelRole;
import org.scopeside.contract.Well;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.SentJournal;

/** One acquisition as it grows: what it consists of so far and what became of its planes. */
final class WatchedAcquisition {
  private static final long REPLAN = 1_000_000_000L;

  final String key;
  final String id;
  final LiveNumbers numbers;
  private final WatchMemory memory;
  private final WatchSettings settings;
  private final AcquisitionReceiver receiver;
  private final WatchListener listener;

  /** Frames handed over that are not safe yet; emptied by other threads. */
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  private final Map<PlanePlace, String> lost = new HashMap<>();
  private final Set<Well> wells = new TreeSet<>();
  private final Map<Integer, String> channelNames = new TreeMap<>();
  private final Set<LiveIndex> indices = new HashSet<>();
  private int fields = 1;
  private int sizeZ = 1;
  private int sizeT = 1;
  private int sizeC = 1;
  private int nucleus = -1;
  private @Nullable String plateName;
  private int plateRows;
  private int plateColumns;
  private @Nullable Double physicalSizeXUm;
  private @Nullable Instant startedAt;
  private AcquisitionReceiver.@Nullable Publication publication;
  private @Nullable String ending;
  private boolean planChanged;
  private long plannedAt;

  /** Files of it that are pending. */
  int pending;

  /** Its end was said by a marker or an index. */
  boolean markedComplete;

  private long expectedByIndex;
  long lastFileAt;

  /** When its first file was found. */
  final long firstFileAt;

  WatchedAcquisition(
      String key,
      String id,
      WatchMemory memory,
      WatchSettings settings,
      AcquisitionReceiver receiver,
      WatchListener listener) {
    this.key = key;
    this.id = id;
    this.memory = memory;
    this.settings = settings;
    this.receiver = receiver;
    this.listener = listener;
    this.numbers = new LiveNumbers(memory, id, settings.channels(), settings.firstNumber());
    this.firstFileAt = System.nanoTime();
    this.lastFileAt = firstFileAt;
    String decided = memory.decided(id, "nucleus");
    this.nucleus = decided == null ? -1 : Integer.parseInt(decided);
    for (int i = 0; i < settings.channels().size(); i++) {
      nameChannel(i, settings.channels().get(i));
    }
    recallExtents();
  }

  /** A restart goes on with the plan as it had grown. */
  private void recallExtents() {
    String extents = memory.decided(id, "extents");
    if (extents != null) {
      String[] parts = extents.split(" ", -1);
      fields = Integer.parseInt(parts[0]);
      sizeT = Integer.parseInt(parts[1]);
      sizeZ = Integer.parseInt(parts[2]);
      sizeC = Integer.parseInt(parts[3]);
      startedAt = Instant.parse(parts[4]);
    }
    for (String well : memory.sent().wells(id).keySet()) {
      Well parsed = Well.parse(well);
      if (parsed != null) {
        wells.add(parsed);
      }
    }
  }

  void plate(@Nullable String name, int rows, int columns) {
    if (name != null && plateName == null) {
      plateName = name;
    }
    if (rows > 0) {
      plateRows = rows;
      plateColumns = columns;
    }
  }

  void nameChannel(int index, String name) {
    if (!name.equals(channelNames.put(index, name))) {
      planChanged = true;
    }
    sizeC = Math.max(sizeC, index + 1);
  }

  void grow(PlanePlace place) {
    Well well = place.well();
    boolean grown = well != null && wells.add(well);
    grown |= place.field() >= fields || place.theT() >= sizeT;
    grown |= place.theZ() >= sizeZ || place.theC() >= sizeC;
    fields = Math.max(fields, place.field() + 1);
    sizeT = Math.max(sizeT, place.theT() + 1);
    sizeZ = Math.max(sizeZ, place.theZ() + 1);
    sizeC = Math.max(sizeC, place.theC() + 1);
    planChanged |= grown;
  }

  /** The vendor's index beside its images. */
  void index(LiveIndex live) {
    indices.add(live);
    countListed();
  }

  private void countListed() {
    int listed = indices.stream().mapToInt(each -> each.now().listedPlanes()).sum();
    planChanged |= listed != expectedByIndex;
    expectedByIndex = listed;
  }

  /** Planes that indices list which have not changed for so long; 0 if there are none such. */
  long listedByIndex(long nanos) {
    countListed();
    return indices.stream().allMatch(each -> each.unchangedFor() >= nanos) ? expectedByIndex : 0;
  }

  /** Known to have arrived, to be on its way, or to be lost. */
  boolean has(PlanePlace place) {
    String frame = frame(place);
    return memory.sent().contains(frame) || underWay.contains(frame) || lost.containsKey(place);
  }

  private String frame(PlanePlace place) {
    return place.frame(id).id();
  }

  boolean nucleusKnown() {
    return nucleus >= 0;
  }

  /**
   * Decides which channel is segmented, once and for all starts.
   *
   * @param sure false to decide only if names leave no doubt
   * @return false if it is still open
   */
  boolean decideNucleus(boolean sure) {
    if (nucleus >= 0) {
      return true;
    }
    int found = -1;
    List<String> names = channelNames();
    for (int i = names.size() - 1; i >= 0; i--) {
      String name = names.get(i);
      boolean wanted =
          settings.segmented() == null
              ? ChannelRole.isNuclearStain(name)
              : name.equals(settings.segmented());
      found = wanted ? i : found;
    }
    if (found < 0 && !sure) {
      return false;
    }
    nucleus = Math.max(found, 0);
    memory.decide(id, "nucleus", Integer.toString(nucleus));
    return true;
  }

  private List<String> channelNames() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < sizeC; i++) {
      names.add(channelNames.getOrDefault(i, "channel " + i));
    }
    return names;
  }

  /**
   * Hands a plane over.
   *
   * @param encoded to be run when its pixels are free
   * @param safe to be run as well when it is safe
   */
  void publish(PlanePlace place, PlanePixels pixels, String file, Runnable encoded, Runnable safe)
      throws InterruptedException {
    physicalSize(pixels);
    AcquisitionReceiver.Publication to = begun();
    replan(false);
    String frame = frame(place);
    underWay.add(frame);
    SentJournal sent = memory.sent();
    Set<String> waiting = underWay;
    to.publish(
        place,
        pixels,
        encoded,
        () -> {
          sent.add(frame);
          waiting.remove(frame);
          safe.run();
        });
    listener.plane(id, file);
  }

  private void physicalSize(PlanePixels pixels) {
    Double size = pixels.facts().physicalSizeXUm();
    if (physicalSizeXUm == null && size != null) {
      physicalSizeXUm = size;
      planChanged = true;
    }
  }

  void lose(PlanePlace place, String reason) {
    if (has(place)) {
      return;
    }
    begun().lose(place, reason);
    lost.put(place, reason);
  }

  /** Begins, or goes on with what had arrived and what was lost before. */
  AcquisitionReceiver.Publication begun() {
    AcquisitionReceiver.Publication running = publication;
    if (running == null) {
      startedAt = startedAt == null ? Instant.now() : startedAt;
      decideNucleus(true);
      WatchedPlan plan = plan();
      running = receiver.begin(plan, memory.sent().wells(id));
      publication = running;
      planChanged = false;
      plannedAt = System.nanoTime();
      memory.decide(id, "state", "begun");
      noteExtents();
      lost.forEach(running::lose);
      listener.started(plan);
    }
    return running;
  }

  private void noteExtents() {
    memory.decide(
        id, "extents", fields + " " + sizeT + " " + sizeZ + " " + sizeC + " " + startedAt);
  }

  /** Announces the plan again where it has grown, not with every plane. */
  void replan(boolean now) {
    AcquisitionReceiver.Publication running = publication;
    if (running != null && planChanged && (now || System.nanoTime() - plannedAt > REPLAN)) {
      planChanged = false;
      plannedAt = System.nanoTime();
      noteExtents();
      running.replan(plan());
    }
  }

  boolean isRunning() {
    return publication != null;
  }

  long sent() {
    return memory.sent().wells(id).values().stream().mapToLong(Integer::longValue).sum();
  }

  long lostPlanes() {
    return lost.size();
  }

  long handedOver() {
    return sent() + underWay.size() + lost.size();
  }

  /** Why it is about to end; it takes no planes until it has. Null while it does not. */
  @Nullable String ending() {
    return ending;
  }

  /** Ends it; false if planes are still on their way. */
  boolean end(String reason) throws InterruptedException {
    AcquisitionReceiver.Publication running = publication;
    if (running == null) {
      return true;
    }
    replan(true);
    ending = reason;
    if (!running.end(reason)) {
      return false;
    }
    ending = null;
    publication = null;
    markedComplete = false;
    memory.decide(id, "state", "ended");
    listener.ended(id, reason, sent(), lost.size());
    return true;
  }

  private WatchedPlan plan() {
    Instant begun = startedAt == null ? Instant.now() : startedAt;
    return new WatchedPlan(
        id,
        begun,
        plateName,
        plateRows,
        plateColumns,
        List.copyOf(wells),
        fields,
        channelNames(),
        Math.max(nucleus, 0),
        sizeZ,
        sizeT,
        Math.max(settings.expectedPlanes(), expectedByIndex),
        physicalSizeXUm);
  }
}
