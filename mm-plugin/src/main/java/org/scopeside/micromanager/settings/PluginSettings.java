package org.scopeside.micromanager.settings;

import java.net.URI;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.ChannelRole;
import org.scopeside.contract.Topics;
import org.scopeside.feed.AlertSettings;
import org.scopeside.publish.DropPolicy;

/**
 * What the user has set. Immutable; a new one is built from an old one. Setters refuse what cannot
 * be, with an {@link IllegalArgumentException} that names the setting and the value.
 */
public final class PluginSettings {
  /** For a broker on this computer. */
  public static final PluginSettings DEFAULT = new Builder().build();

  private final KafkaProperties kafka;
  private final String topicPrefix;
  private final String source;
  private final ResultsBy resultsBy;
  private final @Nullable URI resultsService;
  private final int queueMib;
  private final int encoderThreads;
  private final Path spoolFolder;
  private final int spoolLimitGib;
  private final DropPolicy dropPolicy;
  private final boolean connectAtStart;
  private final boolean liveMode;
  private final int liveSamplingMs;
  private final String wellPattern;
  private final Map<String, ChannelRole> channelRoles;
  private final AlertSettings alerts;
  private final String model;

  private PluginSettings(Builder from) {
    this.kafka = from.kafka;
    this.topicPrefix = from.topicPrefix;
    this.source = from.source;
    this.resultsBy = from.resultsBy;
    this.resultsService = from.resultsService;
    this.queueMib = from.queueMib;
    this.encoderThreads = from.encoderThreads;
    this.spoolFolder = from.spoolFolder;
    this.spoolLimitGib = from.spoolLimitGib;
    this.dropPolicy = from.dropPolicy;
    this.connectAtStart = from.connectAtStart;
    this.liveMode = from.liveMode;
    this.liveSamplingMs = from.liveSamplingMs;
    this.wellPattern = from.wellPattern;
    this.channelRoles = from.channelRoles;
    this.alerts = from.alerts;
    this.model = from.model;
  }

  /** A builder that starts with these settings. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** For all of the plugin's Kafka clients. */
  public KafkaProperties kafka() {
    return kafka;
  }

  /** Put before the name of each topic. */
  public String topicPrefix() {
    return topicPrefix;
  }

  /** URI reference of this microscope, in every event it sends. */
  public String source() {
    return source;
  }

  /** How results come back. */
  public ResultsBy resultsBy() {
    return resultsBy;
  }

  /** The results service, http or https; null where none is set. */
  public @Nullable URI resultsService() {
    return resultsService;
  }

  /** Memory for planes that wait to be encoded and acknowledged, in MiB. */
  public int queueMib() {
    return queueMib;
  }

  /** Threads that compress planes. */
  public int encoderThreads() {
    return encoderThreads;
  }

  /** Where planes wait on disk while the broker is away. */
  public Path spoolFolder() {
    return spoolFolder;
  }

  /** The most that they may take there, in GiB; 0 for no spool. */
  public int spoolLimitGib() {
    return spoolLimitGib;
  }

  /** Which planes are lost when memory and spool are full. */
  public DropPolicy dropPolicy() {
    return dropPolicy;
  }

  /** Whether to connect as soon as Micro-Manager has started. */
  public boolean connectAtStart() {
    return connectAtStart;
  }

  /** Whether images of live mode are sent as well. */
  public boolean liveMode() {
    return liveMode;
  }

  /** Time from one image of live mode that is sent to the next, in ms. */
  public int liveSamplingMs() {
    return liveSamplingMs;
  }

  /** How plate positions name their well; empty for what the plugin knows itself. */
  public String wellPattern() {
    return wellPattern;
  }

  /** What channels show, by their name; others are guessed. */
  public Map<String, ChannelRole> channelRoles() {
    return channelRoles;
  }

  /** When something is worth an alert. */
  public AlertSettings alerts() {
    return alerts;
  }

  /** Model for the next acquisition; empty for the segmenter's own choice. */
  public String model() {
    return model;
  }

  /** The topics of this installation. */
  public Topics topics() {
    return new Topics(topicPrefix);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PluginSettings
        && SettingsText.of(this).equals(SettingsText.of((PluginSettings) other));
  }

  @Override
  public int hashCode() {
    return SettingsText.of(this).hashCode();
  }

  /** Without secrets. */
  @Override
  public String toString() {
    Map<String, String> text = SettingsText.of(this);
    text.put(SettingsText.KAFKA, kafka.toString());
    return text.toString();
  }

  /** Collects settings; not thread-safe. */
  public static final class Builder {
    private KafkaProperties kafka =
        KafkaProperties.of(Collections.singletonMap("bootstrap.servers", "localhost:9092"));
    private String topicPrefix = "scopeside.";
    private String source = defaultSource();
    private ResultsBy resultsBy = ResultsBy.KAFKA;
    private @Nullable URI resultsService = URI.create("http://localhost:8080");
    private int queueMib = 128;
    private int encoderThreads = 2;
    private Path spoolFolder = defaultSpool();
    private int spoolLimitGib = 20;
    private DropPolicy dropPolicy = DropPolicy.DROP_NEWEST;
    private boolean connectAtStart = false;
    private boolean liveMode = false;
    private int liveSamplingMs = 2000;
    private String wellPattern = "";
    private Map<String, ChannelRole> channelRoles = Collections.emptyMap();
    private AlertSettings alerts = AlertSettings.defaults();
    private String model = "";

