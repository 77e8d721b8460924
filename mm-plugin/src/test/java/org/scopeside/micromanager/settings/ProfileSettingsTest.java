package org.scopeside.micromanager.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.micromanager.Studio;
import org.micromanager.UserProfile;
import org.micromanager.propertymap.MutablePropertyMapView;
import org.scopeside.contract.ChannelRole;
import org.scopeside.feed.AlertKind;
import org.scopeside.feed.AlertSettings;
import org.scopeside.micromanager.secrets.SecretKeeper;
import org.scopeside.micromanager.secrets.SecretStore;
import org.scopeside.publish.DropPolicy;

class ProfileSettingsTest {
  private static final String JAAS = "sasl.jaas.config";
  private static final String LOGIN = "x.PlainLoginModule required password=\"hunter2\";";

  private final Map<String, Object> profile = new HashMap<>();
  private final Map<String, String> keyring = new HashMap<>();
  private final Set<String> unwritable = new java.util.HashSet<>();
  private boolean keyringLocked;
  private final ProfileSettings settings =
      new ProfileSettings(studio(), new SecretKeeper(List.of(new FakeKeyring())));

  @Test
  void shouldStartWithDefaultsOnAnEmptyProfile() {
    LoadedSettings loaded = settings.load();
    assertEquals(PluginSettings.DEFAULT, loaded.settings());
    assertEquals(List.of(), loaded.problems());
    assertEquals(128, loaded.settings().queueMib());
    assertEquals(DropPolicy.DROP_NEWEST, loaded.settings().dropPolicy());
    assertEquals("scopeside.frames", loaded.settings().topics().frames());
    assertEquals(ResultsBy.KAFKA, loaded.settings().resultsBy());
    assertEquals(URI.create("http://localhost:8080"), loaded.settings().resultsService());
  }

  @Test
  void shouldReadBackAllThatWasSaved() {
    PluginSettings changed =
        PluginSettings.DEFAULT.toBuilder()
            .kafka(KafkaProperties.of(Map.of("bootstrap.servers", "kafka:9093")))
            .topicPrefix("lab2.")
            .source("urn:scopeside:scope-3")
            .resultsBy(ResultsBy.HTTP)
            .resultsService(URI.create("https://results.lab:8443"))
            .queueMib(512)
            .encoderThreads(4)
            .spoolFolder(Path.of("spool", "here"))
            .spoolLimitGib(0)
            .dropPolicy(DropPolicy.DROP_OLDEST)
            .liveMode(true)
            .liveSamplingMs(250)
            .wellPattern("(?<row>[A-P])(?<column>\\d+)")
            .channelRoles(Map.of("Cy5=far red", ChannelRole.MEMBRANE))
            .alerts(
                AlertSettings.defaults()
                    .fromPlanes(AlertKind.EMPTY, 0)
                    .fromPlanes(AlertKind.SATURATED, 3)
                    .countFrom(5, 900)
                    .behindAfter(Duration.ofMinutes(2)))
            .model("cells-flow")
            .build();
    assertEquals(List.of(), settings.save(changed));
    LoadedSettings loaded = settings.load();
    assertEquals(List.of(), loaded.problems());
    assertEquals(changed, loaded.settings());
    assertEquals(Map.of("Cy5=far red", ChannelRole.MEMBRANE), loaded.settings().channelRoles());
  }

  @Property(tries = 200)
  void shouldReadBackAnyNumbers(
      @ForAll @IntRange(min = 16, max = 65536) int queueMib,
      @ForAll @IntRange(min = 0, max = 1000) int minimum,
      @ForAll @IntRange(min = 1000) int maximum,
      @ForAll @IntRange(min = 0, max = 100) int planes,
      @ForAll String pattern) {
    PluginSettings any =
        PluginSettings.DEFAULT.toBuilder()
            .queueMib(queueMib)
            .alerts(
                AlertSettings.defaults()
                    .fromPlanes(AlertKind.OUT_OF_FOCUS, planes)
                    .countFrom(minimum, maximum))
            .wellPattern(pattern)
            .build();
    settings.save(any);
    assertEquals(any, settings.load().settings());
  }

  @Test
  void shouldFallBackForWhatIsInvalidAloneAndNameKeyAndValue() {
    profile.put("queueMib", "lots");
    profile.put("encoderThreads", "65");
    profile.put("dropPolicy", "DROP_ALL");
    profile.put("resultsService", "ftp://results");
    profile.put("topicPrefix", "lab 2.");
    profile.put("liveMode", "maybe");
    profile.put("liveSamplingMs", 250);
    profile.put("channelRoles", "DAPI=nucleus\nCy5=red");
    profile.put("alerts.minimumCount", "50");
    profile.put("alerts.maximumCount", "40");
    profile.put("alerts.blurredPlanes", "-2");
    profile.put("model", "cells-flow");
    LoadedSettings loaded = settings.load();
    assertEquals("cells-flow", loaded.settings().model());
    assertEquals(
        AlertSettings.defaults().countFrom(50, AlertSettings.ANY_COUNT),
        loaded.settings().alerts());
    assertEquals(128, loaded.settings().queueMib());
    assertEquals(
        List.of(
            "topicPrefix 'lab 2.' is not used: topicPrefix: topic prefix 'lab 2.' has characters"
                + " Kafka refuses",
            "resultsService 'ftp://results' is not used: resultsService 'ftp://results' is no"
                + " address as in http://server:8080",
            "queueMib 'lots' is not used: it is no whole number",
            "encoderThreads '65' is not used: encoderThreads 65 is not from 1 to 64",
            "dropPolicy 'DROP_ALL' is not used: it is none of [DROP_NEWEST, DROP_OLDEST]",
            "liveMode 'maybe' is not used: it is neither true nor false",
            "liveSamplingMs is not used: it is no text in Micro-Manager's profile",
            "channelRoles 'DAPI=nucleus\nCy5=red' is not used: 'Cy5=red' is not channel=nucleus,"
                + " cell, membrane or other",
            "alerts.blurredPlanes '-2' is not used: -2 planes are less than none",
            "alerts.maximumCount '40' is not used: no count lies from 50 to 40"),
        loaded.problems());
  }

