package org.scopeside.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.Test;
import org.scopeside.results.ResultsSettings;
import org.scopeside.runtime.SettingsReader;
import org.scopeside.segmenter.SegmenterSettings;

/** The files under {@code deploy/config} say what holds: every key, with its default. */
class ShippedSettingsTest {
  private static final Path CONFIG = Path.of("config");

  @Test
  void shouldShipEverySettingOfTheSegmenterWithItsDefault() throws Exception {
    Map<String, String> file = SettingsReader.load(CONFIG.resolve("segmenter.properties"));
    assertEquals(
        new TreeSet<>(SettingsReader.keys("segmenter", SegmenterSettings.class)), ownKeys(file));
    SegmenterSettings read =
        new SettingsReader(file, Map.of(), Map.of()).read("segmenter", SegmenterSettings.class);
    assertEquals(SegmenterSettings.defaults().queueBytes(), read.queueBytes());
    assertEquals(SegmenterSettings.defaults().stackTimeout(), read.stackTimeout());
    assertEquals(SegmenterSettings.defaults().channel(), read.channel());
    assertEquals(SegmenterSettings.defaults().models(), read.models());
    assertEquals(SegmenterSettings.defaults().model(), read.model());
    assertEquals(SegmenterSettings.defaults().precision(), read.precision());
  }

  @Test
  void shouldShipEverySettingOfTheResultsServiceWithItsDefault() throws Exception {
    Map<String, String> file = SettingsReader.load(CONFIG.resolve("results.properties"));
    assertEquals(
        new TreeSet<>(SettingsReader.keys("results", ResultsSettings.class)), ownKeys(file));
    ResultsSettings read =
        new SettingsReader(file, Map.of(), Map.of()).read("results", ResultsSettings.class);
    ResultsSettings defaults = ResultsSettings.defaults();
    assertEquals(defaults.commitInterval(), read.commitInterval());
    assertEquals(defaults.retainEnded(), read.retainEnded());
    assertEquals(defaults.retainSilent(), read.retainSilent());
    assertEquals(defaults.failuresKept(), read.failuresKept());
  }

  @Test
  void shouldShipATlsExampleThatReachesTheKafkaClient() throws Exception {
    String text = Files.readString(CONFIG.resolve("segmenter.properties"));
    Properties uncommented = new Properties();
    uncommented.load(
        new StringReader(
            text.lines()
                .map(line -> line.replaceFirst("^# (?=kafka\\.)", ""))
                .collect(Collectors.joining("\n"))));
    Map<String, String> keys =
        uncommented.stringPropertyNames().stream()
            .collect(Collectors.toMap(key -> key, uncommented::getProperty));
    Map<String, String> kafka = new SettingsReader(keys, Map.of(), Map.of()).kafka();
    assertEquals("SASL_SSL", kafka.get("security.protocol"));
    assertEquals("SCRAM-SHA-512", kafka.get("sasl.mechanism"));
    Set<String> unknown = new TreeSet<>(kafka.keySet());
    unknown.removeAll(ConsumerConfig.configNames());
    assertEquals(Set.of(), unknown);
  }

  private static Set<String> ownKeys(Map<String, String> file) {
    return file.keySet().stream()
        .filter(key -> !key.startsWith("kafka."))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
