package org.scopeside.results.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scopeside.results.SampleEvents.CAPTURED;
import static org.scopeside.results.SampleEvents.MODEL;
import static org.scopeside.results.SampleEvents.analysed;
import static org.scopeside.results.SampleEvents.failed;
import static org.scopeside.results.SampleEvents.objects;
import static org.scopeside.results.SampleEvents.plan;
import static org.scopeside.results.SampleEvents.skipped;
import static org.scopeside.results.SampleEvents.tally;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.FormerAnalysis;
import org.scopeside.contract.Well;
import org.scopeside.results.aggregate.AggregationExperiment;

@ExtendWith(VertxExtension.class)
class ResultsRouterTest {
  private final AggregationExperiment experiment = new AggregationExperiment();
  private final ServedExperiment served = new ServedExperiment();

  private WebClient client = unset();

  @SuppressWarnings("NullAway") // assigned before every test
  private static WebClient unset() {
    return null;
  }

  @BeforeEach
  void serve(Vertx vertx) {
    served.start(vertx, experiment, 256);
    client = WebClient.create(vertx);
  }

  @AfterEach
  void close() {
    client.close();
    experiment.close();
  }

  private void runPlate() {
    experiment.send(plan("P1"));
    experiment.send(analysed("P1/A01/f0/t0/z0/c0", List.of("OUT_OF_FOCUS"), objects(MODEL, 3, 40)));
    experiment.send(analysed("P1/A01/f1/t0/z0/c0", objects(MODEL, 5, 80)));
    experiment.send(analysed("P1/A01/f0/t0/z0/c1"));
    experiment.send(failed("P1/A01/f1/t0/z0/c1", "CRC_MISMATCH", 7));
    experiment.send(
        tally("P1", "completed", CAPTURED.plusSeconds(9), Map.of("A01", 4L, "A02", 1L)));
  }

  private HttpResponse<Buffer> get(String path) {
    Future<HttpResponse<Buffer>> answer = client.get(served.port(), "127.0.0.1", path).send();
    return answer.await();
  }

  private JsonObject json(String path) {
    HttpResponse<Buffer> response = get(path);
    assertEquals(200, response.statusCode(), response.bodyAsString());
    assertEquals("application/json", response.getHeader("content-type"));
    assertEquals("no-store", response.getHeader("cache-control"));
    return response.bodyAsJsonObject();
  }

  @Test
  void shouldDescribeAcquisition() {
    runPlate();
    JsonObject acquisition =
        json("/api/acquisitions").getJsonArray("acquisitions").getJsonObject(0);

    assertEquals(acquisition.copy().put("actions", new JsonArray()), json("/api/acquisitions/P1"));
    assertEquals("P1", acquisition.getString("acquisition"));
    assertEquals("plate-7", acquisition.getString("plateName"));
    assertEquals(8, acquisition.getInteger("plateRows"));
    assertEquals("2026-11-20T10:00:00Z", acquisition.getString("startedAt"));
    assertEquals("2026-11-20T10:00:09Z", acquisition.getString("endedAt"));
    assertEquals("completed", acquisition.getString("endReason"));
    assertEquals("classical", acquisition.getString("model"));
    assertEquals(new JsonArray().add(MODEL), acquisition.getJsonArray("models"));
    assertEquals(
        new JsonObject().put("name", "DAPI").put("role", "nucleus"),
        acquisition.getJsonArray("channels").getJsonObject(0));
    assertEquals(
        new JsonObject()
            .put("captured", 5)
            .put("analysed", 3)
            .put("failed", 1)
            .put("dropped", 0)
            .put("pending", 1),
        acquisition.getJsonObject("planes"));
    assertEquals(
        new JsonObject().put("planned", 2).put("seen", 2).put("done", 1),
        acquisition.getJsonObject("wells"));
    assertEquals(420, acquisition.getJsonObject("latencyMs").getDouble("p50"), 4.2);
    assertEquals(
        Set.of("published", "received", "segmented", "aggregated"),
        acquisition.getJsonObject("stagesMs").fieldNames());
    assertTrue(acquisition.getBoolean("announced"));
    assertFalse(acquisition.getBoolean("balanced"));
  }

