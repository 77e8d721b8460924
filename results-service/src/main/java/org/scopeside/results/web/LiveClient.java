package org.scopeside.results.web;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.scopeside.results.live.AcquisitionReport;
import org.scopeside.results.live.AcquisitionSnapshot;
import org.scopeside.results.live.Change;
import org.scopeside.results.live.ChangeQueue;
import org.scopeside.results.live.LiveView;
import org.scopeside.results.live.WellReport;
import org.scopeside.results.tally.WellKey;
import org.scopeside.runtime.ContractJson;

/**
 * One follower of live updates. Confined to its connection's event loop.
 *
 * <p>Four times a second it takes what changed; each thing goes out once a turn. What does not fit
 * into the connection's buffer waits for room and takes in later changes of the same thing.
 */
final class LiveClient {
  private static final long TURN_MS = 250;
  private static final long COMMENT_MS = 15_000;
  private static final Buffer COMMENT = Buffer.buffer(": still here\n\n");

  private final Context context;
  private final Vertx vertx;
  private final LiveView live;
  private final ChangeQueue changes;
  private final HttpServerResponse response;
  private final Set<Change> turn = new LinkedHashSet<>();
  private boolean closed;

  LiveClient(Vertx vertx, LiveView live, ChangeQueue changes, HttpServerResponse response) {
    this.context = vertx.getOrCreateContext();
    this.vertx = vertx;
    this.live = live;
    this.changes = changes;
    this.response = response;
  }

  void start(Runnable onEnd) {
    long turns = vertx.setPeriodic(TURN_MS, id -> nextTurn());
    long comments = vertx.setPeriodic(COMMENT_MS, id -> comment());
    response.exceptionHandler(failure -> closed = true);
    response.drainHandler(ready -> write());
    response.closeHandler(
        ended -> {
          closed = true;
          vertx.cancelTimer(turns);
          vertx.cancelTimer(comments);
          live.unfollow(changes);
          onEnd.run();
        });
    comment();
    live.follow(changes);
    nextTurn();
  }

  /** From any thread. */
  void close() {
    context.runOnContext(
        now -> {
          if (!closed) {
            closed = true;
            response.end().onComplete(ended -> response.reset());
          }
        });
  }

  private void nextTurn() {
    turn.addAll(changes.drain());
    write();
  }

  private void write() {
    Iterator<Change> next = turn.iterator();
    while (next.hasNext() && !closed && !response.writeQueueFull()) {
      Change change = next.next();
      next.remove();
      send(event(change));
    }
  }

  private void comment() {
    if (!closed && !response.writeQueueFull()) {
      send(COMMENT);
    }
  }

  private void send(Buffer event) {
    response.write(event).onFailure(lost -> closed = true);
  }

  private Buffer event(Change change) {
    AcquisitionSnapshot acquisition = live.acquisition(change.acquisition());
    WellKey well = change.well();
    if (acquisition == null) {
      return event("removed", Map.of("acquisition", change.acquisition()));
    } else if (well == null) {
      return event("acquisition", AcquisitionReport.of(acquisition));
    }
    return event("well", WellReport.one(acquisition, well));
  }

  private static Buffer event(String name, Map<String, Object> data) {
    return Buffer.buffer("event: " + name + "\ndata: ")
        .appendBytes(ContractJson.write(data))
        .appendString("\n\n");
  }
}
