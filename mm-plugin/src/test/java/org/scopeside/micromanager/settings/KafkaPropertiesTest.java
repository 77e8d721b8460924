package org.scopeside.micromanager.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaPropertiesTest {
  private final List<String> problems = new ArrayList<>();

  private KafkaProperties parse(String... lines) {
    return KafkaProperties.parse(String.join("\n", lines), problems::add);
  }

  @Test
  void shouldReadLinesLiterallyWithCommentsAndBlanks() {
    KafkaProperties kafka =
        parse(
            "# the lab's broker",
            "bootstrap.servers = kafka:9092,kafka2:9092",
            "",
            "ssl.truststore.location=C:\\Users\\ann\\new=trust.p12\r");
    assertEquals(
        Map.of(
            "bootstrap.servers", "kafka:9092,kafka2:9092",
            "ssl.truststore.location", "C:\\Users\\ann\\new=trust.p12"),
        kafka.values());
    assertEquals(List.of(), problems);
    assertEquals(kafka, KafkaProperties.parse(kafka.text(), problems::add));
  }

  @Test
  void shouldLeaveOutWhatCannotBeUsedAndSayWhy() {
    KafkaProperties kafka = parse("kafka:9092", "acks=7", "linger.ms=soon", "client.id=scope-3");
    assertEquals(Map.of("client.id", "scope-3"), kafka.values());
    assertEquals(3, problems.size(), problems::toString);
    assertEquals("kafka: 'kafka:9092' is no line of the form key=value", problems.get(0));
    assertTrue(problems.get(1).contains("acks") && problems.get(1).contains("7"));
    assertTrue(problems.get(2).contains("linger.ms") && problems.get(2).contains("soon"));
  }

  @Test
  void shouldKeepAnUnknownKeyAndNameTheNearestKnownOne() {
    KafkaProperties kafka = parse("boostrap.servers=kafka:9092", "my.interceptor.colour=red");
    assertEquals(2, kafka.values().size());
    assertEquals(
        List.of(
            "kafka: Kafka's clients know no property 'boostrap.servers'; is it 'bootstrap.servers'?",
            "kafka: Kafka's clients know no property 'my.interceptor.colour'"),
        problems);
  }

  @Test
  void shouldKnowSecretsAndNeverShowThem() {
    for (String secret :
        List.of(
            "sasl.jaas.config",
            "ssl.keystore.password",
            "ssl.key.password",
            "ssl.truststore.password",
            "ssl.keystore.key",
            "basic.auth.password")) {
      assertTrue(KafkaProperties.isSecret(secret), secret);
    }
    assertFalse(KafkaProperties.isSecret("bootstrap.servers"));
    KafkaProperties kafka = parse("ssl.key.password=hunter2", "hunter2 is my password");
    assertEquals("{ssl.key.password=(secret)}", kafka.toString());
    assertTrue(problems.stream().noneMatch(problem -> problem.contains("password")));
  }

  @Test
  void shouldTurnTelemetryOffForEveryClient() {
    assertEquals("false", parse("").forClients().get("enable.metrics.push"));
    assertEquals(
        "false", parse("enable.metrics.push=true").forClients().get("enable.metrics.push"));
    assertEquals(
        List.of(
            "kafka: enable.metrics.push=true has no effect: the plugin has no telemetry to push"),
        problems);
  }

  @Test
  void shouldLeaveNamesOfKafkasClassesWhereKafkaHasItsOwnName() {
    String login = "org.apache.kafka.common.security.plain.PlainLoginModule required;";
    assertEquals(login, parse("sasl.jaas.config=" + login).forClients().get("sasl.jaas.config"));
  }
}
