package org.scopeside.endtoend;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The REST API of a results service, asked as any program would. */
final class Rest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI base;
  private final HttpClient http = HttpClient.newHttpClient();

  Rest(URI base) {
    this.base = base;
  }

  /** Planes of a well or an acquisition by their fate. */
  record Planes(long captured, long analysed, long failed, long dropped, long pending) {
    static Planes of(JsonNode planes) {
      return new Planes(
          planes.path("captured").asLong(),
          planes.path("analysed").asLong(),
          planes.path("failed").asLong(),
          planes.path("dropped").asLong(),
          planes.path("pending").asLong());
    }
  }

  /** The answer to a GET; missing for 404. */
  JsonNode get(String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(10)).build();
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() == 404) {
        return MissingNode.getInstance();
      }
      if (answer.statusCode() != 200) {
        throw new AssertionError(
            "GET "
                + path
                + " answered "
                + answer.statusCode()
                + " "
                + new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  JsonNode acquisition(String id) {
    return get("/api/acquisitions/" + id);
  }

  Planes planes(String id) {
    return Planes.of(acquisition(id).path("planes"));
  }

  /** Objects by well label. */
  Map<String, Long> counts(String id) {
    Map<String, Long> counts = new TreeMap<>();
    for (JsonNode well : get("/api/acquisitions/" + id + "/wells").path("wells")) {
      counts.put(well.path("well").asText(), well.path("measures").path("count").asLong());
    }
    return counts;
  }

  /** The ledger's rows by well label. */
  Map<String, Planes> ledger(String id) {
    Map<String, Planes> rows = new TreeMap<>();
    for (JsonNode well : get("/api/acquisitions/" + id + "/ledger").path("wells")) {
      rows.put(well.path("well").asText(), Planes.of(well));
    }
    return rows;
  }

  JsonNode fields(String id, String well) {
    return get("/api/acquisitions/" + id + "/wells/" + well + "/fields").path("fields");
  }

  /** Waits until an acquisition has ended with every plane accounted for. */
  void awaitBalanced(String id) {
    await("a balanced ledger of " + id)
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () ->
                acquisition(id).hasNonNull("endedAt")
                    && acquisition(id).path("balanced").asBoolean());
  }
}
