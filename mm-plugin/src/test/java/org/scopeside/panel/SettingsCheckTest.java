package org.scopeside.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scopeside.panel.state.SecurityPreset;

class SettingsCheckTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:9092",
        "kafka-1.example.org:9093, kafka-2.example.org:9093",
        "10.0.0.7:9092",
        "[fe80::1]:9092"
      })
  void shouldTakeAddressesOfBrokers(String address) {
    assertEquals("", SettingsCheck.bootstrap(address));
  }

  @ParameterizedTest
  @CsvSource({
    "'', missing",
    "kafka.example.org, no port",
    "http://kafka.example.org:9092, web address",
    "kafka.example.org:90920, no port: 1 to 65535",
    "kafka.example.org:, no port: 1 to 65535",
    "my kafka:9092, no name of a computer",
    "'kafka:9092,', no port"
  })
  void shouldSayWhatIsWrongWithAnAddress(String address, String words) {
    String problem = SettingsCheck.bootstrap(address);
    assertTrue(problem.contains(words), problem);
  }

  @Test
  void shouldKeepSecretsOutOfTheProperties() {
    assertEquals("", SettingsCheck.properties("security.protocol=SSL\n# note\nlinger.ms=20\n"));
    for (String secret : new String[] {"ssl.truststore.password=x", "sasl.jaas.config=x"}) {
      assertTrue(SettingsCheck.properties(secret).contains("secret"), secret);
    }
    assertTrue(SettingsCheck.properties("ssl.truststore.location=").contains("no value"));
    assertTrue(SettingsCheck.properties("a=\\u12").contains("no properties"));
    assertTrue(SettingsCheck.properties("bootstrap.servers=x:1").contains("above"));
  }

  @Test
  void shouldReplaceOnlyWhatSecurityHasToDoWith() {
    String tls = SecurityPreset.TLS.applyTo("linger.ms=20\n");
    String scram = SecurityPreset.SASL_SSL_SCRAM.applyTo(tls);
    assertTrue(scram.contains("sasl.mechanism=SCRAM-SHA-512"), scram);
    assertEquals(scram, SecurityPreset.SASL_SSL_SCRAM.applyTo(scram), "twice is once");
    assertEquals("security.protocol=PLAINTEXT\nlinger.ms=20\n", SecurityPreset.NONE.applyTo(scram));
  }

  @Test
  void shouldCheckTheOtherEntries() {
    assertEquals("", SettingsCheck.url("https://results.example.org:8080/x", true));
    assertEquals("", SettingsCheck.url("", false));
    assertTrue(SettingsCheck.url("", true).contains("address"));
    assertTrue(SettingsCheck.url("results.example.org", true).contains("http://"));
    assertTrue(SettingsCheck.topicPrefix("lab a/").contains("letters"));
    assertTrue(SettingsCheck.number("12.5", 1, 20).contains("1 to 20"));
    assertTrue(SettingsCheck.number("99999999999999999999", 1, 20).contains("1 to 20"));
    assertTrue(SettingsCheck.folder("spool", true).contains("whole path"));
    assertTrue(SettingsCheck.folder("", true).contains("needs a folder"));
    assertEquals("", SettingsCheck.folder("", false));
    assertTrue(SettingsCheck.user(" ", true).contains("user"));
  }
}
