package org.scopeside.feed;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scopeside.feed.Outcomes.well;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpResultFeedTest {
  private static final String A01 = "/api/acquisitions/run-1/wells/A01/fields?t=0";

  private static final String FIELD =
      """
      {"field":0,"theT":0,"model":"classical@1","count":%d,"complete":true,
       "quality":{"ImageQuality_PowerLogLogSlope":-1.5},"flags":[],
       "receipt":{"segmentedAt":"2026-03-01T10:00:%02dZ"}}\
      """;

  private static final String PLANES =
      """
      {"frame":"run-1/A01/f0/t0/z0/c1","status":"analysed","field":0,"theT":0,"theC":1,
       "quality":{"ImageQuality_PowerLogLogSlope":-2.5},"flags":["LOW_SIGNAL"]},
      {"frame":"run-1/A01/f0/t0/z0/c0","status":"analysed","field":0,"theT":0,"theC":0,
       "quality":{"ImageQuality_PowerLogLogSlope":-1.5},"flags":[]},
      {"frame":"run-1/A01/f1/t0/z0/c0","status":"failed","reason":"CRC_MISMATCH",
       "message":"the bytes are others","field":1,"quality":{},"flags":[]}\
      """;

  private final RecordedFeed told = new RecordedFeed();
  private LiveServer server;
  private HttpResultFeed feed;

  @BeforeEach
  void start() throws IOException {
    server = new LiveServer();
    server.answers.put(A01, answer(9, 1));
    feed = feed(Map.of("Authorization", "Bearer abc"), 10_000);
  }

  private HttpResultFeed feed(Map<String, String> headers, int silenceMs) {
    return new HttpResultFeed(
        new ResultsService(server.url(), headers),
        told,
        told::log,
        Clock.systemUTC(),
        Duration.ofMillis(20),
        silenceMs);
  }

  private static String answer(int count, int second) {
    return "{\"theT\":0,\"fields\":["
        + FIELD.formatted(count, second)
        + "],\"planes\":["
        + PLANES
        + "]}";
  }

  @AfterEach
  void stop() {
    feed.close();
    server.close();
  }

  @Test
  void shouldTellPlanesOfWellThatChanged() {
    feed.follow("run-1", Outcomes.START);
    server.well("A01", 0);

    told.awaitOutcomes(3);

    assertEquals(
        List.of("run-1/A01/f0/t0/z0/c1", "run-1/A01/f0/t0/z0/c0", "run-1/A01/f1/t0/z0/c0 failed"),
        told.frames());
    WellSnapshot well = shown();
    assertEquals(9, well.objectsCounted());
    assertEquals(1, well.fieldsCounted());
    assertEquals(2, well.planesAnalysed());
    assertEquals(1, well.planesFailed());
    assertEquals(42.5, well.measure(Measure.MEAN_AREA));
    assertEquals(-2, well.measure(Measure.FOCUS));
    FieldRow field = told.plate.field(well("A01"), 1, 0);
    assertEquals("CRC_MISMATCH: the bytes are others", Objects.requireNonNull(field).failure());
    assertEquals("/api/live?acquisition=run-1", server.requests.get(0));
    assertEquals("Bearer abc", server.authorizations.get(1));
    assertEquals(FeedState.Phase.LIVE, feed.state().phase());
  }

  private WellSnapshot shown() {
    return Objects.requireNonNull(told.plate.snapshot().well(well("A01")));
  }

  @Test
  void shouldTellOnlyWhatIsNewWhenWellChangesAgain() {
    feed.follow("run-1", Outcomes.START);
    server.well("A01", 0);
    told.awaitOutcomes(3);

    server.answers.put(A01, answer(11, 0)); // by a clock that is behind
    server.well("A01", 0);
    told.awaitOutcomes(4);

    assertEquals("run-1/A01/f0/t0/z0/c0", told.frames().get(3));
    assertEquals(11, shown().objectsCounted());
    assertEquals(2, shown().planesAnalysed());
  }

  @Test
  void shouldConnectAgainWhenConnectionIsDropped() {
    feed.follow("run-1", Outcomes.START);
    server.well("A01", 0);
    told.awaitOutcomes(3);
    server.answers.put(A01, answer(12, 9));

    server.drop();
    server.well("A01", 0);
    told.awaitOutcomes(4);

    assertTrue(server.streams() >= 2, server.requests::toString);
    FeedState lost = told.awaitPhase(FeedState.Phase.WAITING);
    assertTrue(lost.words().contains("the connection ended; next try in 1 s"), lost::words);
    assertEquals(12, shown().objectsCounted());
  }

  @Test
  void shouldConnectAgainWhenServiceFallsSilent() {
    feed.close();
    RecordedFeed unheard = told;
    feed = feed(Map.of(), 200);
    feed.follow("run-1", Outcomes.START);

    FeedState lost = unheard.awaitPhase(FeedState.Phase.WAITING);
    assertTrue(lost.words().contains("no answer in time"), lost::words);
    await().atMost(Duration.ofSeconds(20)).until(() -> server.streams() >= 3);
  }

  @Test
  void shouldPassOverGarbageAndGoOn() {
    feed.follow("run-1", Outcomes.START);
    server.say("data: no name\n\nevent: well\ndata: {\"acq\n\n");
    server.say("event: well\ndata: {\"acquisition\":\"run-1\",\"well\":\"../x\",\"theT\":0}\n\n");
    server.say("event: well\ndata: {\"acquisition\":\"run-1\",\"well\":\"A01\",\"theT\":-1}\n\n");
    server.answers.put("/api/acquisitions/run-1/wells/B02/fields?t=0", "<html>");
    server.well("B02", 0);
    server.say("event: well\ndata: {\"acquisition\":\"other\",\"well\":\"A01\",\"theT\":0}\n\n");
    server.well("C03", 0); // there is none
    server.well("A01", 0);

    told.awaitOutcomes(3);

    assertEquals(5, feed.state().refused());
    assertEquals(1, told.lines().size(), "the first is logged: " + told.lines());
    assertEquals(1, server.streams());
  }

  @Test
  void shouldSayThatPasswordIsWantedAndTryAgain() {
    server.status = 401;
    feed.follow("run-1", Outcomes.START);
    FeedState refused = told.awaitPhase(FeedState.Phase.WAITING);
    assertTrue(refused.words().contains("wants a user and password"), refused::words);

    server.status = 200;
    server.well("A01", 0);

    told.awaitOutcomes(3);
  }

  @Test
  void shouldSayThatSomethingElseAnswers() {
    server.type = "text/html";
    feed.follow("run-1", Outcomes.START);

    FeedState refused = told.awaitPhase(FeedState.Phase.WAITING);
    assertTrue(refused.words().contains("no results service: it sends text/html"), refused::words);
  }

  @Test
  void shouldSayThatNobodyAnswersAtClosedPort() {
    server.close();
    feed.follow("run-1", Outcomes.START);

    FeedState away = told.awaitPhase(FeedState.Phase.WAITING);
    assertTrue(away.words().contains("nothing answers at that address"), away::words);
  }

  @Test
  void shouldBeIdleWhenNothingIsFollowedAnyMore() {
    feed.follow("run-1", Outcomes.START);
    told.awaitPhase(FeedState.Phase.LIVE);

    feed.forget("run-1");

    told.awaitPhase(FeedState.Phase.IDLE);
  }

  @Test
  void shouldTellEverythingAgainWhenFollowedAgain() {
    feed.follow("run-1", Outcomes.START);
    server.well("A01", 0);
    told.awaitOutcomes(3);
    feed.forget("run-1");
    server.drop();

    feed.follow("run-1", Outcomes.START);
    server.well("A01", 0);
    server.well("A01", 0); // the first may go to the stream that ends

    told.awaitOutcomes(6);
  }

  @Test
  void shouldEndWithinTwoSecondsWhileItListens() {
    feed.follow("run-1", Outcomes.START);
    told.awaitPhase(FeedState.Phase.LIVE);
    long begun = System.nanoTime();

    feed.close();

    assertTrue(System.nanoTime() - begun < Duration.ofSeconds(2).toNanos());
    assertEquals(FeedState.Phase.CLOSED, feed.state().phase());
  }

  @Test
  void shouldRefuseAddressThatIsNone() {
    for (String address : List.of("results:8080", "ftp://host/", "", "http//host")) {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> new HttpResultFeed(address, Map.of(), told, told::log));
      assertNotNull(refused.getMessage());
    }
  }
}
