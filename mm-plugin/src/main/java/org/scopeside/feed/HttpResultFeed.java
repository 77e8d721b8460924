package org.scopeside.feed;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.MalformedRecordException;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Well;

/**
 * Results from the results service, where only HTTP is open: server-sent events say which well
 * changed, and its planes are asked for. One thread listens, another asks. Thread-safe.
 *
 * <p>Outcomes come with counts but without the objects; {@link Listener#measured} has what the
 * service made of those. The service tells everything of an acquisition at each connection, so what
 * changed while there was none is not missed.
 */
public final class HttpResultFeed implements ResultFeed {
  /** The service says something at least every 15 s. */
  private static final int SILENCE_MS = 45_000;

  private static final int ANSWER_MS = 15_000;
  private static final long MOST_REST_MS = 2_000;

  private final ResultsService service;
  private final FeedStatus status;
  private final BackOff backOff;
  private final Clock clock;
  private final int silenceMs;
  private final ChangedWells changed = new ChangedWells();
  private final SeenFrames seen = new SeenFrames();
  private final Object lock = new Object();
  private final Set<String> followed = new TreeSet<>();

  /** The listener that counts; those before it end when their stream next says something. */
  private long generation;

  private boolean closed;
  private final Thread asking;

  /**
   * Starts the feed; it connects once something is followed.
   *
   * @param url of the results service, for example {@code http://host:8080/}
   * @param headers sent with every request, for example {@code Authorization: Bearer …}
   * @param log takes one line about a failure, in words
   * @throws IllegalArgumentException if that is no http or https address
   */
  public HttpResultFeed(
      String url, Map<String, String> headers, Listener listener, Consumer<String> log) {
    this(
        new ResultsService(url, headers),
        listener,
        log,
        Clock.systemUTC(),
        Duration.ofSeconds(1),
        SILENCE_MS);
  }

  HttpResultFeed(
      ResultsService service,
      Listener listener,
      Consumer<String> log,
      Clock clock,
      Duration firstBackOff,
      int silenceMs) {
    this.service = service;
    this.status = new FeedStatus(listener, log, clock);
    this.backOff = new BackOff(firstBackOff);
    this.clock = clock;
    this.silenceMs = silenceMs;
    this.asking = FeedThreads.start("scopeside-fields", this::ask);
  }

  @Override
  public void follow(String acquisition, Instant since) {
    if (!PlaneHeader.isAcquisitionId(acquisition)) {
      throw new IllegalArgumentException("'" + acquisition + "' is not an acquisition id");
    }
    synchronized (lock) {
      if (followed.add(acquisition)) {
        reconnect();
      }
    }
  }

  @Override
  public void forget(String acquisition) {
    synchronized (lock) {
      if (followed.remove(acquisition)) {
        reconnect();
      }
    }
    changed.forget(acquisition);
    seen.forget(acquisition);
  }

  /**
   * Another stream, whose filter fits. The former one is left to its thread: closing it here would
   * wait for what it reads.
   */
  private void reconnect() {
    long mine = ++generation;
    lock.notifyAll();
    FeedThreads.start("scopeside-live", () -> listen(mine));
  }