  @Test
  void shouldListWhatSteeringDid() {
    runPlate();
    experiment.send(skipped("P1", 0, new Well(0, 1), 2));
    experiment.send(skipped("P1", 1, new Well(0, 0), 1));
    JsonObject acquisition = json("/api/acquisitions/P1");
    assertEquals(3, acquisition.getInteger("planesSkipped"));
    assertEquals(2, acquisition.getInteger("actionCount"));
    assertEquals("A01", acquisition.getJsonObject("lastAction").getString("well"));
    JsonArray actions = acquisition.getJsonArray("actions");
    assertEquals("A02", actions.getJsonObject(0).getString("well"));
    assertEquals("enough cells", actions.getJsonObject(1).getString("reason"));
    JsonArray wells = json("/api/acquisitions/P1/wells").getJsonArray("wells");
    assertEquals(2, wells.getJsonObject(1).getInteger("planesSkipped"));
  }

  @Test
  void shouldShowWellsWithTheirMeasures() {
    runPlate();
    JsonObject answer = json("/api/acquisitions/P1/wells");
    assertEquals(0, answer.getInteger("theT"));
    assertEquals(MODEL, answer.getString("model"));

    JsonObject well = answer.getJsonArray("wells").getJsonObject(0);
    assertEquals("A01", well.getString("well"));
    assertEquals(0, well.getInteger("row"));
    assertEquals(0, well.getInteger("column"));
    assertEquals(2, well.getInteger("fields"));
    JsonObject measures = well.getJsonObject("measures");
    assertEquals(8, measures.getInteger("count"));
    assertEquals(4.0, measures.getDouble("countPerField"));
    assertEquals(65.0, measures.getDouble("meanArea"));
    assertEquals((1 + 2 + 3 + 1 + 2 + 3 + 4 + 5) / 8.0, measures.getDouble("meanIntensity"));
    assertEquals(100.25, measures.getDouble("background"));
    assertEquals(0.125, measures.getDouble("saturatedFraction"));
    assertNull(measures.getDouble("focus"));
    assertEquals(new JsonObject().put("OUT_OF_FOCUS", 1), well.getJsonObject("flags"));
    assertEquals(1, well.getJsonObject("planes").getInteger("failed"));

    JsonObject untouched = answer.getJsonArray("wells").getJsonObject(1);
    assertEquals("A02", untouched.getString("well"));
    assertEquals(new JsonObject(), untouched.getJsonObject("measures"));
    assertEquals(1, untouched.getJsonObject("planes").getInteger("pending"));
  }

  @Test
  void shouldDescribeEveryMeasureItShows() {
    runPlate();
    JsonObject answer = json("/api/acquisitions/P1/wells");
    Set<String> described = new TreeSet<>();
    answer
        .getJsonArray("measures")
        .forEach(measure -> described.add(((JsonObject) measure).getString("name")));
    Set<String> shown =
        answer.getJsonArray("wells").getJsonObject(0).getJsonObject("measures").fieldNames();
    assertTrue(described.containsAll(shown), described + " " + shown);
  }

  @Test
  void shouldServeWhatAnotherAnalysisChanged() {
    runPlate();
    assertEquals(404, get("/api/acquisitions/P1/differences").statusCode());
    FormerAnalysis former = new FormerAnalysis("old@1", Map.of("A01", 10L, "A03", 4L));
    experiment.send(
        new AcquisitionStarted.Builder("P1", "/replay", CAPTURED).former(former).build());
    JsonObject differences = json("/api/acquisitions/P1/differences");
    assertEquals("old@1", differences.getString("formerModel"));
    assertEquals(MODEL, differences.getString("model"));
    assertEquals(
        new JsonArray()
            .add(
                new JsonObject()
                    .put("well", "A01")
                    .put("former", 10)
                    .put("now", 8)
                    .put("difference", -2)
                    .put("relative", -0.2))
            .add(new JsonObject().put("well", "A02"))
            .add(new JsonObject().put("well", "A03").put("former", 4)),
        differences.getJsonArray("wells"));
    JsonObject wells = json("/api/acquisitions/P1/wells");
    assertEquals(
        -2,
        wells
            .getJsonArray("wells")
            .getJsonObject(0)
            .getJsonObject("measures")
            .getInteger("countChange"));
    assertTrue(wells.getJsonArray("measures").encode().contains("Objects more than before"));
  }

