package org.scopeside.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.Well;

/**
 * What is known of one acquisition while its results come back. Thread-safe.
 *
 * <p>A plane's later outcome takes the place of its earlier one, by the time it was analysed, and
 * the same outcome again changes nothing; so the totals are those of the last outcomes alone,
 * whatever came twice or in another order.
 *
 * <p>Bounded: numbers are kept, not objects. The last {@value #FRAMES} planes are remembered (72
 * bytes each, so that a later outcome can replace what they added), the last {@value #FIELDS}
 * fields and time points (80 bytes each), {@value #RECENT_FIELDS} rows for people, and of every
 * well {@value WellState#TIMES} time points. Older planes and fields stay in the totals; only a
 * plane that is sent again after it was forgotten would be counted twice, and {@link
 * PlateSnapshot#exact()} says so.
 */
public final class LivePlate {
  /** Rows of {@link PlateSnapshot#recentFields()}. */
  public static final int RECENT_FIELDS = 1000;

  static final int FRAMES = 1 << 20;
  static final int FIELDS = 1 << 19;

  private static final Comparator<FieldRow> NEWEST_FIRST =
      Comparator.comparing(FieldRow::at)
          .reversed()
          .thenComparingInt(row -> Place.wellNumber(row.well()))
          .thenComparingInt(FieldRow::field)
          .thenComparingInt(FieldRow::theT);

  private final AcquisitionStarted plan;
  private final int planesPerField;
  private final NumberTable frames;
  private final NumberTable fields;
  private final FailureWords failures = new FailureWords();
  private final Map<Integer, WellState> wells = new TreeMap<>();
  private final Map<Long, FieldRow> recent = new LinkedHashMap<>();
  private final Map<Long, List<CompletableFuture<FieldRow>>> waiting = new HashMap<>();

  // Cursors: filled anew for each outcome.
  private final FrameNumbers former = new FrameNumbers();
  private final FrameNumbers next = new FrameNumbers();
  private final FieldNumbers fieldNumbers = new FieldNumbers();

  private long forgotten;
  private long version;
  private PlateSnapshot snapshot;

  /**
   * @param plan what was announced; its planes per field say when a field is done
   */
  public LivePlate(AcquisitionStarted plan) {
    this(plan, FRAMES, FIELDS);
  }

  LivePlate(AcquisitionStarted plan, int framesKept, int fieldsKept) {
    this.plan = plan;
    this.planesPerField = plan.channels().size() * plan.sizeZ();
    this.frames = new NumberTable(FrameNumbers.WIDTH, framesKept);
    this.fields = new NumberTable(FieldNumbers.WIDTH, fieldsKept);
    for (Well well : plan.wells()) {
      wells.put(Place.wellNumber(well), new WellState(well));
    }
    this.snapshot = take();
  }

  public String acquisition() {
    return plan.acquisition();
  }

  public AcquisitionStarted plan() {
    return plan;
  }

  /**
   * Takes in what became of a plane.
   *
   * @return whether it is news: false for another acquisition's plane, for an outcome that is there
   *     already and for one older than that
   */
  public boolean accept(PlaneOutcome outcome) {
    FrameRef frame = outcome.frame();
    if (!frame.acquisition().equals(plan.acquisition())) {
      return false;
    }
    FieldRow row;
    List<CompletableFuture<FieldRow>> waiters = null;
    synchronized (this) {
      row = take(outcome, frame);
      if (row != null && row.settled()) {
        waiters = waiting.remove(Place.of(frame));
      }
    }
    if (waiters != null) {
      for (CompletableFuture<FieldRow> waiter : waiters) {
        waiter.complete(row); // what follows on it runs here, outside of the lock
      }
    }
    return row != null;
  }

  /** The field as it is now; null where the outcome is no news. */
  private @Nullable FieldRow take(PlaneOutcome outcome, FrameRef frame) {
    long place = Place.of(frame);
    long plane = Place.planeOf(frame);
    next.read(outcome);
    boolean known = frames.load(place, plane, former.row);
    if (known) {
      former.unpack();
      if (former.atMicros >= next.atMicros) {
        return null;
      }
    }
    next.pack();
    frames.store(place, plane, next.row, rows -> forgotten += rows);
    version++;
    WellState well = well(frame.well());
    if (known) {
      well.change(frame.theT(), former, -1);
    }
    well.change(frame.theT(), next, 1);
    return changeField(place, well, known, outcome.failure());
  }