  @Override
  public FeedState state() {
    return status.state();
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      generation++;
      lock.notifyAll();
    }
    changed.close();
    asking.interrupt();
    FeedThreads.join(asking);
    status.become(FeedState.Phase.CLOSED, "closed");
  }

  private boolean counts(long mine) {
    synchronized (lock) {
      return mine == generation && !closed;
    }
  }

  private void become(long mine, FeedState.Phase phase, String words) {
    if (counts(mine)) {
      status.become(phase, words);
    }
  }

  private void listen(long mine) {
    String path;
    synchronized (lock) {
      path = followed.isEmpty() ? null : "/api/live" + filter();
    }
    if (path == null) {
      become(mine, FeedState.Phase.IDLE, "nothing is followed");
      return;
    }
    become(mine, FeedState.Phase.CONNECTING, "connecting to " + service.base());
    try {
      backOff.succeeded();
      while (counts(mine)) {
        pause(mine, listenOnce(path, mine));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String filter() {
    return followed.size() == 1 ? "?acquisition=" + followed.iterator().next() : "";
  }

  /** Why it ended. */
  private String listenOnce(String path, long mine) {
    try {
      readStream(path, mine);
      return "the connection ended";
    } catch (IOException e) {
      return ResultsService.words(e);
    } catch (RuntimeException e) {
      return String.valueOf(e);
    }
  }

  private void readStream(String path, long mine) throws IOException {
    HttpURLConnection connection = service.open(path, "text/event-stream", silenceMs);
    try {
      requireEventStream(connection);
      become(mine, FeedState.Phase.LIVE, "results come from " + service.base());
      ServerSentEvents events =
          new ServerSentEvents(connection.getInputStream(), () -> counts(mine));
      for (ServerSentEvents.Event event = events.next(); event != null; event = events.next()) {
        backOff.succeeded();
        accept(event);
        if (changed.missedSome()) {
          return;
        }
      }
    } finally {
      connection.disconnect();
    }
  }

  private static void requireEventStream(HttpURLConnection connection) throws IOException {
    String type = connection.getContentType();
    if (type == null || !type.startsWith("text/event-stream")) {
      throw new IOException("what answers there is no results service: it sends " + type);
    }
  }

  private void pause(long mine, String problem) throws InterruptedException {
    Duration pause = backOff.next();
    become(
        mine,
        FeedState.Phase.WAITING,
        service.base()
            + ": "
            + problem
            + "; next try in "
            + (pause.toMillis() + 999) / 1000
            + " s");
    long end = System.nanoTime() + pause.toNanos();
    synchronized (lock) {
      for (long left = pause.toMillis();
          left > 0 && counts(mine);
          left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
        lock.wait(left);
      }
    }
  }

  private void accept(ServerSentEvents.Event event) {
    if (!event.name().equals("well")) {
      return;
    }
    try {
      JsonMembers well = new JsonMembers(EventJson.read(event.data()));
      String acquisition = well.text("acquisition");
      String label = well.text("well");
      int theT = well.whole("theT", -1);
      if (acquisition == null || label == null || theT < 0 || !isWell(label)) {
        status.refused("an event names no well and time point");
      } else if (isFollowed(acquisition)) {
        tellMeasures(acquisition, Well.parse(label), theT, well.numbers("measures"));
        changed.add(new ChangedWells.Change(acquisition, label, theT));
      }
    } catch (MalformedRecordException e) {
      status.refused("an event: " + e.getMessage());
    }
  }

  private static boolean isWell(String label) {
    return label.equals(PlaneHeader.NO_WELL) || Well.parse(label) != null;
  }

  private boolean isFollowed(String acquisition) {
    synchronized (lock) {
      return !closed && followed.contains(acquisition);
    }
  }

  private void tellMeasures(
      String acquisition, @Nullable Well well, int theT, Map<String, Double> measures) {
    Map<Measure, Double> known = new EnumMap<>(Measure.class);
    for (Measure measure : new Measure[] {Measure.MEAN_AREA, Measure.MEAN_INTENSITY}) {
      Double value = measures.get(measure.wireName());
      if (value != null) {
        known.put(measure, value);
      }
    }
    if (!known.isEmpty()) {
      status.measured(acquisition, well, theT, known);
    }
  }

  private void ask() {
    try {
      for (ChangedWells.Change well = changed.take(); well != null; well = changed.take()) {
        long begun = System.nanoTime();
        ask(well);
        // As long as the answer took: wells of many planes take half a thread, not the service.
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        TimeUnit.MILLISECONDS.sleep(Math.min(MOST_REST_MS, took));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask(ChangedWells.Change well) throws InterruptedException {
    try {
      FieldsAnswer answer = new FieldsAnswer(service.get(well.path(), ANSWER_MS));
      for (PlaneOutcome outcome : answer.news(well.acquisition, seen, clock.instant())) {
        if (isFollowed(well.acquisition)) {
          status.outcome(outcome);
        }
      }
    } catch (MalformedRecordException | RuntimeException e) {
      status.refused("answer of " + well.path() + ": " + e.getMessage());
    } catch (IOException e) {
      retry(well, e);
    }
  }

  /** The service is asked again, but not for what it does not have. */
  private void retry(ChangedWells.Change well, IOException problem) throws InterruptedException {
    boolean gone =
        problem instanceof ResultsService.StatusException
            && ((ResultsService.StatusException) problem).status() / 100 == 4;
    if (gone || !isFollowed(well.acquisition)) {
      status.refused(well.path() + ": " + ResultsService.words(problem));
      return;
    }
    changed.add(well);
    TimeUnit.MILLISECONDS.sleep(MOST_REST_MS);
  }
}
