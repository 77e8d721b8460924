package org.scopeside.results.web;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.results.live.ChangeQueue;
import org.scopeside.results.live.LiveView;

/**
 * {@code GET /api/live}: server-sent events, first everything there is, then every change.
 *
 * <p>Nothing piles up for a slow reader: its queue holds what changed, not how often, and what it
 * looks like is asked when there is room to write.
 */
public final class LiveUpdates {
  private final LiveView live;
  private final int maxClients;
  private final Set<LiveClient> clients = ConcurrentHashMap.newKeySet();

  public LiveUpdates(LiveView live, int maxClients, MeterRegistry registry) {
    this.live = live;
    this.maxClients = maxClients;
    Gauge.builder("scopeside.results.live.clients", clients, Set::size)
        .description("Browsers and programs that follow live")
        .register(registry);
  }

  public void mount(Router router) {
    router.get("/api/live").handler(this::connect);
  }

  private void connect(RoutingContext request) {
    String acquisition = request.queryParams().get("acquisition");
    if (acquisition != null && !PlaneHeader.isAcquisitionId(acquisition)) {
      throw new HttpException(400, "parameter acquisition is not an acquisition id");
    }
    if (clients.size() >= maxClients) {
      throw new HttpException(503, maxClients + " clients follow live already");
    }
    HttpServerResponse response = request.response();
    response
        .setChunked(true)
        .putHeader("content-type", "text/event-stream")
        .putHeader("cache-control", "no-store")
        // Compression would hold events back to fill its blocks; proxies would, too.
        .putHeader("content-encoding", "identity")
        .putHeader("x-accel-buffering", "no");
    start(request.vertx(), new ChangeQueue(acquisition), response);
  }

  private void start(Vertx vertx, ChangeQueue changes, HttpServerResponse response) {
    LiveClient client = new LiveClient(vertx, live, changes, response);
    clients.add(client);
    client.start(() -> clients.remove(client));
  }

  /** Ends all streams, so that the server can stop. */
  public void close() {
    clients.forEach(LiveClient::close);
  }
}
