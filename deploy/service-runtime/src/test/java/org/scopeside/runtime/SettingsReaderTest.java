package org.scopeside.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {
  enum Projection {
    MAXIMUM,
    SINGLE_PLANE
  }

  record Stage(
      int httpPort,
      String topicPrefix,
      Path stateDir,
      Duration drainTime,
      long queueBytes,
      double sigma,
      boolean labels,
      Projection projection,
      List<String> models,
      Map<String, String> kafka) {
    Stage {
      if (httpPort < 0) {
        throw new IllegalArgumentException("http-port " + httpPort + " is negative");
      }
    }

    static Stage defaults() {
      return new Stage(
          8080,
          "scopeside.",
          Path.of("state"),
          Duration.ofSeconds(10),
          256L << 20,
          1.5,
          false,
          Projection.MAXIMUM,
          List.of("classical"),
          Map.of("bootstrap.servers", "localhost:9092", "client.id", "stage"));
    }
  }

  private static Stage read(
      Map<String, String> file, Map<String, String> environment, Map<String, String> overrides)
      throws InvalidSettingsException {
    return new SettingsReader(file, environment, overrides).read("segmenter", Stage.class);
  }

  private static List<String> problems(Map<String, String> file, Map<String, String> environment) {
    return assertThrows(InvalidSettingsException.class, () -> read(file, environment, Map.of()))
        .problems();
  }

  @Test
  void shouldKeepDefaultsWhereNothingIsSaid() throws Exception {
    assertEquals(Stage.defaults(), read(Map.of(), Map.of("PATH", "/bin"), Map.of()));
  }

  @Test
  void shouldReadEveryTypeFromText() throws Exception {
    Map<String, String> file =
        Map.of(
            "segmenter.http-port", "9464",
            "segmenter.topic-prefix", "lab7.",
            "segmenter.state-dir", "/var/lib/scopeside",
            "segmenter.drain-time", "90s",
            "segmenter.queue-bytes", "64 MiB",
            "segmenter.sigma", "0.5",
            "segmenter.labels", "TRUE",
            "segmenter.projection", "single-plane",
            "segmenter.models", "classical, stardist",
            "kafka.bootstrap.servers", "broker:9093");
    Stage expected =
        new Stage(
            9464,
            "lab7.",
            Path.of("/var/lib/scopeside"),
            Duration.ofSeconds(90),
            64L << 20,
            0.5,
            true,
            Projection.SINGLE_PLANE,
            List.of("classical", "stardist"),
            Map.of("bootstrap.servers", "broker:9093", "client.id", "stage"));
    assertEquals(expected, read(file, Map.of(), Map.of()));
  }

  @Test
  void shouldReadDurationsOfAllUnits() throws Exception {
    Map<String, Duration> texts =
        Map.of(
            "250ms", Duration.ofMillis(250),
            "5m", Duration.ofMinutes(5),
            "24h", Duration.ofHours(24),
            "7d", Duration.ofDays(7),
            "PT1M30S", Duration.ofSeconds(90));
    for (Map.Entry<String, Duration> text : texts.entrySet()) {
      Stage stage = read(Map.of("segmenter.drain-time", text.getKey()), Map.of(), Map.of());
      assertEquals(text.getValue(), stage.drainTime(), text.getKey());
    }
  }

  @Test
  void shouldLetEnvironmentBeatFileAndCommandLineBeatBoth() throws Exception {
    Map<String, String> file =
        Map.of("segmenter.http-port", "1", "segmenter.sigma", "1", "kafka.client.id", "a");
    Map<String, String> environment =
        Map.of(
            "SCOPESIDE_SEGMENTER_HTTP_PORT", "2",
            "SCOPESIDE_SEGMENTER_SIGMA", "2",
            "SCOPESIDE_KAFKA_CLIENT_ID", "b",
            "SCOPESIDE_KAFKA_SECURITY_PROTOCOL", "SSL");
    Stage stage = read(file, environment, Map.of("segmenter.http-port", "3"));
    assertEquals(3, stage.httpPort());
    assertEquals(2, stage.sigma());
    assertEquals("b", stage.kafka().get("client.id"));
    assertEquals("SSL", stage.kafka().get("security.protocol"));
  }

  @Test
  void shouldTellAllProblemsAtOnce() {
    Map<String, String> file =
        Map.of(
            "segmenter.htp-port", "1",
            "segmentr.sigma", "1",
            "segmenter.queue-bytes", "lots",
            "segmenter.projection", "median",
            "segmenter.drain-time", "soon");
    Map<String, String> environment =
        Map.of("SCOPESIDE_SEGMENTER_LABEL", "true", "SCOPESIDE_SEGMENTER_SIGMA", "NaN");
    assertEquals(
        List.of(
            "unknown setting segmenter.htp-port; did you mean segmenter.http-port?",
            "unknown setting segmentr.sigma; did you mean segmenter.sigma?",
            "unknown setting SCOPESIDE_SEGMENTER_LABEL; did you mean SCOPESIDE_SEGMENTER_LABELS?",
            "segmenter.drain-time=soon is not a duration such as 250ms, 30s, 5m, 24h, 7d or PT30S",
            "segmenter.queue-bytes=lots is not a size such as 256MB of at most 9223372036854775807",
            "SCOPESIDE_SEGMENTER_SIGMA=NaN is not a number",
            "segmenter.projection=median is not one of maximum, single-plane"),
        problems(file, environment));
  }

  @Test
  void shouldRefuseNumbersBeyondTheirType() {
    assertEquals(
        List.of("segmenter.http-port=4294967296 is not a whole number of at most 2147483647"),
        problems(Map.of("segmenter.http-port", "4294967296"), Map.of()));
    assertEquals(1, problems(Map.of("segmenter.queue-bytes", "999999999999TB"), Map.of()).size());
  }

  @Test
  void shouldSayWhatTheRecordItselfRefuses() {
    assertEquals(
        List.of("segmenter settings: http-port -1 is negative"),
        problems(Map.of("segmenter.http-port", "-1"), Map.of()));
  }

  @Test
  void shouldLeaveTheOtherServicesKeysAndKubernetesLinksAlone() throws Exception {
    Map<String, String> environment =
        Map.of(
            "SCOPESIDE_SEGMENTER_SERVICE_HOST", "10.0.0.1",
            "SCOPESIDE_SEGMENTER_PORT_9464_TCP_ADDR", "10.0.0.1",
            "SCOPESIDE_KAFKA_SERVICE_PORT", "9092",
            "SCOPESIDE_JAVA_OPTS", "-Xmx1g");
    assertEquals(Stage.defaults(), read(Map.of("results.http-port", "80"), environment, Map.of()));
  }

  @Test
  void shouldNameTheFileThatIsMissing(@TempDir Path folder) throws Exception {
    Path present = Files.writeString(folder.resolve("a.properties"), "segmenter.sigma = 2 \n# é\n");
    assertEquals(Map.of("segmenter.sigma", "2"), SettingsReader.load(present));
    Path absent = folder.resolve("b.properties");
    assertEquals(
        List.of("there is no settings file " + absent),
        assertThrows(InvalidSettingsException.class, () -> SettingsReader.load(absent)).problems());
  }
}
