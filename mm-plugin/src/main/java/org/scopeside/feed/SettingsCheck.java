package org.scopeside.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Whether a user's Kafka properties can be meant, before anything is connected. */
final class SettingsCheck {
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:[A-Za-z][A-Za-z0-9_]*://)?(\\[[0-9a-fA-F:.]+]|[^\\s:/\\[\\]]+):(\\d{1,5})");

  /** Clients are made to see what they refuse; nobody listens there and nothing is sent. */
  private static final String NOWHERE = "127.0.0.1:1";

  private final Map<String, String> kafka;

  SettingsCheck(Map<String, String> kafka) {
    this.kafka = kafka;
  }

  /** An address of a broker. */
  static final class Address {
    final String host;
    final int port;

    Address(String host, int port) {
      this.host = host;
      this.port = port;
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** The addresses in {@code bootstrap.servers} that can be read. */
  List<Address> addresses() {
    List<Address> addresses = new ArrayList<>();
    for (String text : servers().split(",", -1)) {
      Matcher matcher = ADDRESS.matcher(text.trim());
      if (matcher.matches() && Integer.parseInt(matcher.group(2)) <= 65_535) {
        String host = matcher.group(1).replaceAll("[\\[\\]]", "");
        addresses.add(new Address(host, Integer.parseInt(matcher.group(2))));
      }
    }
    return addresses;
  }

  private String servers() {
    return kafka.getOrDefault(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "");
  }

  Finding check() {
    String wrong = wrongAddress();
    if (wrong == null) {
      wrong = wrongLogin();
    }
    if (wrong == null) {
      wrong = refusedByKafka();
    }
    if (wrong != null) {
      return Finding.failed(wrong);
    }
    String odd = odd();
    return odd == null ? Finding.ok("understood") : Finding.warning(odd);
  }

  private @Nullable String wrongAddress() {
    if (servers().isEmpty()) {
      return "bootstrap.servers is missing: set it to the broker's address, such as host:9092";
    }
    int wanted = servers().split(",", -1).length;
    return addresses().size() == wanted
        ? null
        : "bootstrap.servers '"
            + servers()
            + "' is not host:port, or several of them with commas between";
  }

  private @Nullable String wrongLogin() {
    boolean sasl = protocol().startsWith("SASL");
    boolean callback = kafka.containsKey(SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS);
    boolean elsewhere = System.getProperty("java.security.auth.login.config") != null;
    if (sasl && !kafka.containsKey(SaslConfigs.SASL_JAAS_CONFIG) && !callback && !elsewhere) {
      return "security.protocol is "
          + protocol()
          + " but there is no sasl.jaas.config: it holds user and password, and sasl.mechanism says"
          + " how they are sent (PLAIN, SCRAM-SHA-512, …)";
    }
    return null;
  }

  private String protocol() {
    return KafkaProperties.securityProtocol(kafka).toUpperCase(Locale.ROOT);
  }

  private @Nullable String refusedByKafka() {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, NOWHERE);
    config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    try {
      ProducerConfig unused = new ProducerConfig(config);
      config.keySet().retainAll(AdminClientConfig.configNames());
      config.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
      Admin.create(config).close(Duration.ZERO);
      return null;
    } catch (ConfigException e) {
      return String.valueOf(e.getMessage());
    } catch (KafkaException | IllegalArgumentException e) {
      return KafkaWords.innermost(e);
    }
  }

  /** What Kafka would only log: keys that it does not know, and some without effect. */
  private @Nullable String odd() {
    List<String> odd = new ArrayList<>();
    Set<String> known = knownKeys();
    for (String key : kafka.keySet()) {
      if (!known.contains(key)) {
        String near = NearestName.to(key, known);
        odd.add(
            "Kafka does not know '" + key + "'" + (near == null ? "" : ": is " + near + " meant?"));
      }
    }
    boolean sasl = protocol().startsWith("SASL");
    if (!sasl && kafka.containsKey(SaslConfigs.SASL_JAAS_CONFIG)) {
      odd.add(
          "user and password are not used while security.protocol is "
              + protocol()
              + ": SASL_SSL or SASL_PLAINTEXT would");
    }
    return odd.isEmpty() ? null : String.join("; ", odd);
  }

  private static Set<String> knownKeys() {
    Set<String> known = new TreeSet<>(ProducerConfig.configNames());
    known.addAll(ConsumerConfig.configNames());
    known.addAll(AdminClientConfig.configNames());
    return known;
  }
}
