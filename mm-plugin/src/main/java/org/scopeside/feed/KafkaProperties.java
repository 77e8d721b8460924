package org.scopeside.feed;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;

/**
 * Properties of Kafka clients as users write them, for the clients in this jar. There Kafka's
 * classes may lie in another package, so names of them in a property (a login module, for example)
 * are put right.
 */
public final class KafkaProperties {
  /** Joined when it runs: the packaging rewrites texts that begin like Kafka's package, too. */
  private static final String AS_WRITTEN = String.join(".", "org", "apache", "kafka", "");

  private KafkaProperties() {}

  /** The properties with Kafka's classes named as they are here; blank values are left out. */
  public static Map<String, String> forThisJar(Map<String, String> properties) {
    String name = SaslConfigs.class.getName();
    int end = name.indexOf("common.config.");
    return rewritten(properties, end < 0 ? AS_WRITTEN : name.substring(0, end));
  }

  static Map<String, String> rewritten(Map<String, String> properties, String packagePrefix) {
    Map<String, String> here = new LinkedHashMap<>();
    properties.forEach(
        (name, value) -> {
          String trimmed = value.trim();
          if (!trimmed.isEmpty()) {
            here.put(
                name.trim(),
                trimmed.contains(packagePrefix)
                    ? trimmed
                    : trimmed.replace(AS_WRITTEN, packagePrefix));
          }
        });
    return here;
  }

  /** {@code security.protocol} as given, "PLAINTEXT" where it is not. */
  static String securityProtocol(Map<String, String> properties) {
    return properties.getOrDefault(
        CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
        CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL);
  }
}
