package org.scopeside.source.watch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.PlaneSources;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.image.PlaneReader;
import org.scopeside.source.pattern.FolderIndex;
import org.scopeside.source.pattern.IndexKind;
import org.scopeside.source.pattern.NamePreset;
import org.scopeside.source.pattern.NameScheme;
import org.scopeside.source.pattern.PatternPlane;
import org.scopeside.source.pattern.Placeholder;

/**
 * Watches a folder: finds what is new, waits until it is complete, and hands it over, each plane
 * once.
 *
 * <p>One thread does all of it in turn, so a receiver that has no room holds up the looking as
 * well: the files themselves are the queue. At most {@link #MOST_PENDING} files are remembered;
 * what lies beyond them is found again.
 */
public final class FolderWatch implements Closeable {
  static final int MOST_PENDING = 20_000;
  private static final long STATUS = 250_000_000L;
  private static final long LONGEST_PAUSE = 5_000_000_000L;

  /** Planes of one field that come first tell all channels; after so long they are taken as all. */
  private static final long CHANNELS_WAIT = 10_000_000_000L;

  private static final long INDEX_WAIT = 30_000_000_000L;

  private final WatchSettings settings;
  private final WatchMemory memory;
  private final AcquisitionReceiver receiver;
  private final WatchListener listener;
  private final FolderTree tree;
  private final FolderHints hints;
  private final ExistingFiles existing;
  private final ContainerWatch containers;
  private final TemporaryNames temporary = new TemporaryNames();
  private final WriterLock locks = new WriterLock();
  private final PlaneBuffers buffers = new PlaneBuffers(4);
  private final Map<String, WatchedAcquisition> acquisitions = new HashMap<>();
  private final Map<Path, LiveIndex> indices = new HashMap<>();
  private final Set<String> pendingNames = new HashSet<>();
  private final PriorityQueue<PendingFile> pending =
      new PriorityQueue<>(
          Comparator.comparingLong((PendingFile file) -> file.dueAt)
              .thenComparingLong(file -> file.order));
  private final FolderTree.Entries entries = new Found();
  private long order;
  private long statusAt;
  private boolean gone;

  /**
   * @param memory of this folder alone; not closed
   */
  public FolderWatch(
      WatchSettings settings,
      WatchMemory memory,
      AcquisitionReceiver receiver,
      WatchListener listener)
      throws IOException {
    this(settings, PlaneSources.installed(), memory, receiver, listener);
  }

  FolderWatch(
      WatchSettings settings,
      PlaneSources sources,
      WatchMemory memory,
      AcquisitionReceiver receiver,
      WatchListener listener)
      throws IOException {
    this.settings = settings;
    this.memory = memory;
    this.receiver = receiver;
    this.listener = listener;
    this.hints = settings.hints() ? FolderHints.open() : FolderHints.none();
    this.tree = new FolderTree(settings.folder(), settings.interval().toNanos(), hints);
    this.existing = new ExistingFiles(memory, settings.existing());
    this.containers = new ContainerWatch(settings, sources, this::acquisition, listener);
  }

  /** Watches until interrupted or, where asked to look once, until nothing is left to do. */
  public void run() throws InterruptedException, IOException {
    goOn();
    boolean done = false;
    while (!done) {
      tree.sweep(entries);
      noteWhetherGone();
      if (tree.present()) {
        wakeWhatGrew();
        handleDue();
        containers.look();
        endWhatIsOver();
      }
      status();
      done = settings.once() && isIdle();
      if (!done) {
        hints.await(pause(), (folder, name) -> tree.hinted(folder, name, entries));
      }
    }
    endAll("no more files");
  }

  /** Acquisitions that an earlier start left running go on, and end when it is time. */
  private void goOn() {
    for (String id : memory.acquisitionsWith("state", "begun")) {
      String key = memory.decided(id, "key");
      if (key != null) {
        acquisition(key).begun();
      }
    }
  }

  private void noteWhetherGone() {
    if (gone == tree.present()) {
      gone = !gone;
      listener.warning(
          settings.folder()
              + (gone
                  ? " is not there: waiting until it comes back; nothing is lost"
                  : " is there again"));
      long now = System.nanoTime();
      pending.forEach(file -> file.changedAt = now);
      acquisitions.values().forEach(acquisition -> acquisition.lastFileAt = now);
    }
  }

  private void wakeWhatGrew() throws IOException {
    if (!existing.known() && tree.complete() && !existing.allListed().isEmpty()) {
      tree.forget("");
    }
  }

  private boolean isIdle() {
    return tree.present()
        && tree.complete()
        && existing.known()
        && pending.isEmpty()
        && !containers.isBusy();
  }

  private long pause() {
    long pause = settings.interval().toNanos();
    PendingFile next = pending.peek();
    if (next != null) {
      pause = Math.min(pause, next.dueAt - System.nanoTime());
    }
    return Math.max(pause, 1_000_000L);
  }

