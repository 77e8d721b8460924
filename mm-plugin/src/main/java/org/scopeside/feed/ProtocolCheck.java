package org.scopeside.feed;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.SaslConfigs;
import org.scopeside.feed.SettingsCheck.Address;
import org.scopeside.feed.WireProbe.Spoken;

/** Whether what is spoken at an address is what {@code security.protocol} expects. */
final class ProtocolCheck {
  private static final int READ_MS = 1_500;

  private final Address address;
  private final WireProbe probe;
  private final boolean tls;
  private final boolean login;
  private final String mechanism;

  ProtocolCheck(Address address, Map<String, String> kafka) {
    String protocol = KafkaProperties.securityProtocol(kafka).toUpperCase(Locale.ROOT);
    this.address = address;
    this.probe = new WireProbe(address, READ_MS);
    this.tls = protocol.endsWith("SSL");
    this.login = protocol.startsWith("SASL");
    this.mechanism = kafka.getOrDefault(SaslConfigs.SASL_MECHANISM, "GSSAPI");
  }

  Finding check() throws IOException {
    Spoken spoken = tls ? probe.tls() : probe.plain();
    return spoken == Spoken.KAFKA ? checkLogin() : wrong(spoken);
  }

  private Finding checkLogin() throws IOException {
    List<String> offered = probe.mechanisms(tls, mechanism);
    String spoken = "Kafka" + (tls ? " with TLS" : " without TLS");
    if (offered == null) {
      return Finding.ok(spoken);
    }
    if (login && offered.isEmpty()) {
      return Finding.failed(
          "the broker takes no user and password at "
              + address
              + ": set security.protocol to "
              + (tls ? "SSL" : "PLAINTEXT"));
    }
    if (!login && !offered.isEmpty()) {
      return Finding.failed(
          "the broker wants a user and password ("
              + String.join(", ", offered)
              + "): set security.protocol to "
              + (tls ? "SASL_SSL" : "SASL_PLAINTEXT")
              + ", sasl.mechanism and sasl.jaas.config");
    }
    if (login && !offered.contains(mechanism)) {
      return Finding.failed(
          "the broker does not offer "
              + mechanism
              + " but "
              + String.join(", ", offered)
              + ": set sasl.mechanism to one of these");
    }
    return Finding.ok(spoken + (login ? ", login by " + mechanism : ", no login"));
  }

  private Finding wrong(Spoken spoken) throws IOException {
    if (tls ? probe.plain() == Spoken.KAFKA : probe.tls() == Spoken.KAFKA) {
      return Finding.failed(
          tls
              ? "the broker speaks without TLS at "
                  + address
                  + ": set security.protocol to "
                  + (login ? "SASL_PLAINTEXT" : "PLAINTEXT")
              : "the broker speaks TLS at "
                  + address
                  + ": set security.protocol to "
                  + (login ? "SASL_SSL" : "SSL"));
    }
    if (spoken == Spoken.HTTP || probe.http()) {
      return Finding.failed(
          "a web server answers at "
              + address
              + ", not Kafka: is this the address of the results service?");
    }
    if (spoken == Spoken.TLS) {
      return Finding.failed("TLS is spoken at " + address + ", but not by a Kafka broker");
    }
    return Finding.failed(
        "the port at "
            + address
            + " is open, but what answers there is not Kafka: "
            + (spoken == Spoken.SILENCE
                ? "it says nothing"
                : spoken == Spoken.NOTHING
                    ? "it ends the connection"
                    : "it speaks something else"));
  }
}
