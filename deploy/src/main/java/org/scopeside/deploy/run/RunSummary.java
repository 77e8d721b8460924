package org.scopeside.deploy.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to, as it is printed with {@code --json}.
 *
 * @param planes the loss ledger's sums
 * @param wells counts of every well, with the truth where it is known
 * @param fields counts of every field, with the file it came from; only of a replay
 * @param differences what another analysis changed, by well; only with {@code --diff}
 * @param latencyMs captured to aggregated
 * @param balanced captured = analysed + failed + dropped in every well
 * @param failures reasons of planes that failed, newest first, at most 20
 * @param losses why the source lost planes; at most one reason
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunSummary(
    String acquisition,
    String url,
    Planes planes,
    List<WellCount> wells,
    @Nullable List<FieldCount> fields,
    @Nullable List<WellDifference> differences,
    Latency latencyMs,
    double seconds,
    double planesPerSecond,
    boolean balanced,
    List<String> failures,
    List<String> losses) {

  /** Planes by their fate. */
  public record Planes(long captured, long analysed, long failed, long dropped) {}

  /** Objects of a well; truth is null where it is not known. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record WellCount(String well, long count, @Nullable Long truth) {}

  /** Objects of a field and its source file. */
  public record FieldCount(String well, int field, String source, long count) {}

  /** Percentiles, ms. */
  public record Latency(double p50, double p99) {}

  /**
   * Reads counts of all wells.
   *
   * @param truth objects by well label, empty where not known
   */
  public static List<WellCount> wells(JsonNode answer, Map<String, Long> truth) {
    List<WellCount> wells = new ArrayList<>();
    for (JsonNode well : answer.path("wells")) {
      String label = well.path("well").asText();
      wells.add(
          new WellCount(label, well.path("measures").path("count").asLong(), truth.get(label)));
    }
    return wells;
  }

  /** Reasons of failures of one acquisition, and of records that belong to none. */
  public static List<String> failures(JsonNode answer, String acquisition) {
    List<String> failures = new ArrayList<>();
    for (JsonNode failure : answer.path("failures")) {
      String frame = failure.path("frame").asText("");
      if (frame.isEmpty() || frame.startsWith(acquisition + "/")) {
        failures.add(failure.path("reason").asText() + ": " + failure.path("message").asText());
      }
    }
    return failures;
  }

  /** One JSON document: of a single run the run, of several a list. */
  public static String toJson(List<RunSummary> runs) throws IOException {
    return new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValueAsString(runs.size() == 1 ? runs.get(0) : runs);
  }
}