    private Builder() {}

    private Builder(PluginSettings from) {
      this.kafka = from.kafka;
      this.topicPrefix = from.topicPrefix;
      this.source = from.source;
      this.resultsBy = from.resultsBy;
      this.resultsService = from.resultsService;
      this.queueMib = from.queueMib;
      this.encoderThreads = from.encoderThreads;
      this.spoolFolder = from.spoolFolder;
      this.spoolLimitGib = from.spoolLimitGib;
      this.dropPolicy = from.dropPolicy;
      this.connectAtStart = from.connectAtStart;
      this.liveMode = from.liveMode;
      this.liveSamplingMs = from.liveSamplingMs;
      this.wellPattern = from.wellPattern;
      this.channelRoles = from.channelRoles;
      this.alerts = from.alerts;
      this.model = from.model;
    }

    public Builder kafka(KafkaProperties kafka) {
      this.kafka = kafka;
      return this;
    }

    /** See {@link Topics#Topics(String)}. */
    public Builder topicPrefix(String topicPrefix) {
      topics(topicPrefix);
      this.topicPrefix = topicPrefix;
      return this;
    }

    public Builder source(String source) {
      requireUri(source);
      this.source = source;
      return this;
    }

    public Builder resultsBy(ResultsBy resultsBy) {
      this.resultsBy = resultsBy;
      return this;
    }

    /** An http or https address with a host; null for none. */
    public Builder resultsService(@Nullable URI resultsService) {
      requireWeb(resultsService);
      this.resultsService = resultsService;
      return this;
    }

    /** From 16 to 65,536. */
    public Builder queueMib(int queueMib) {
      requireRange("queueMib", queueMib, 16, 65_536);
      this.queueMib = queueMib;
      return this;
    }

    /** From 1 to 64. */
    public Builder encoderThreads(int encoderThreads) {
      requireRange("encoderThreads", encoderThreads, 1, 64);
      this.encoderThreads = encoderThreads;
      return this;
    }

    public Builder spoolFolder(Path spoolFolder) {
      this.spoolFolder = spoolFolder;
      return this;
    }

    /** From 0 to 65,536. */
    public Builder spoolLimitGib(int spoolLimitGib) {
      requireRange("spoolLimitGib", spoolLimitGib, 0, 65_536);
      this.spoolLimitGib = spoolLimitGib;
      return this;
    }

    public Builder dropPolicy(DropPolicy dropPolicy) {
      this.dropPolicy = dropPolicy;
      return this;
    }

    public Builder connectAtStart(boolean connectAtStart) {
      this.connectAtStart = connectAtStart;
      return this;
    }

    public Builder liveMode(boolean liveMode) {
      this.liveMode = liveMode;
      return this;
    }

    /** From 50 to 3,600,000. */
    public Builder liveSamplingMs(int liveSamplingMs) {
      requireRange("liveSamplingMs", liveSamplingMs, 50, 3_600_000);
      this.liveSamplingMs = liveSamplingMs;
      return this;
    }

    public Builder wellPattern(String wellPattern) {
      this.wellPattern = wellPattern;
      return this;
    }

    public Builder channelRoles(Map<String, ChannelRole> channelRoles) {
      this.channelRoles = Collections.unmodifiableMap(new LinkedHashMap<>(channelRoles));
      return this;
    }

    public Builder alerts(AlertSettings alerts) {
      this.alerts = alerts;
      return this;
    }

    public Builder model(String model) {
      this.model = model;
      return this;
    }

    public PluginSettings build() {
      return new PluginSettings(this);
    }

    private static void requireRange(String name, int value, int least, int most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            name + " " + value + " is not from " + least + " to " + most);
      }
    }

    private static Topics topics(String prefix) {
      try {
        return new Topics(prefix);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("topicPrefix: " + e.getMessage(), e);
      }
    }

    private static void requireWeb(@Nullable URI address) {
      String scheme = address == null ? "http" : address.getScheme();
      boolean web = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
      if (!web || (address != null && address.getHost() == null)) {
        throw new IllegalArgumentException(
            "resultsService '" + address + "' is no address as in http://server:8080");
      }
    }

    private static void requireUri(String source) {
      boolean uri = !source.isEmpty() && source.length() <= 200;
      try {
        URI.create(source);
      } catch (IllegalArgumentException e) {
        uri = false;
      }
      if (!uri) {
        throw new IllegalArgumentException(
            "source '" + source + "' is no URI as in urn:scopeside:scope-3");
      }
    }

    /** By the computer's name, which Windows and most shells tell. */
    private static String defaultSource() {
      Map<String, String> environment = System.getenv();
      String host = environment.getOrDefault("COMPUTERNAME", environment.get("HOSTNAME"));
      String name = host == null ? "" : host.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
      return "urn:scopeside:" + (name.isEmpty() ? "microscope" : name);
    }

    private static Path defaultSpool() {
      return Paths.get(System.getProperty("user.home", "."), ".scopeside", "spool");
    }
  }
}
