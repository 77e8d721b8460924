package org.scopeside.panel.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** All settings but the password, which never stands in a value that is kept. */
public final class PanelSettings {
  private final String bootstrapServers;
  private final SecurityPreset security;
  private final String kafkaProperties;
  private final String user;
  private final String topicPrefix;
  private final boolean resultsOverHttp;
  private final String resultsUrl;
  private final String spoolFolder;
  private final int spoolLimitMb;
  private final DropPolicy dropPolicy;
  private final int memoryMb;
  private final int liveEveryS;
  private final String wellPattern;
  private final List<ChannelRoleRow> channelRoles;
  private final AlertThresholds thresholds;

  private PanelSettings(Builder from) {
    this.bootstrapServers = from.bootstrapServers;
    this.security = from.security;
    this.kafkaProperties = from.kafkaProperties;
    this.user = from.user;
    this.topicPrefix = from.topicPrefix;
    this.resultsOverHttp = from.resultsOverHttp;
    this.resultsUrl = from.resultsUrl;
    this.spoolFolder = from.spoolFolder;
    this.spoolLimitMb = from.spoolLimitMb;
    this.dropPolicy = from.dropPolicy;
    this.memoryMb = from.memoryMb;
    this.liveEveryS = from.liveEveryS;
    this.wellPattern = from.wellPattern;
    this.channelRoles = Collections.unmodifiableList(new ArrayList<>(from.channelRoles));
    this.thresholds = from.thresholds;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** {@code host:port}, several with commas in between. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  public SecurityPreset security() {
    return security;
  }

  /** In the syntax of {@link java.util.Properties}; without user and password. */
  public String kafkaProperties() {
    return kafkaProperties;
  }

  /** Empty where the preset needs none. */
  public String user() {
    return user;
  }

  public String topicPrefix() {
    return topicPrefix;
  }

  /** Whether results come from the results service instead of Kafka. */
  public boolean resultsOverHttp() {
    return resultsOverHttp;
  }

  /** The results service, which also serves the dashboard; may be empty with results from Kafka. */
  public String resultsUrl() {
    return resultsUrl;
  }

  public String spoolFolder() {
    return spoolFolder;
  }

  /** 0: no spool. */
  public int spoolLimitMb() {
    return spoolLimitMb;
  }

  public DropPolicy dropPolicy() {
    return dropPolicy;
  }

  public int memoryMb() {
    return memoryMb;
  }

  /** Seconds between the planes that live mode sends; 0: none. */
  public int liveEveryS() {
    return liveEveryS;
  }

  public String wellPattern() {
    return wellPattern;
  }

  public List<ChannelRoleRow> channelRoles() {
    return channelRoles;
  }

  public AlertThresholds thresholds() {
    return thresholds;
  }

  /** A broker on this machine, 512 MB of memory, 20 GB of spool, until it is said. */
  public static final class Builder {
    private String bootstrapServers = "localhost:9092";
    private SecurityPreset security = SecurityPreset.NONE;
    private String kafkaProperties = "";
    private String user = "";
    private String topicPrefix = "scopeside.";
    private boolean resultsOverHttp;
    private String resultsUrl = "http://localhost:8080";
    private String spoolFolder = "";
    private int spoolLimitMb = 20_000;
    private DropPolicy dropPolicy = DropPolicy.NEWEST;
    private int memoryMb = 512;
    private int liveEveryS;
    private String wellPattern = "";
    private List<ChannelRoleRow> channelRoles = Collections.emptyList();
    private AlertThresholds thresholds = AlertThresholds.DEFAULT;

    private Builder() {}

    public Builder bootstrapServers(String addresses) {
      this.bootstrapServers = addresses;
      return this;
    }

    public Builder security(SecurityPreset preset, String properties, String userName) {
      this.security = preset;
      this.kafkaProperties = properties;
      this.user = userName;
      return this;
    }

    public Builder topicPrefix(String prefix) {
      this.topicPrefix = prefix;
      return this;
    }

    public Builder results(boolean overHttp, String url) {
      this.resultsOverHttp = overHttp;
      this.resultsUrl = url;
      return this;
    }

    public Builder spool(String folder, int limitMb, DropPolicy policy) {
      this.spoolFolder = folder;
      this.spoolLimitMb = limitMb;
      this.dropPolicy = policy;
      return this;
    }

    public Builder memoryMb(int limit) {
      this.memoryMb = limit;
      return this;
    }

    /**
     * How often live mode sends an image.
     *
     * @param seconds between planes of live mode; 0: none is sent
     */
    public Builder liveEveryS(int seconds) {
      this.liveEveryS = seconds;
      return this;
    }

    public Builder wellPattern(String pattern) {
      this.wellPattern = pattern;
      return this;
    }

    public Builder channelRoles(List<ChannelRoleRow> roles) {
      this.channelRoles = roles;
      return this;
    }

    public Builder thresholds(AlertThresholds alerts) {
      this.thresholds = alerts;
      return this;
    }

    public PanelSettings build() {
      return new PanelSettings(this);
    }
  }
}