  private void status() {
    long now = System.nanoTime();
    if (now - statusAt > STATUS) {
      statusAt = now;
      listener.status(tree.folders(), pending.size());
      acquisitions.values().forEach(acquisition -> acquisition.replan(false));
    }
  }

  /** Sorts what the tree finds. */
  private final class Found implements FolderTree.Entries {
    @Override
    public boolean file(Path file, String relativeName) {
      if (temporary.take(file)) {
        return true;
      }
      if (pending.size() >= MOST_PENDING) {
        return false;
      }
      for (NameScheme scheme : settings.schemes()) {
        NamedFile named = NamedFile.of(scheme, relativeName);
        if (named != null) {
          found(file, relativeName, scheme, named);
          return true;
        }
      }
      other(file, relativeName);
      return true;
    }

    @Override
    public void unreadable(String relativeFolder) {
      listener.warning(relativeFolder + " may not be read: permission denied");
    }
  }

  private void found(Path file, String name, NameScheme scheme, NamedFile named) {
    String key = named.acquisition();
    if (!mayBeSent(key, name) || !pendingNames.add(name)) {
      return;
    }
    WatchedAcquisition acquisition = acquisition(key);
    PendingFile found = new PendingFile(file, name, scheme, named.tokens(), acquisition, order++);
    if (isSent(found)) {
      pendingNames.remove(name);
      return;
    }
    long now = System.nanoTime();
    acquisition.lastFileAt = now;
    acquisition.pending++;
    found.changedAt = now;
    found.dueAt = temporary.renamedInto(file) ? now : lookAgain(found, now);
    pending.add(found);
  }

  /** Notes length and time; the file is tried when they are the same after the quiet time. */
  private long lookAgain(PendingFile file, long now) {
    try {
      hasChanged(file);
    } catch (IOException later) {
      // it is looked at again
    }
    return now + settings.quiet().toNanos();
  }

  private boolean mayBeSent(String key, String name) {
    if (existing.sleeps(key, name)) {
      return false;
    }
    if (existing.isAsleep(key)) {
      try {
        existing.wake(key);
      } catch (IOException e) {
        listener.warning("what is sent cannot be noted: " + e.getMessage());
      }
      tree.forget(name.substring(0, name.indexOf('/') + 1));
    }
    return true;
  }

  /** Only where nothing need be decided to tell its place. */
  private boolean isSent(PendingFile file) {
    if (!file.acquisition.numbers.isDecided(file.scheme, file.relativeName, file.tokens)) {
      return false;
    }
    try {
      PlanePlace place = place(file);
      boolean sent =
          file.scheme.onePlaneAFile()
              ? file.acquisition.has(place)
              : memory.sent().contains(fileMark(file));
      if (sent) {
        file.acquisition.grow(place);
      }
      return sent;
    } catch (LiveNumbers.MisplacedException e) {
      return false;
    }
  }

  private static String fileMark(PendingFile file) {
    return "file:" + file.relativeName.replace("\n", "%0A");
  }

  private static PlanePlace place(PendingFile file) throws LiveNumbers.MisplacedException {
    return file.acquisition.numbers.place(file.scheme, file.relativeName, file.tokens);
  }

  /** No plane by its name: an end marker, an index, or part of a file format with folders. */
  private void other(Path file, String name) {
    String fileName = file.getFileName().toString();
    if (fileName.equals(settings.endMarker())) {
      String folder = name.substring(0, name.length() - fileName.length());
      acquisitions.values().stream()
          .filter(each -> (each.key + "/").startsWith(folder) || folder.startsWith(each.key + "/"))
          .forEach(each -> each.markedComplete = true);
      return;
    }
    for (NameScheme scheme : settings.schemes()) {
      if (scheme.ignores(name)) {
        return;
      }
    }
    String key = ContainerWatch.keyOf(name);
    if (mayBeSent(key, name)) {
      containers.touched(file, name);
    }
  }

  private WatchedAcquisition acquisition(String key) {
    WatchedAcquisition known = acquisitions.get(key);
    if (known == null) {
      String folderName =
          Objects.toString(settings.folder().toAbsolutePath().normalize().getFileName(), "");
      String id = AcquisitionId.of(key, folderName);
      known = new WatchedAcquisition(key, id, memory, settings, receiver, listener);
      memory.decide(id, "key", key);
      acquisitions.put(key, known);
    }
    return known;
  }

  private void handleDue() throws InterruptedException {
    long now = System.nanoTime();
    long until = now + settings.interval().toNanos();
    for (PendingFile file = pending.peek();
        file != null && file.dueAt <= now && System.nanoTime() < until;
        file = pending.peek()) {
      pending.remove();
      file.acquisition.pending--;
      if (handle(file)) {
        pendingNames.remove(file.relativeName);
      } else {
        file.acquisition.pending++;
        pending.add(file);
      }
    }
  }