  @Test
  void shouldKeepASecretOutOfTheProfile() {
    PluginSettings secret = withLogin();
    List<String> remarks = settings.save(secret);
    assertEquals(List.of("sasl.jaas.config is kept in the keyring"), remarks);
    assertTrue(profile.values().stream().noneMatch(text -> text.toString().contains("hunter2")));
    assertEquals(Set.of(LOGIN), Set.copyOf(keyring.values()));
    assertEquals(LOGIN, settings.load().settings().kafka().values().get(JAAS));
    assertTrue(!secret.toString().contains("hunter2"), secret.toString());
  }

  @Test
  void shouldForgetASecretThatIsNoLongerUsed() {
    settings.save(withLogin());
    settings.save(PluginSettings.DEFAULT);
    assertEquals(Map.of(), keyring);
  }

  @Test
  void shouldAskForASecretThatIsNotToBeHadAndNotLoseIt() {
    settings.save(withLogin());
    keyringLocked = true;
    LoadedSettings loaded = settings.load();
    assertEquals(
        List.of(
            "sasl.jaas.config is not to be had, unlock it or enter it again: the keyring is locked"),
        loaded.problems());
    Map<String, String> forClients = loaded.settings().kafka().forClients();
    assertEquals("kafka:9093", forClients.get("bootstrap.servers"));
    assertNull(forClients.get(JAAS));
    settings.save(loaded.settings().toBuilder().model("m").build());
    keyringLocked = false;
    assertEquals(LOGIN, settings.load().settings().kafka().values().get(JAAS));
  }

  @Test
  void shouldSaveTheRestWhereASecretCannotBeKept() {
    keyringLocked = true;
    assertEquals(
        List.of(
            "sasl.jaas.config is not kept and to be entered again next time: the keyring was not to"
                + " be had: the keyring is locked"),
        settings.save(withLogin()));
    assertEquals("bootstrap.servers=kafka:9093\n", profile.get("kafka"));
  }

  @Test
  void shouldSaveTheRestWhereOneCannotBeWritten() {
    unwritable.add("topicPrefix");
    List<String> remarks = settings.save(PluginSettings.DEFAULT.toBuilder().model("m").build());
    assertEquals(1, remarks.size(), remarks::toString);
    assertTrue(remarks.get(0).startsWith("topicPrefix could not be written"), remarks.get(0));
    assertEquals("m", profile.get("model"));
  }

  @Test
  void shouldSayThatAReadOnlyProfileKeepsNothingBeyondThisRun() {
    StudioWithProfiles readOnly =
        fake(
            StudioWithProfiles.class,
            (self, method, arguments) ->
                method.getName().equals("profileAdmin") ? new ReadOnlyProfiles() : user());
    assertEquals(
        List.of(
            "Micro-Manager's profile 'Default User' is read-only: the settings hold until"
                + " Micro-Manager is closed"),
        new ProfileSettings(readOnly, new SecretKeeper(List.of())).save(PluginSettings.DEFAULT));
  }

  /** As MMStudio has it beside the API. */
  public interface StudioWithProfiles extends Studio {
    Object profileAdmin();
  }

  /** As MMStudio's, of a profile that its user has protected. */
  public static final class ReadOnlyProfiles {
    public boolean isReadOnlyMode() {
      return false;
    }

    public boolean isProfileReadOnly() {
      return true;
    }
  }

  private static PluginSettings withLogin() {
    Map<String, String> kafka = new java.util.LinkedHashMap<>();
    kafka.put("bootstrap.servers", "kafka:9093");
    kafka.put(JAAS, LOGIN);
    return PluginSettings.DEFAULT.toBuilder().kafka(KafkaProperties.of(kafka)).build();
  }

  private Studio studio() {
    return fake(Studio.class, (self, method, arguments) -> user());
  }

  private UserProfile user() {
    MutablePropertyMapView texts = fake(MutablePropertyMapView.class, this::texts);
    return fake(
        UserProfile.class,
        (self, method, arguments) ->
            method.getName().equals("getProfileName") ? "Default User" : texts);
  }

  private @Nullable Object texts(Object self, java.lang.reflect.Method method, Object[] arguments) {
    String key = arguments[0].toString();
    return switch (method.getName()) {
      case "containsKey" -> profile.containsKey(key);
      case "getString" -> (String) profile.getOrDefault(key, arguments[1]);
      case "putString" -> {
        if (unwritable.contains(key)) {
          throw new IllegalStateException("the disk is full");
        }
        profile.put(key, arguments[1]);
        yield self;
      }
      default -> throw new UnsupportedOperationException(method.getName());
    };
  }

  private static <T> T fake(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private final class FakeKeyring implements SecretStore {
    @Override
    public String name() {
      return "keyring";
    }

    @Override
    public String place() {
      return "the keyring";
    }

    @Override
    public void put(String id, String secret) throws IOException {
      requireUnlocked();
      keyring.put(id, secret);
    }

    @Override
    public @Nullable String get(String id) throws IOException {
      requireUnlocked();
      return keyring.get(id);
    }

    @Override
    public void remove(String id) throws IOException {
      requireUnlocked();
      keyring.remove(id);
    }

    private void requireUnlocked() throws IOException {
      if (keyringLocked) {
        throw new IOException("the keyring is locked");
      }
    }
  }
}
