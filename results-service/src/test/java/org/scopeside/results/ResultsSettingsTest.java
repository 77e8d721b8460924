package org.scopeside.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.scopeside.runtime.InvalidSettingsException;
import org.scopeside.runtime.SettingsReader;

class ResultsSettingsTest {
  @Test
  void shouldHaveDocumentedDefaults() {
    ResultsSettings defaults = ResultsSettings.defaults();
    assertEquals(8080, defaults.httpPort());
    assertEquals("127.0.0.1", defaults.httpHost());
    assertEquals("scopeside.", defaults.topicPrefix());
    assertEquals(Path.of("data/results"), defaults.stateDir());
    assertEquals("results-1", defaults.instanceId());
    assertEquals(1, defaults.streamThreads());
    assertEquals(Duration.ofMillis(100), defaults.commitInterval());
    assertEquals(Duration.ofHours(24), defaults.retainEnded());
    assertEquals(Duration.ofDays(7), defaults.retainSilent());
    assertEquals(1000, defaults.failuresKept());
    assertEquals(256, defaults.liveClients());
    assertEquals(Map.of("bootstrap.servers", "localhost:9092"), defaults.kafka());
  }

  @Test
  void shouldBeReadFromKeys() throws InvalidSettingsException {
    ResultsSettings settings =
        read(
            Map.of(
                "results.http-port", "9000",
                "results.retain-ended", "2h",
                "kafka.bootstrap.servers", "broker:9093",
                "kafka.security.protocol", "SSL"));
    assertEquals(9000, settings.httpPort());
    assertEquals(Duration.ofHours(2), settings.retainEnded());
    assertEquals("SSL", settings.kafka().get("security.protocol"));
  }

  @Test
  void shouldRefuseWhatCannotWork() {
    assertRefused(Map.of("results.http-port", "70000"), "http-port 70000 is not from 0 to 65535");
    assertRefused(Map.of("results.retain-silent", "1h"), "retain-silent PT1H is less than PT24H");
    assertRefused(Map.of("results.instance-id", "a b"), "instance-id 'a b'");
    assertRefused(Map.of("kafka.bootstrap.servers", ""), "kafka.bootstrap.servers is missing");
    assertRefused(Map.of("results.topic-prefix", "a b"), "topic prefix 'a b'");
  }

  private static void assertRefused(Map<String, String> keys, String facts) {
    String message =
        String.valueOf(assertThrows(InvalidSettingsException.class, () -> read(keys)).getMessage());
    assertTrue(message.contains(facts), message);
  }

  private static ResultsSettings read(Map<String, String> keys) throws InvalidSettingsException {
    return new SettingsReader(keys, Map.of(), Map.of()).read("results", ResultsSettings.class);
  }

  @Test
  void shouldPassKafkaPropertiesThroughAndLetThemWin() throws InvalidSettingsException {
    Properties properties =
        AggregationStreams.properties(
            read(
                Map.of(
                    "kafka.bootstrap.servers", "broker:9093",
                    "kafka.sasl.mechanism", "PLAIN",
                    "kafka.commit.interval.ms", "500")));
    assertEquals("broker:9093", properties.get("bootstrap.servers"));
    assertEquals("PLAIN", properties.get("sasl.mechanism"));
    assertEquals("500", properties.get("commit.interval.ms"));
    assertEquals("exactly_once_v2", properties.get("processing.guarantee"));
    assertEquals("results-1", properties.get("main.consumer.group.instance.id"));
    assertEquals("scopeside.results-service.1", properties.get("application.id"));
  }
}
