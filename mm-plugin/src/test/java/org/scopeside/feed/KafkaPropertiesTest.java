package org.scopeside.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaPropertiesTest {
  private static final String LOGIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\";";

  @Test
  void shouldNameLoginModuleWhereItLiesInThisJar() {
    assertEquals(
        Map.of("sasl.jaas.config", "org.scopeside.shaded." + LOGIN),
        KafkaProperties.rewritten(
            Map.of("sasl.jaas.config", LOGIN), "org.scopeside.shaded.org.apache.kafka."));
  }

  @Test
  void shouldLeaveNamesThatAreRightAndDropBlanks() {
    assertEquals(
        Map.of("sasl.jaas.config", LOGIN),
        KafkaProperties.forThisJar(Map.of(" sasl.jaas.config ", LOGIN + " ", "client.id", "  ")));
  }
}
