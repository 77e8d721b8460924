package org.scopeside.micromanager.settings;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.micromanager.Studio;
import org.micromanager.propertymap.MutablePropertyMapView;
import org.scopeside.micromanager.secrets.KeptSecret;
import org.scopeside.micromanager.secrets.SecretKeeper;

/**
 * The settings in the profile of Micro-Manager's user, of Kafka's secrets only references. The
 * profile is asked anew each time, since the user may change to another. Runs programs to keep
 * secrets: not for the event dispatch thread.
 */
public final class ProfileSettings {
  private final Studio studio;
  private final SecretKeeper secrets;

  public ProfileSettings(Studio studio, SecretKeeper secrets) {
    this.studio = studio;
    this.secrets = secrets;
  }

  /** Reads all settings; nothing that is wrong in the profile keeps the others from being used. */
  public synchronized LoadedSettings load() {
    List<String> problems = new ArrayList<>();
    MutablePropertyMapView profile = profile(problems);
    PluginSettings settings =
        SettingsText.read(name -> text(profile, name, problems), problems::add);
    return new LoadedSettings(withSecrets(settings, problems), problems);
  }

  private @Nullable MutablePropertyMapView profile(List<String> problems) {
    try {
      return studio.profile().getSettings(PluginSettings.class);
    } catch (RuntimeException e) {
      problems.add("Micro-Manager's profile is not to be had: " + e);
      return null;
    }
  }

  private static @Nullable String text(
      @Nullable MutablePropertyMapView profile, String name, List<String> problems) {
    try {
      return profile == null || !profile.containsKey(name) ? null : profile.getString(name, "");
    } catch (RuntimeException e) {
      // The profile throws where another type of value is under the name.
      problems.add(name + " is not used: it is no text in Micro-Manager's profile");
      return null;
    }
  }

  private PluginSettings withSecrets(PluginSettings settings, List<String> problems) {
    KafkaProperties kafka = settings.kafka();
    for (Map.Entry<String, String> property : settings.kafka().values().entrySet()) {
      if (SecretKeeper.isReference(property.getValue())) {
        kafka = recalled(kafka, property.getKey(), property.getValue(), problems);
      }
    }
    return settings.toBuilder().kafka(kafka).build();
  }

  private KafkaProperties recalled(
      KafkaProperties kafka, String key, String reference, List<String> problems) {
    try {
      Map<String, String> secret = new LinkedHashMap<>();
      secret.put(key, secrets.recall(reference));
      return kafka.with(secret);
    } catch (IOException e) {
      // The reference stays, so that saving does not lose a secret that is locked only now.
      problems.add(key + " is not to be had, unlock it or enter it again: " + e.getMessage());
      return kafka;
    }
  }

  /**
   * Writes all settings, each on its own, so that one that fails loses no other.
   *
   * @return what the user should know: where secrets are kept, what could not be kept and why
   */
  public synchronized List<String> save(PluginSettings settings) {
    List<String> remarks = new ArrayList<>();
    MutablePropertyMapView profile = profile(remarks);
    if (profile != null) {
      List<String> before = references(profile);
      PluginSettings written =
          settings.toBuilder().kafka(withReferences(settings, remarks)).build();
      SettingsText.of(written).forEach((name, text) -> put(profile, name, text, remarks));
      before.removeAll(references(profile));
      forget(before, remarks);
      remarkReadOnly(remarks);
    }
    return remarks;
  }

  private static List<String> references(MutablePropertyMapView profile) {
    List<String> references = new ArrayList<>();
    String kafka = text(profile, SettingsText.KAFKA, new ArrayList<>());
    if (kafka != null) {
      KafkaProperties.parse(kafka, problem -> {}).values().values().stream()
          .filter(SecretKeeper::isReference)
          .forEach(references::add);
    }
    return references;
  }

  private KafkaProperties withReferences(PluginSettings settings, List<String> remarks) {
    KafkaProperties kafka = settings.kafka();
    for (Map.Entry<String, String> property : settings.kafka().values().entrySet()) {
      if (isToBeKept(property.getKey(), property.getValue())) {
        kafka = kept(kafka, property.getKey(), property.getValue(), remarks);
      }
    }
    return kafka;
  }

  private static boolean isToBeKept(String key, String value) {
    return KafkaProperties.isSecret(key) && !value.isEmpty() && !SecretKeeper.isReference(value);
  }

  private KafkaProperties kept(
      KafkaProperties kafka, String key, String secret, List<String> remarks) {
    try {
      KeptSecret kept =
          secrets.keep(SecretKeeper.id(studio.profile().getProfileName(), key), secret);
      remarks.add(key + " is kept in " + kept.place());
      kept.refusals().forEach(refusal -> remarks.add(key + ": " + refusal));
      Map<String, String> reference = new LinkedHashMap<>();
      reference.put(key, kept.reference());
      return kafka.with(reference);
    } catch (IOException e) {
      remarks.add(key + " is not kept and to be entered again next time: " + e.getMessage());
      return kafka.without(key);
    }
  }

  private static void put(
      MutablePropertyMapView profile, String name, String text, List<String> remarks) {
    try {
      profile.putString(name, text);
    } catch (RuntimeException e) {
      remarks.add(name + " could not be written to Micro-Manager's profile: " + e);
    }
  }

  private void forget(List<String> references, List<String> remarks) {
    for (String reference : references) {
      try {
        secrets.forget(reference);
      } catch (IOException e) {
        remarks.add("a password that is no longer used could not be forgotten: " + e.getMessage());
      }
    }
  }

  private void remarkReadOnly(List<String> remarks) {
    if (readOnly()) {
      remarks.add(
          "Micro-Manager's profile '"
              + studio.profile().getProfileName()
              + "' is read-only: the settings hold until Micro-Manager is closed");
    }
  }

  /** Micro-Manager tells it, but not in its API; where that has changed, nothing is said. */
  private boolean readOnly() {
    try {
      Object profiles = studio.getClass().getMethod("profileAdmin").invoke(studio);
      return says(profiles, "isReadOnlyMode") || says(profiles, "isProfileReadOnly");
    } catch (ReflectiveOperationException | RuntimeException unknown) {
      return false;
    }
  }

  private static boolean says(Object profiles, String question)
      throws NoSuchMethodException, IllegalAccessException, InvocationTargetException {
    return Boolean.TRUE.equals(profiles.getClass().getMethod(question).invoke(profiles));
  }
}
