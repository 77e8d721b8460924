package org.scopeside.micromanager;

import java.net.URI;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.ChannelRole;
import org.scopeside.feed.AlertKind;
import org.scopeside.feed.AlertSettings;
import org.scopeside.micromanager.settings.KafkaProperties;
import org.scopeside.micromanager.settings.PluginSettings;
import org.scopeside.micromanager.settings.ResultsBy;
import org.scopeside.panel.state.ChannelRoleRow;
import org.scopeside.panel.state.DropPolicy;
import org.scopeside.panel.state.PanelSettings;
import org.scopeside.panel.state.SecurityPreset;
import org.scopeside.tap.ChannelRoles;
import org.scopeside.tap.LabelPattern;

/** The plugin's settings as the panel's form has them, and back. */
final class SettingsForm {
  private static final String BOOTSTRAP = "bootstrap.servers";
  private static final String JAAS = "sasl.jaas.config";
  private static final String MECHANISM = "sasl.mechanism";
  private static final String PROTOCOL = "security.protocol";

  private SettingsForm() {}

  static PanelSettings of(PluginSettings settings) {
    KafkaProperties kafka = settings.kafka();
    URI service = settings.resultsService();
    AlertSettings alerts = settings.alerts();
    return PanelSettings.builder()
        .bootstrapServers(kafka.values().getOrDefault(BOOTSTRAP, ""))
        .security(preset(kafka), shown(kafka), user(kafka))
        .topicPrefix(settings.topicPrefix())
        .results(settings.resultsBy() == ResultsBy.HTTP, service == null ? "" : service.toString())
        .spool(
            settings.spoolFolder().toString(),
            settings.spoolLimitGib() * 1024,
            settings.dropPolicy() == org.scopeside.publish.DropPolicy.DROP_OLDEST
                ? DropPolicy.OLDEST
                : DropPolicy.NEWEST)
        .memoryMb(settings.queueMib())
        .liveEveryS(settings.liveMode() ? Math.max(1, settings.liveSamplingMs() / 1000) : 0)
        .wellPattern(settings.wellPattern())
        .channelRoles(rows(settings.channelRoles()))
        .thresholds(
            new org.scopeside.panel.state.AlertThresholds(
                alerts.planes(AlertKind.OUT_OF_FOCUS),
                alerts.planes(AlertKind.EMPTY),
                alerts.planes(AlertKind.SATURATED),
                alerts.minCount(),
                alerts.maxCount() == AlertSettings.ANY_COUNT ? 0 : alerts.maxCount(),
                (int) (alerts.behindAfter().toMillis() / 1000)))
        .build();
  }

  private static SecurityPreset preset(KafkaProperties kafka) {
    String protocol = kafka.values().getOrDefault(PROTOCOL, "PLAINTEXT");
    switch (protocol) {
      case "SSL":
        return SecurityPreset.TLS;
      case "SASL_SSL":
        return SecurityPreset.SASL_SSL_SCRAM;
      case "SASL_PLAINTEXT":
        return SecurityPreset.SASL_PLAINTEXT;
      default:
        return SecurityPreset.NONE;
    }
  }

  /** All but the address and what is secret. */
  private static String shown(KafkaProperties kafka) {
    StringBuilder lines = new StringBuilder();
    kafka
        .values()
        .forEach(
            (key, value) -> {
              if (!key.equals(BOOTSTRAP) && !KafkaProperties.isSecret(key)) {
                lines.append(key).append('=').append(value).append('\n');
              }
            });
    return lines.toString();
  }

  private static String user(KafkaProperties kafka) {
    return JaasLogin.user(kafka.values().getOrDefault(JAAS, ""));
  }

  private static List<ChannelRoleRow> rows(Map<String, ChannelRole> roles) {
    List<ChannelRoleRow> rows = new ArrayList<>();
    roles.forEach((channel, role) -> rows.add(new ChannelRoleRow(channel, role)));
    return rows;
  }

