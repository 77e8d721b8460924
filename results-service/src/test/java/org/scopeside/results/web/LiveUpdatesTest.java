package org.scopeside.results.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scopeside.results.SampleEvents.CAPTURED;
import static org.scopeside.results.SampleEvents.MODEL;
import static org.scopeside.results.SampleEvents.analysed;
import static org.scopeside.results.SampleEvents.objects;
import static org.scopeside.results.SampleEvents.plan;
import static org.scopeside.results.SampleEvents.plate;
import static org.scopeside.results.SampleEvents.tally;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.scopeside.results.aggregate.AggregationExperiment;

@ExtendWith(VertxExtension.class)
class LiveUpdatesTest {
  private static final String FIELD = "P1/A01/f0/t0/z0/c0";
  private static final int MAX_CLIENTS = 2;

  private final AggregationExperiment experiment = new AggregationExperiment();
  private final ServedExperiment served = new ServedExperiment();

  private HttpClient http = unset();

  @SuppressWarnings("NullAway") // assigned before every test
  private static HttpClient unset() {
    return null;
  }

  /** Events as a browser's EventSource would have them. */
  private static final class Stream {
    final List<String> names = new CopyOnWriteArrayList<>();
    final List<JsonObject> data = new CopyOnWriteArrayList<>();
    private final StringBuilder rest = new StringBuilder();
    volatile boolean ended;

    void read(String text) {
      rest.append(text);
      for (int end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
        take(rest.substring(0, end).split("\n", -1));
        rest.delete(0, end + 2);
      }
    }

    private void take(String[] lines) {
      if (lines.length == 2) {
        data.add(new JsonObject(lines[1].substring("data: ".length())));
        names.add(lines[0].substring("event: ".length()));
      }
    }

    List<JsonObject> wells() {
      return all("well");
    }

    List<JsonObject> all(String name) {
      return IntStream.range(0, names.size())
          .filter(i -> names.get(i).equals(name))
          .mapToObj(data::get)
          .toList();
    }
  }

  @BeforeEach
  void serve(Vertx vertx) {
    served.start(vertx, experiment, MAX_CLIENTS);
    http = vertx.createHttpClient();
  }

  @AfterEach
  void close() {
    http.close().await();
    experiment.close();
  }

  private HttpClientResponse connect(String path) {
    return http.request(HttpMethod.GET, served.port(), "127.0.0.1", path)
        .compose(
            request -> {
              request.putHeader("accept-encoding", "gzip");
              return request
                  .send()
                  // Nothing may arrive before somebody listens.
                  .onSuccess(HttpClientResponse::pause);
            })
        .await();
  }

  private Stream follow(String path) {
    HttpClientResponse response = connect(path);
    assertEquals(200, response.statusCode());
    assertEquals("text/event-stream", response.getHeader("content-type"));
    assertTrue(
        List.of("identity", "none").contains(contentEncoding(response)), contentEncoding(response));
    Stream stream = new Stream();
    response.handler(chunk -> stream.read(chunk.toString()));
    response.endHandler(end -> stream.ended = true);
    response.exceptionHandler(reset -> stream.ended = true);
    response.resume();
    return stream;
  }

  private static String contentEncoding(HttpClientResponse response) {
    String encoding = response.getHeader("content-encoding");
    return encoding == null ? "none" : encoding;
  }

  @Test
  void shouldSendEverythingThereIsAndThenChanges() {
    experiment.send(plan("P1"));
    plate("P1").forEach(experiment::send);
    Stream stream = follow("/api/live");
    await().until(() -> stream.wells().size() == 24);
    assertEquals("acquisition", stream.names.get(0));
    assertEquals("P1", stream.data.get(0).getString("acquisition"));
    assertEquals(21, stream.wells().get(0).getJsonObject("measures").getInteger("count"));

    experiment.send(analysed(FIELD, objects(MODEL, 100, 40)));
    await().until(() -> stream.wells().size() == 25);
    JsonObject well = stream.wells().get(24);
    assertEquals("A01", well.getString("well"));
    assertEquals(111, well.getJsonObject("measures").getInteger("count"));
  }

  @Test
  void shouldMergeChangesThatComeFasterThanFourASecond() {
    Stream stream = follow("/api/live");
    int changes = 400;
    for (int count = 1; count <= changes; count++) {
      experiment.send(analysed(FIELD, objects(MODEL, count, 40)));
    }
    await()
        .until(
            () ->
                stream.wells().stream()
                    .anyMatch(
                        well -> well.getJsonObject("measures").getInteger("count") == changes));
    assertTrue(stream.wells().size() < changes / 4, stream.wells().size() + " events");
  }

  @Test
  void shouldSendOnlyTheAcquisitionAskedFor() {
    experiment.send(plan("P1"));
    experiment.send(plan("P2"));
    Stream stream = follow("/api/live?acquisition=P2");
    await().until(() -> !stream.names.isEmpty());
    experiment.send(analysed(FIELD, objects(MODEL, 3, 40)));
    experiment.send(analysed("P2/A01/f0/t0/z0/c0", objects(MODEL, 3, 40)));
    await().until(() -> !stream.wells().isEmpty());
    assertTrue(stream.data.stream().allMatch(data -> data.getString("acquisition").equals("P2")));
  }

  @Test
  void shouldTellWhenAcquisitionIsRemoved() {
    experiment.send(analysed(FIELD, objects(MODEL, 3, 40)));
    experiment.send(tally("P1", "completed", CAPTURED, Map.of("A01", 1L)));
    Stream stream = follow("/api/live");
    await().until(() -> !stream.wells().isEmpty());
    experiment.advance(Duration.ofDays(2));

    await().until(() -> stream.names.contains("removed"));
    assertEquals(new JsonObject().put("acquisition", "P1"), stream.all("removed").get(0));
    assertNull(experiment.live.acquisition("P1"));
  }

  /** A reader that stops reading must cost nothing but the changes it has not seen. */
  @Test
  void shouldGiveSlowReaderTheLatestWhenItReadsAgain() {
    HttpClientResponse response = connect("/api/live");
    Stream stream = new Stream();
    response.handler(chunk -> stream.read(chunk.toString()));
    for (int round = 0; round < 20; round++) {
      plate("P" + round).forEach(experiment::send);
    }
    experiment.send(analysed("P19/A01/f0/t0/z0/c0", objects(MODEL, 1000, 40)));
    response.resume();

    await()
        .until(
            () ->
                stream.wells().stream()
                    .filter(well -> well.getString("acquisition").equals("P19"))
                    .anyMatch(well -> well.getJsonObject("measures").getInteger("count") == 1011));
    await()
        .until(
            () ->
                stream.wells().stream()
                        .map(well -> well.getString("acquisition"))
                        .distinct()
                        .count()
                    == 20);
  }

  @Test
  void shouldRefuseMoreFollowersThanAllowedAndTakeOthersWhenSomeLeave() {
    HttpClientResponse first = connect("/api/live");
    connect("/api/live");
    HttpClientResponse refused = connect("/api/live");
    assertEquals(503, refused.statusCode());
    refused.resume();

    first.request().reset();
    await().until(() -> connectAndLeave() == 200);
  }

  private int connectAndLeave() {
    HttpClientResponse response = connect("/api/live");
    response.request().reset();
    return response.statusCode();
  }

  @Test
  void shouldEndStreamsWhenServiceStops() {
    Stream stream = follow("/api/live");
    served.endStreams();
    await().until(() -> stream.ended);
  }
}
