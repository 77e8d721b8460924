package org.scopeside.deploy.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.FormerAnalysis;

/** Asks a results service over its REST API, as any program would. */
public final class ResultsClient {
  private static final long READY_PERIOD_MS = 50;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final URI base;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final ObjectMapper json = new ObjectMapper();

  /**
   * A client of one service.
   *
   * @param base for example {@code http://127.0.0.1:8080}
   */
  public ResultsClient(URI base) {
    this.base = base;
  }

  /** An acquisition; missing while the service does not know it yet. */
  public JsonNode acquisition(String id) throws IOException, InterruptedException {
    return get("/api/acquisitions/" + id);
  }

  /** The loss ledger of an acquisition. */
  public JsonNode ledger(String id) throws IOException, InterruptedException {
    return get("/api/acquisitions/" + id + "/ledger");
  }

  /** The wells of an acquisition at its latest time point. */
  public JsonNode wells(String id) throws IOException, InterruptedException {
    return get("/api/acquisitions/" + id + "/wells");
  }

  /** The fields of one well. */
  public JsonNode fields(String id, String well) throws IOException, InterruptedException {
    return get("/api/acquisitions/" + id + "/wells/" + well + "/fields");
  }

  /** What another analysis changed; missing where there was no former one. */
  public JsonNode differences(String id) throws IOException, InterruptedException {
    return get("/api/acquisitions/" + id + "/differences");
  }

  /**
   * The counts that an acquisition has now, or, where it was left in the midst of another analysis
   * that is to go on, those it had before that; null where there are none.
   */
  public @Nullable FormerAnalysis formerAnalysis(String id)
      throws IOException, InterruptedException {
    JsonNode acquisition = acquisition(id);
    boolean interrupted = !acquisition.path("endReason").asText().equals("completed");
    JsonNode former = interrupted ? differences(id) : MissingNode.getInstance();
    return former.isMissingNode()
        ? analysis(wells(id), "model", "measures/count")
        : analysis(former, "formerModel", "former");
  }

  private static @Nullable FormerAnalysis analysis(JsonNode of, String model, String count) {
    Map<String, Long> counts = new TreeMap<>();
    for (JsonNode well : of.path("wells")) {
      JsonNode number = well.at("/" + count);
      if (number.isNumber()) {
        counts.put(well.path("well").asText(), number.asLong());
      }
    }
    String name = of.path(model).asText("");
    return counts.isEmpty() ? null : new FormerAnalysis(name.isEmpty() ? null : name, counts);
  }

  /** Planes that failed, newest first. */
  public JsonNode failures() throws IOException, InterruptedException {
    return get("/api/failures?limit=20");
  }

  /**
   * Waits until every part of the installation is ready, so that the first plane does not wait for
   * the last part.
   *
   * @throws IOException if something is not ready by then, naming it
   */
  public void awaitReady(Duration patience) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve("/health/ready")).timeout(TIMEOUT).build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    while (answer.statusCode() != 200) {
      if (System.nanoTime() > deadline) {
        throw new IOException("not ready after " + patience.toSeconds() + " s: " + answer.body());
      }
      TimeUnit.MILLISECONDS.sleep(READY_PERIOD_MS);
      answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(TIMEOUT)
            .header("Accept", "application/json")
            .build();
    HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() == 404) {
      return MissingNode.getInstance();
    }
    if (response.statusCode() != 200) {
      throw new IOException("GET " + path + " answered " + response.statusCode());
    }
    return json.readTree(response.body());
  }
}