  /**
   * What the settings are once the form is saved.
   *
   * @param password null: the one there is
   * @throws IllegalArgumentException with a sentence about a value that cannot be
   */
  static PluginSettings applied(
      PanelSettings form, char @Nullable [] password, PluginSettings before) {
    List<String> problems = new ArrayList<>();
    KafkaProperties kafka = kafka(form, password, before.kafka(), problems::add);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    pattern(
        form.wellPattern(),
        fault -> {
          throw new IllegalArgumentException(fault);
        });
    String url = form.resultsUrl().trim();
    return before.toBuilder()
        .kafka(kafka)
        .topicPrefix(form.topicPrefix())
        .resultsBy(form.resultsOverHttp() ? ResultsBy.HTTP : ResultsBy.KAFKA)
        .resultsService(url.isEmpty() ? null : URI.create(url))
        .spoolFolder(
            form.spoolFolder().trim().isEmpty()
                ? before.spoolFolder()
                : Paths.get(form.spoolFolder().trim()))
        .spoolLimitGib((form.spoolLimitMb() + 1023) / 1024)
        .dropPolicy(
            form.dropPolicy() == DropPolicy.OLDEST
                ? org.scopeside.publish.DropPolicy.DROP_OLDEST
                : org.scopeside.publish.DropPolicy.DROP_NEWEST)
        .queueMib(form.memoryMb())
        .liveMode(form.liveEveryS() > 0)
        .liveSamplingMs(form.liveEveryS() > 0 ? form.liveEveryS() * 1000 : before.liveSamplingMs())
        .wellPattern(form.wellPattern())
        .channelRoles(roles(form.channelRoles()))
        .alerts(alerts(form.thresholds()))
        .build();
  }

  private static KafkaProperties kafka(
      PanelSettings form,
      char @Nullable [] password,
      KafkaProperties before,
      Consumer<String> problems) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put(BOOTSTRAP, form.bootstrapServers().trim());
    values.putAll(KafkaProperties.parse(form.kafkaProperties(), problems).values());
    before
        .values()
        .forEach(
            (key, value) -> {
              if (KafkaProperties.isSecret(key) && !key.equals(JAAS)) {
                values.putIfAbsent(key, value);
              }
            });
    if (form.security().needsPassword() && !values.containsKey(JAAS)) {
      String kept = before.values().getOrDefault(JAAS, "");
      String login =
          password == null
              ? JaasLogin.withUser(kept, form.user())
              : JaasLogin.of(
                  values.getOrDefault(MECHANISM, "PLAIN"), form.user(), new String(password));
      if (!login.isEmpty()) {
        values.put(JAAS, login);
      }
    }
    return KafkaProperties.of(values);
  }

  private static Map<String, ChannelRole> roles(List<ChannelRoleRow> rows) {
    Map<String, ChannelRole> roles = new LinkedHashMap<>();
    for (ChannelRoleRow row : rows) {
      ChannelRole role = row.role();
      if (role != null) {
        roles.put(row.channel(), role);
      }
    }
    return roles;
  }

  static ChannelRoles roles(Map<String, ChannelRole> chosen) {
    return ChannelRoles.of(chosen);
  }

  /** Null where there is none, or where it is wrong, which is said. */
  static @Nullable LabelPattern pattern(String text, Consumer<String> log) {
    try {
      return text.trim().isEmpty() ? null : LabelPattern.parse(text);
    } catch (IllegalArgumentException e) {
      log.accept("the pattern of position labels is not used: " + e.getMessage());
      return null;
    }
  }

  private static AlertSettings alerts(org.scopeside.panel.state.AlertThresholds limits) {
    int most = limits.maxCount() == 0 ? AlertSettings.ANY_COUNT : limits.maxCount();
    return AlertSettings.defaults()
        .fromPlanes(AlertKind.OUT_OF_FOCUS, limits.blurredPlanes())
        .fromPlanes(AlertKind.EMPTY, limits.emptyPlanes())
        .fromPlanes(AlertKind.SATURATED, limits.saturatedPlanes())
        .countFrom(limits.minCount(), most)
        .behindAfter(Duration.ofSeconds(limits.behindS()));
  }

  /** Whether planes go the same way under both, so that nothing need be connected anew. */
  static boolean sameLink(PluginSettings one, PluginSettings other) {
    return one.kafka().equals(other.kafka())
        && one.topicPrefix().equals(other.topicPrefix())
        && one.source().equals(other.source())
        && one.resultsBy() == other.resultsBy()
        && java.util.Objects.equals(one.resultsService(), other.resultsService())
        && one.queueMib() == other.queueMib()
        && one.encoderThreads() == other.encoderThreads()
        && one.spoolFolder().equals(other.spoolFolder())
        && one.spoolLimitGib() == other.spoolLimitGib()
        && one.dropPolicy() == other.dropPolicy();
  }
}
