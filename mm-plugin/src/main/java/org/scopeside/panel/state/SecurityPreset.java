package org.scopeside.panel.state;

/** Usual ways to secure a broker, each with the Kafka properties that a person completes. */
public enum SecurityPreset {
  NONE("None (only inside a lab network)", false, "security.protocol=PLAINTEXT"),
  TLS("TLS", false, "security.protocol=SSL", "ssl.truststore.type=PEM", "ssl.truststore.location="),
  SASL_SSL_SCRAM(
      "TLS and password (SASL_SSL, SCRAM)",
      true,
      "security.protocol=SASL_SSL",
      "sasl.mechanism=SCRAM-SHA-512",
      "ssl.truststore.type=PEM",
      "ssl.truststore.location="),
  SASL_PLAINTEXT(
      "Password without TLS (SASL_PLAINTEXT)",
      true,
      "security.protocol=SASL_PLAINTEXT",
      "sasl.mechanism=SCRAM-SHA-512");

  private final String words;
  private final boolean password;
  private final String properties;

  SecurityPreset(String words, boolean password, String... lines) {
    this.words = words;
    this.password = password;
    this.properties = String.join("\n", lines) + "\n";
  }

  /** Whether the broker asks for a user and a password. */
  public boolean needsPassword() {
    return password;
  }

  /**
   * The properties of this preset in front of those of the text that have nothing to do with it.
   */
  public String applyTo(String former) {
    StringBuilder text = new StringBuilder(properties);
    for (String line : former.split("\n", -1)) {
      if (!isSecurity(line) && !line.trim().isEmpty()) {
        text.append(line).append('\n');
      }
    }
    return text.toString();
  }

  private static boolean isSecurity(String line) {
    String key = line.trim();
    return key.startsWith("security.") || key.startsWith("sasl.") || key.startsWith("ssl.");
  }

  @Override
  public String toString() {
    return words;
  }
}