  @Test
  void shouldShowTimePointAskedFor() {
    experiment.send(analysed("P1/A01/f0/t0/z0/c0", objects(MODEL, 3, 40)));
    experiment.send(analysed("P1/A01/f0/t1/z0/c0", objects(MODEL, 6, 40)));
    experiment.send(analysed("P1/A01/f0/t2/z0/c1"));

    assertEquals(6, count(json("/api/acquisitions/P1/wells")));
    assertEquals(6, count(json("/api/acquisitions/P1/wells?t=latest")));
    assertEquals(3, count(json("/api/acquisitions/P1/wells?t=0&model=" + MODEL)));
    JsonObject fields = json("/api/acquisitions/P1/wells/A01/fields?t=0");
    assertEquals(1, fields.getJsonArray("planes").size());
    assertEquals(3, fields.getJsonArray("fields").getJsonObject(0).getInteger("count"));
  }

  private static int count(JsonObject wells) {
    JsonObject well = wells.getJsonArray("wells").getJsonObject(0);
    return well.getJsonObject("measures").getInteger("count");
  }

  @Test
  void shouldShowFieldsAndEveryPlaneOfWell() {
    runPlate();
    JsonObject answer = json("/api/acquisitions/P1/wells/a1/fields");
    assertEquals(2, answer.getJsonArray("fields").size());
    JsonObject field = answer.getJsonArray("fields").getJsonObject(0);
    assertEquals(0, field.getInteger("field"));
    assertEquals(3, field.getInteger("count"));
    assertEquals("DAPI", field.getString("channelName"));
    assertEquals(420.0, field.getDouble("latencyMs"));
    assertEquals(
        new JsonObject()
            .put("capturedAt", "2026-11-20T10:00:00Z")
            .put("publishedAt", "2026-11-20T10:00:00.010Z")
            .put("receivedAt", "2026-11-20T10:00:00.040Z")
            .put("segmentedAt", "2026-11-20T10:00:00.170Z")
            .put("aggregatedAt", "2026-11-20T10:00:00.420Z"),
        field.getJsonObject("receipt"));

    assertEquals(4, answer.getJsonArray("planes").size());
    JsonObject lost = answer.getJsonArray("planes").getJsonObject(3);
    assertEquals("P1/A01/f1/t0/z0/c1", lost.getString("frame"));
    assertEquals("failed", lost.getString("status"));
    assertEquals("CRC_MISMATCH", lost.getString("reason"));
  }

  @Test
  void shouldServeLedgerThatAddsUp() {
    runPlate();
    JsonObject ledger = json("/api/acquisitions/P1/ledger");
    assertFalse(ledger.getBoolean("balanced"));
    JsonObject row = ledger.getJsonArray("wells").getJsonObject(0);
    assertEquals(4, row.getInteger("captured"));
    assertEquals(
        row.getInteger("captured"),
        row.getInteger("analysed") + row.getInteger("failed") + row.getInteger("dropped"));

    experiment.send(analysed("P1/A02/f0/t0/z0/c0"));
    assertTrue(json("/api/acquisitions/P1/ledger").getBoolean("balanced"));
  }

