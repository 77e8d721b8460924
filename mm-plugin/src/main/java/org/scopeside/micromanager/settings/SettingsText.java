package org.scopeside.micromanager.settings;

import java.net.URI;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.ChannelRole;
import org.scopeside.feed.AlertKind;
import org.scopeside.feed.AlertSettings;
import org.scopeside.publish.DropPolicy;

/**
 * Settings as named texts and back. A text that cannot be used leaves its setting at the default
 * and is told about in a sentence with its name and the text.
 */
final class SettingsText {
  static final String KAFKA = "kafka";

  private static final Map<String, AlertKind> PLANES = planes();

  private static final String ALERTS = "alerts.";

  private final Function<String, @Nullable String> texts;
  private final Consumer<String> problems;
  private final PluginSettings.Builder settings = PluginSettings.DEFAULT.toBuilder();

  private SettingsText(Function<String, @Nullable String> texts, Consumer<String> problems) {
    this.texts = texts;
    this.problems = problems;
  }

  /** All settings by name; secrets included. */
  static Map<String, String> of(PluginSettings settings) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(KAFKA, settings.kafka().text());
    texts.put("topicPrefix", settings.topicPrefix());
    texts.put("source", settings.source());
    texts.put("resultsBy", settings.resultsBy().name());
    URI service = settings.resultsService();
    texts.put("resultsService", service == null ? "" : service.toString());
    texts.put("queueMib", String.valueOf(settings.queueMib()));
    texts.put("encoderThreads", String.valueOf(settings.encoderThreads()));
    texts.put("spoolFolder", settings.spoolFolder().toString());
    texts.put("spoolLimitGib", String.valueOf(settings.spoolLimitGib()));
    texts.put("dropPolicy", settings.dropPolicy().name());
    texts.put("connectAtStart", String.valueOf(settings.connectAtStart()));
    texts.put("liveMode", String.valueOf(settings.liveMode()));
    texts.put("liveSamplingMs", String.valueOf(settings.liveSamplingMs()));
    texts.put("wellPattern", settings.wellPattern());
    texts.put("channelRoles", roles(settings.channelRoles()));
    texts.put("model", settings.model());
    putAlerts(settings.alerts(), texts);
    return texts;
  }

  private static Map<String, AlertKind> planes() {
    Map<String, AlertKind> kinds = new LinkedHashMap<>();
    kinds.put("blurredPlanes", AlertKind.OUT_OF_FOCUS);
    kinds.put("emptyPlanes", AlertKind.EMPTY);
    kinds.put("saturatedPlanes", AlertKind.SATURATED);
    return kinds;
  }

  private static void putAlerts(AlertSettings alerts, Map<String, String> texts) {
    boolean bounded = alerts.maxCount() < AlertSettings.ANY_COUNT;
    PLANES.forEach((name, kind) -> texts.put(ALERTS + name, String.valueOf(alerts.planes(kind))));
    texts.put(ALERTS + "minimumCount", String.valueOf(alerts.minCount()));
    texts.put(ALERTS + "maximumCount", bounded ? String.valueOf(alerts.maxCount()) : "");
    texts.put(ALERTS + "analysisBehindS", String.valueOf(alerts.behindAfter().toMillis() / 1000));
  }

  private static String roles(Map<String, ChannelRole> roles) {
    StringBuilder lines = new StringBuilder();
    roles.forEach(
        (channel, role) -> lines.append(channel).append('=').append(role.wireName()).append('\n'));
    return lines.toString();
  }

  /**
   * Settings from texts.
   *
   * @param texts gives the text of a name, null where there is none
   * @param problems takes a sentence for each text that cannot be used
   */
  static PluginSettings read(Function<String, @Nullable String> texts, Consumer<String> problems) {
    return new SettingsText(texts, problems).read();
  }

  private PluginSettings read() {
    use(KAFKA, text -> settings.kafka(KafkaProperties.parse(text, problems)));
    use("topicPrefix", settings::topicPrefix);
    use("source", settings::source);
    use("resultsBy", text -> settings.resultsBy(oneOf(ResultsBy.class, text)));
    use("resultsService", text -> settings.resultsService(address(text)));
    use("queueMib", text -> settings.queueMib(whole(text)));
    use("encoderThreads", text -> settings.encoderThreads(whole(text)));
    use("spoolFolder", text -> settings.spoolFolder(folder(text)));
    use("spoolLimitGib", text -> settings.spoolLimitGib(whole(text)));
    use("dropPolicy", text -> settings.dropPolicy(oneOf(DropPolicy.class, text)));
    use("connectAtStart", text -> settings.connectAtStart(yesOrNo(text)));
    use("liveMode", text -> settings.liveMode(yesOrNo(text)));
    use("liveSamplingMs", text -> settings.liveSamplingMs(whole(text)));
    use("wellPattern", settings::wellPattern);
    use("channelRoles", text -> settings.channelRoles(readRoles(text)));
    use("model", settings::model);
    readAlerts();
    return settings.build();
  }

  /** One after the other, so that one that is wrong leaves the others as set. */
  private void readAlerts() {
    AlertSettings[] alerts = {AlertSettings.defaults()};
    PLANES.forEach((name, kind) -> useAlert(alerts, name, (t, a) -> a.fromPlanes(kind, whole(t))));
    useAlert(alerts, "minimumCount", (t, a) -> a.countFrom(whole(t), a.maxCount()));
    useAlert(alerts, "maximumCount", (t, a) -> a.countFrom(a.minCount(), wholeOrNone(t)));
    useAlert(alerts, "analysisBehindS", (t, a) -> a.behindAfter(Duration.ofSeconds(whole(t))));
    settings.alerts(alerts[0]);
  }

  private void useAlert(AlertSettings[] alerts, String name, AlertReader reader) {
    use(ALERTS + name, text -> alerts[0] = reader.read(text, alerts[0]));
  }

  private interface AlertReader {
    AlertSettings read(String text, AlertSettings others);
  }

  private void use(String name, Consumer<String> reader) {
    String text = texts.apply(name);
    if (text == null) {
      return;
    }
    try {
      reader.accept(text);
    } catch (IllegalArgumentException e) {
      problems.accept(name + " '" + text.trim() + "' is not used: " + e.getMessage());
    }
  }

  private static <E extends Enum<E>> E oneOf(Class<E> type, String text) {
    String name = text.trim().toUpperCase(Locale.ROOT);
    for (E value : type.getEnumConstants()) {
      if (value.name().equals(name)) {
        return value;
      }
    }
    throw new IllegalArgumentException("it is none of " + Arrays.toString(type.getEnumConstants()));
  }

  private static boolean yesOrNo(String text) {
    String word = text.trim().toLowerCase(Locale.ROOT);
    if (!word.equals("true") && !word.equals("false")) {
      throw new IllegalArgumentException("it is neither true nor false");
    }
    return word.equals("true");
  }

  private static int whole(String text) {
    try {
      return Integer.parseInt(text.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("it is no whole number", e);
    }
  }

  private static int wholeOrNone(String text) {
    return text.trim().isEmpty() ? Integer.MAX_VALUE : whole(text);
  }

  private static @Nullable URI address(String text) {
    return text.trim().isEmpty() ? null : URI.create(text.trim());
  }

  private static Path folder(String text) {
    if (text.trim().isEmpty()) {
      throw new IllegalArgumentException("it names no folder");
    }
    return Paths.get(text.trim());
  }

  private static Map<String, ChannelRole> readRoles(String text) {
    Map<String, ChannelRole> roles = new LinkedHashMap<>();
    for (String line : text.split("\\R", -1)) {
      if (!line.trim().isEmpty()) {
        readRole(line, roles);
      }
    }
    return roles;
  }

  private static void readRole(String line, Map<String, ChannelRole> roles) {
    int equals = line.lastIndexOf('=');
    ChannelRole role =
        equals < 1
            ? null
            : ChannelRole.named(line.substring(equals + 1).trim().toLowerCase(Locale.ROOT));
    if (role == null) {
      throw new IllegalArgumentException(
          "'" + line.trim() + "' is not channel=nucleus, cell, membrane or other");
    }
    roles.put(line.substring(0, equals).trim(), role);
  }
}