  /** Tries a file; false if it is to be tried again, at its new due time. */
  private boolean handle(PendingFile file) throws InterruptedException {
    long now = System.nanoTime();
    try {
      if (file.acquisition.ending() != null) {
        file.dueAt = now + settings.quiet().toNanos();
        return false;
      }
      if (file.size >= 0 && hasChanged(file)) {
        file.changedAt = now;
        file.dueAt = now + settings.quiet().toNanos();
        return false;
      }
      if (locks.isHeld(file.path)) {
        file.reason = "another program holds it";
        return later(file, now);
      }
      return send(file, now);
    } catch (UnreadableImageException e) {
      file.reason = e.reason();
      return isDeleted(file.path)
          ? refuse(file, "was deleted before it was read")
          : later(file, now);
    } catch (IOException e) {
      file.reason = e.toString();
      return isDeleted(file.path)
          ? refuse(file, "was deleted before it was read")
          : later(file, now);
    } catch (LiveNumbers.MisplacedException e) {
      file.reason = e.getMessage();
      listener.refused(file.relativeName, String.valueOf(e.getMessage()));
      return true;
    } catch (IllegalArgumentException e) {
      return refuse(file, String.valueOf(e.getMessage()));
    }
  }

  /** The folder is there and the file is not; else the share may have gone. */
  private boolean isDeleted(Path file) {
    Path folder = file.getParent();
    return Files.notExists(file)
        && folder != null
        && Files.isReadable(folder)
        && Files.isReadable(settings.folder());
  }

  private static boolean hasChanged(PendingFile file) throws IOException {
    BasicFileAttributes now = Files.readAttributes(file.path, BasicFileAttributes.class);
    long modified = now.lastModifiedTime().toMillis();
    boolean changed = now.size() != file.size || modified != file.modified;
    file.size = now.size();
    file.modified = modified;
    return changed;
  }

  /** Waits longer each time; a file that has not changed for as long as patience is, is refused. */
  private boolean later(PendingFile file, long now) {
    if (now - file.changedAt >= settings.patience().toNanos()) {
      return refuse(file, String.valueOf(file.reason));
    }
    file.tries++;
    long pause = settings.quiet().toNanos() * Math.min(1 << Math.min(file.tries, 10), 1024);
    file.dueAt = now + Math.min(pause, LONGEST_PAUSE);
    return false;
  }

  private boolean refuse(PendingFile file, String reason) {
    if (file.acquisition.ending() != null) {
      file.dueAt = System.nanoTime() + settings.quiet().toNanos();
      return false;
    }
    listener.refused(file.relativeName, reason);
    try {
      file.acquisition.numbers.decideFirsts(file, pending);
      PlanePlace place = place(file);
      file.acquisition.grow(place);
      file.acquisition.lose(place, file.relativeName + ": " + reason);
    } catch (LiveNumbers.MisplacedException nowhere) {
      // it is named, and belongs to no acquisition's count
    }
    return true;
  }

  private boolean send(PendingFile file, long now)
      throws IOException, InterruptedException, LiveNumbers.MisplacedException {
    file.acquisition.numbers.decideFirsts(file, pending);
    PlanePlace first = place(file);
    FolderIndex index = index(file);
    learn(file, first, index);
    if (!nucleusIsKnown(file, now)) {
      file.dueAt = now + settings.quiet().toNanos();
      return false;
    }
    int pages = file.scheme.onePlaneAFile() ? 1 : PlaneReader.pages(file.path);
    Runnable whole = wholeFile(file, pages);
    for (int page = file.pagesDone; page < pages; page++) {
      PlanePlace place =
          page == 0
              ? first
              : new PlanePlace(first.well(), first.field(), first.theT(), page, first.theC());
      file.acquisition.grow(place);
      if (!file.acquisition.has(place)) {
        PlanePixels pixels = read(file, page, place, index);
        byte[] free = pixels.littleEndian();
        file.acquisition.publish(
            place, pixels, file.relativeName, () -> buffers.giveBack(free), whole);
      } else {
        whole.run();
      }
      file.pagesDone = page + 1;
    }
    return true;
  }

  /** Notes a file of several pages once all of them are safe. */
  private Runnable wholeFile(PendingFile file, int pages) {
    if (file.scheme.onePlaneAFile()) {
      return () -> {};
    }
    AtomicInteger left = new AtomicInteger(pages - file.pagesDone);
    String mark = fileMark(file);
    return () -> {
      if (left.decrementAndGet() == 0) {
        memory.sent().add(mark);
      }
    };
  }