  private FieldRow changeField(
      long place, WellState well, boolean known, @Nullable String failure) {
    boolean settled = false;
    if (fields.load(place, 0, fieldNumbers.row)) {
      fieldNumbers.unpack();
      settled = fieldNumbers.settled(planesPerField);
    } else {
      fieldNumbers.unpack();
      known = false; // the field was forgotten, and with it what the plane added
    }
    if (known) {
      fieldNumbers.change(former, -1);
    }
    fieldNumbers.change(next, 1);
    fieldNumbers.touch(next.atMicros);
    if (failure != null) {
      fieldNumbers.failure(failures.number(failure));
    }
    fieldNumbers.pack();
    fields.store(place, 0, fieldNumbers.row, rows -> forgotten += rows);
    if (settled != fieldNumbers.settled(planesPerField)) {
      well.settled(Place.theT(place), settled ? -1 : 1);
    }
    return remember(place);
  }

  private FieldRow remember(long place) {
    FieldRow row = currentRow(place);
    recent.remove(place);
    recent.put(place, row);
    if (recent.size() > RECENT_FIELDS) {
      recent.remove(recent.keySet().iterator().next());
    }
    return row;
  }

  private FieldRow currentRow(long place) {
    return fieldNumbers.row(place, planesPerField, failures.words(fieldNumbers.failure()));
  }

  private WellState well(@Nullable Well well) {
    return wells.computeIfAbsent(Place.wellNumber(well), number -> new WellState(well));
  }

  /**
   * Takes measures of a well's objects that a service made, where the outcomes come without their
   * objects.
   *
   * @param well null where there is no plate
   */
  public synchronized void measured(@Nullable Well well, int theT, Map<Measure, Double> measures) {
    version++;
    well(well).told(theT, measures);
  }

  /** As it is now; the same object while nothing changes. */
  public synchronized PlateSnapshot snapshot() {
    if (snapshot.version() != version) {
      snapshot = take();
    }
    return snapshot;
  }

  private PlateSnapshot take() {
    List<WellSnapshot> list = new ArrayList<>(wells.size());
    for (WellState well : wells.values()) {
      list.add(well.snapshot());
    }
    List<FieldRow> rows = new ArrayList<>(recent.values());
    rows.sort(NEWEST_FIRST);
    return new PlateSnapshot(plan, version, list, rows, forgotten == 0);
  }

  /** A field at a time point; null where nothing is known of it. */
  public synchronized @Nullable FieldRow field(@Nullable Well well, int field, int theT) {
    long place = Place.of(well, field, theT);
    if (!fields.load(place, 0, fieldNumbers.row)) {
      return null;
    }
    fieldNumbers.unpack();
    return currentRow(place);
  }

  /**
   * Every field at its latest time point, of those wanted, by well and field. For use after a run:
   * it reads all fields while outcomes wait.
   */
  public synchronized List<FieldRow> latestFields(Predicate<FieldRow> wanted) {
    Map<Long, Integer> latest = new HashMap<>();
    fields.forEach(
        (place, zero, row) -> latest.merge(Place.withoutTime(place), Place.theT(place), Math::max));
    List<FieldRow> rows = new ArrayList<>();
    fields.forEach(
        (place, zero, row) -> {
          if (latest.getOrDefault(Place.withoutTime(place), -1) == Place.theT(place)) {
            fieldNumbers.unpack(row);
            rows.add(currentRow(place));
          }
        });
    rows.removeIf(wanted.negate());
    rows.sort(
        Comparator.comparingInt((FieldRow row) -> Place.wellNumber(row.well()))
            .thenComparingInt(FieldRow::field));
    return rows;
  }

  /**
   * A field's row once it is settled: at once where it is. Who does not wait any longer cancels it.
   * What is chained to it runs on the thread that brought the outcome.
   *
   * @param well null where there is no plate
   */
  public CompletableFuture<FieldRow> whenSettled(@Nullable Well well, int field, int theT) {
    long place = Place.of(well, field, theT);
    CompletableFuture<FieldRow> settled = new CompletableFuture<>();
    synchronized (this) {
      FieldRow row = field(well, field, theT);
      if (row != null && row.settled()) {
        return CompletableFuture.completedFuture(row);
      }
      waiting.computeIfAbsent(place, at -> new ArrayList<>()).add(settled);
    }
    CompletableFuture<FieldRow> unused =
        settled.whenComplete(
            (row, failure) -> {
              if (failure != null) {
                forget(place, settled);
              }
            });
    return settled;
  }

  private synchronized void forget(long place, CompletableFuture<FieldRow> settled) {
    waiting.computeIfPresent(
        place,
        (at, all) -> {
          all.removeIf(one -> one == settled);
          return all.isEmpty() ? null : all;
        });
  }

  /**
   * Waits for a field: for its count, or until every plane of it is answered.
   *
   * @param well null where there is no plate
   * @return empty when that time is over
   */
  public Optional<FieldRow> awaitField(@Nullable Well well, int field, int theT, Duration timeout)
      throws InterruptedException {
    CompletableFuture<FieldRow> settled = whenSettled(well, field, theT);
    try {
      return Optional.of(settled.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | CancellationException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      settled.cancel(false);
    }
  }

  synchronized int waiters() {
    return waiting.size();
  }
}