  @Test
  void shouldListFailuresNewestFirst() {
    runPlate();
    experiment.send(failed(null, "MISSING_HEADER", 3));
    experiment.send(failed("P1/A02/f0/t0/z0/c0", "CORRUPT_VALUE", 9));

    JsonObject answer = json("/api/failures?limit=2");
    assertEquals(3, answer.getInteger("total"));
    assertEquals(1, answer.getInteger("unattributed"));
    JsonArray failures = answer.getJsonArray("failures");
    assertEquals(2, failures.size());
    assertEquals("CORRUPT_VALUE", failures.getJsonObject(0).getString("reason"));
    assertEquals("2026-11-20T10:00:00.009Z", failures.getJsonObject(0).getString("at"));
    assertEquals("CRC_MISMATCH", failures.getJsonObject(1).getString("reason"));
  }

  @Test
  void shouldAnswerErrorsAsJsonWithTheFacts() {
    runPlate();
    assertError(404, "no live acquisition P9", "/api/acquisitions/P9");
    assertError(400, "'Z' is no well", "/api/acquisitions/P1/wells/Z/fields");
    assertError(404, "no plane of well H12 of P1", "/api/acquisitions/P1/wells/H12/fields");
    assertError(
        400, "t='-1' is not a whole number from 0 to 1000000", "/api/acquisitions/P1/wells?t=-1");
    assertError(400, "parameter t is given 2 times", "/api/acquisitions/P1/wells?t=1&t=2");
    assertError(400, "limit='x' is not a whole number", "/api/failures?limit=x");
    assertError(404, "nothing at /api/nothing", "/api/nothing");
    assertError(404, "nothing at /nothing.html", "/nothing.html");
    assertError(400, "parameter acquisition is not an acquisition id", "/api/live?acquisition=%20");
  }

  private void assertError(int status, String facts, String path) {
    HttpResponse<Buffer> response = get(path);
    assertEquals(status, response.statusCode(), path);
    String error = response.bodyAsJsonObject().getString("error");
    assertTrue(error.contains(facts), error);
  }

  @Test
  void shouldSayThatStateIsBeingRestored() {
    runPlate();
    served.unavailable("frames cannot be looked up now: aggregation is REBALANCING");
    assertError(503, "aggregation is REBALANCING", "/api/acquisitions/P1/wells/A01/fields");
  }

  @Test
  void shouldKeepInternalsOfUnexpectedErrorsInTheLog() {
    runPlate();
    served.broken();
    HttpResponse<Buffer> response = get("/api/acquisitions/P1/wells/A01/fields");
    assertEquals(500, response.statusCode());
    assertEquals(
        "internal error; the service's log has it", response.bodyAsJsonObject().getString("error"));
  }

  @Test
  void shouldServeDashboardWithSecurityAndCachingHeaders() {
    HttpResponse<Buffer> page = get("/");
    assertEquals(200, page.statusCode());
    assertTrue(page.getHeader("content-type").startsWith("text/html"));
    assertEquals("nosniff", page.getHeader("x-content-type-options"));
    assertTrue(page.getHeader("content-security-policy").contains("default-src 'self'"));
    assertEquals("no-cache", page.getHeader("cache-control"));

    String modified = page.getHeader("last-modified");
    assertNotNull(modified);
    HttpResponse<Buffer> again =
        client
            .get(served.port(), "127.0.0.1", "/index.html")
            .putHeader("if-modified-since", modified)
            .send()
            .await();
    assertEquals(304, again.statusCode());
  }

  @Test
  void shouldNotServeFilesBesideTheDashboard() {
    for (String path :
        List.of("/../logback-test.xml", "/%2e%2e/logback-test.xml", "/..%5clogback-test.xml")) {
      assertEquals(404, get(path).statusCode(), path);
    }
  }

  @Test
  void shouldCompressForClientsThatAskForIt() {
    runPlate();
    HttpResponse<Buffer> response =
        client
            .get(served.port(), "127.0.0.1", "/api/acquisitions/P1/wells")
            .putHeader("accept-encoding", "gzip")
            .send()
            .await();
    assertEquals("gzip", response.getHeader("content-encoding"));
  }
}