  private PlanePixels read(PendingFile file, int page, PlanePlace place, FolderIndex index)
      throws UnreadableImageException {
    PlaneFacts facts =
        index.facts(
            file.path.getFileName().toString(), file.tokens.getOrDefault(Placeholder.CHANNEL, ""));
    return new PatternPlane(file.path, file.relativeName, page, place, facts).read(buffers);
  }

  private void learn(PendingFile file, PlanePlace place, FolderIndex index) {
    WatchedAcquisition acquisition = file.acquisition;
    acquisition.grow(place);
    String plate = file.tokens.get(Placeholder.PLATE);
    String folder = acquisition.key.substring(acquisition.key.lastIndexOf('/') + 1);
    acquisition.plate(
        plate == null && !folder.isEmpty() ? folder : plate,
        index.plateRows(),
        index.plateColumns());
    String channel = file.tokens.get(Placeholder.CHANNEL);
    if (channel != null && place.theC() >= settings.channels().size()) {
      String named = index.channelName(channel);
      acquisition.nameChannel(place.theC(), named == null ? channel : named);
    }
  }

  private FolderIndex index(PendingFile file) {
    Path images = file.path.getParent();
    if (images == null
        || !(file.scheme instanceof NamePreset preset)
        || preset.index() == IndexKind.NONE) {
      return FolderIndex.none();
    }
    LiveIndex live =
        indices.computeIfAbsent(images, at -> new LiveIndex(at, settings.folder(), preset.index()));
    FolderIndex index = live.now();
    file.acquisition.index(live);
    return index;
  }

  /**
   * Names of stains tell which channel is segmented; where they do not, all channels are awaited:
   * they are known when the second field begins.
   */
  private boolean nucleusIsKnown(PendingFile file, long now) {
    WatchedAcquisition acquisition = file.acquisition;
    String channel = file.tokens.get(Placeholder.CHANNEL);
    boolean nothingToTell =
        channel == null
            || (settings.channels().isEmpty() && LiveNumbers.isNumber(channel))
            || !settings.channels().isEmpty();
    boolean sure =
        nothingToTell || settings.once() || now - acquisition.firstFileAt > CHANNELS_WAIT;
    return acquisition.decideNucleus(sure || anotherFieldPends(file));
  }

  private boolean anotherFieldPends(PendingFile file) {
    if (file.acquisition.nucleusKnown()) {
      return true;
    }
    String field = fieldOf(file);
    for (PendingFile other : pending) {
      if (other.acquisition == file.acquisition && !fieldOf(other).equals(field)) {
        return learnChannels(file);
      }
    }
    return false;
  }

  /** All channels of the first field are there: their names count before the first is sent. */
  private boolean learnChannels(PendingFile file) {
    for (PendingFile other : pending) {
      if (other.acquisition == file.acquisition && fieldOf(other).equals(fieldOf(file))) {
        try {
          learn(other, place(other), FolderIndex.none());
        } catch (LiveNumbers.MisplacedException later) {
          // it is refused in its turn
        }
      }
    }
    return true;
  }

  private static String fieldOf(PendingFile file) {
    return file.tokens.getOrDefault(Placeholder.WELL, "")
        + file.tokens.getOrDefault(Placeholder.ROW, "")
        + "/"
        + file.tokens.getOrDefault(Placeholder.COLUMN, "")
        + "/"
        + file.tokens.getOrDefault(Placeholder.FIELD, "")
        + "/"
        + file.tokens.getOrDefault(Placeholder.T, "");
  }

  private void endWhatIsOver() throws InterruptedException {
    long now = System.nanoTime();
    for (WatchedAcquisition acquisition : acquisitions.values()) {
      if (acquisition.isRunning() && (acquisition.pending == 0 || acquisition.ending() != null)) {
        String begun = acquisition.ending();
        String reason = begun == null ? endReason(acquisition, now) : begun;
        if (reason != null) {
          acquisition.end(reason);
        }
      }
    }
  }

  private @Nullable String endReason(WatchedAcquisition acquisition, long now) {
    long expected = Math.max(settings.expectedPlanes(), acquisition.listedByIndex(INDEX_WAIT));
    boolean complete = expected > 0 && acquisition.handedOver() >= expected;
    if (complete || acquisition.markedComplete) {
      return "completed";
    }
    boolean over = now - acquisition.lastFileAt >= settings.endAfter().toNanos();
    return over ? "no new files" : null;
  }

  private void endAll(String reason) throws InterruptedException {
    for (WatchedAcquisition acquisition : acquisitions.values()) {
      long begun = System.nanoTime();
      String why = endReason(acquisition, begun);
      while (!acquisition.end(why == null ? reason : why)) {
        hints.await(settings.interval().toNanos(), (folder, name) -> {});
      }
    }
  }

  /** Stops asking the operating system; {@link #run} is to have returned. */
  @Override
  public void close() throws IOException {
    tree.close();
  }
}
