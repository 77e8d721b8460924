package org.scopeside.micromanager.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;
import org.scopeside.feed.NearestName;
import org.scopeside.micromanager.secrets.SecretKeeper;

/**
 * Properties of Kafka's clients as a user writes them: one {@code key=value} a line, {@code #}
 * before a comment. Values are literal, so Windows' paths need no escapes. Immutable.
 */
public final class KafkaProperties {
  private static final List<ConfigDef> CLIENTS =
      Collections.unmodifiableList(
          Arrays.asList(
              ProducerConfig.configDef(),
              ConsumerConfig.configDef(),
              AdminClientConfig.configDef()));

  private static final Pattern SECRET_NAME = Pattern.compile(".*(password|secret|jaas\\.config)");

  private static final String TELEMETRY = CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG;

  private final Map<String, String> values;

  private KafkaProperties(Map<String, String> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Properties as they are, unchecked. */
  public static KafkaProperties of(Map<String, String> values) {
    return new KafkaProperties(values);
  }

  /**
   * Reads lines; what cannot be used is left out, an unknown key is kept.
   *
   * @param problems takes a sentence for each line that is left out or dubious; no secret is in it
   */
  public static KafkaProperties parse(String text, Consumer<String> problems) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : text.split("\\R", -1)) {
      String content = line.trim();
      if (!content.isEmpty() && !content.startsWith("#")) {
        parseLine(content, values, problems);
      }
    }
    return new KafkaProperties(values);
  }

  private static void parseLine(
      String line, Map<String, String> values, Consumer<String> problems) {
    int equals = line.indexOf('=');
    if (equals < 1) {
      problems.accept("kafka: '" + firstWord(line) + "' is no line of the form key=value");
      return;
    }
    String key = line.substring(0, equals).trim();
    String value = line.substring(equals + 1).trim();
    String fault = fault(key, value);
    if (fault == null) {
      values.put(key, value);
      warnOfKey(key, value, problems);
    } else {
      problems.accept("kafka: " + fault);
    }
  }

  /** Not the whole line, which may hold a secret. */
  private static String firstWord(String line) {
    return line.split("\\s", 2)[0];
  }

  private static void warnOfKey(String key, String value, Consumer<String> problems) {
    if (definitions(key).isEmpty()) {
      String near = NearestName.to(key, keys());
      problems.accept(
          "kafka: Kafka's clients know no property '"
              + key
              + "'"
              + (near == null ? "" : "; is it '" + near + "'?"));
    } else if (key.equals(TELEMETRY) && !value.equals("false")) {
      problems.accept(
          "kafka: " + key + "=" + value + " has no effect: the plugin has no telemetry to push");
    }
  }

  private static List<String> keys() {
    List<String> keys = new ArrayList<>();
    CLIENTS.forEach(client -> keys.addAll(client.names()));
    return keys;
  }

  private static List<ConfigDef.ConfigKey> definitions(String key) {
    List<ConfigDef.ConfigKey> definitions = new ArrayList<>();
    for (ConfigDef client : CLIENTS) {
      ConfigDef.ConfigKey definition = client.configKeys().get(key);
      if (definition != null) {
        definitions.add(definition);
      }
    }
    return definitions;
  }

  /** What the first client that knows the key has against the value; null where nothing. */
  private static @Nullable String fault(String key, String value) {
    for (ConfigDef.ConfigKey definition : definitions(key)) {
      try {
        if (!namesClasses(definition)) {
          check(definition, value);
        }
      } catch (RuntimeException e) { // ConfigException, or what a validator did not expect
        return isSecret(key) ? key + " cannot be used as it is" : e.getMessage();
      }
    }
    return null;
  }

  /** Which can be told only where the client is made. */
  private static boolean namesClasses(ConfigDef.ConfigKey definition) {
    return definition.type() == ConfigDef.Type.CLASS || definition.type() == ConfigDef.Type.LIST;
  }

  private static void check(ConfigDef.ConfigKey definition, String value) {
    Object parsed = ConfigDef.parseType(definition.name, value, definition.type());
    if (definition.validator != null) {
      definition.validator.ensureValid(definition.name, parsed);
    }
  }

  /** Whether a property's value must not be shown or written down. */
  public static boolean isSecret(String key) {
    return SECRET_NAME.matcher(key).matches()
        || definitions(key).stream().anyMatch(known -> known.type() == ConfigDef.Type.PASSWORD);
  }

  /** The properties as written. */
  public Map<String, String> values() {
    return values;
  }

  /**
   * The properties for a client made here: the names of Kafka's own classes, as in {@code
   * sasl.jaas.config}, are what those classes are called in the plugin's jar, and telemetry, whose
   * classes the jar leaves out, is off. References to secrets that are not to be had are left out.
   */
  public Map<String, String> forClients() {
    Map<String, String> properties =
        new HashMap<>(org.scopeside.feed.KafkaProperties.forThisJar(values));
    properties.values().removeIf(SecretKeeper::isReference);
    properties.put(TELEMETRY, "false");
    return properties;
  }

  /** With the values of some keys replaced. */
  public KafkaProperties with(Map<String, String> replaced) {
    Map<String, String> all = new LinkedHashMap<>(values);
    all.putAll(replaced);
    return new KafkaProperties(all);
  }

  /** Without a key. */
  public KafkaProperties without(String key) {
    Map<String, String> others = new LinkedHashMap<>(values);
    others.remove(key);
    return new KafkaProperties(others);
  }

  /** One line a property, secrets included. */
  public String text() {
    StringBuilder lines = new StringBuilder();
    values.forEach((key, value) -> lines.append(key).append('=').append(value).append('\n'));
    return lines.toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KafkaProperties && values.equals(((KafkaProperties) other).values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** Without secrets. */
  @Override
  public String toString() {
    Map<String, String> shown = new LinkedHashMap<>(values);
    shown.replaceAll((key, value) -> isSecret(key) ? "(secret)" : value);
    return shown.toString();
  }
}
