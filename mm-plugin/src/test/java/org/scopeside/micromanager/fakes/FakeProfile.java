package org.scopeside.micromanager.fakes;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.micromanager.UserProfile;
import org.micromanager.propertymap.MutablePropertyMapView;

/** Settings in memory, a map for each class that owns some. */
public final class FakeProfile implements UserProfile {
  private final Map<Class<?>, Settings> settings = new ConcurrentHashMap<>();
  private volatile boolean readOnly;

  /** From now on, writing fails. */
  public void readOnly() {
    readOnly = true;
  }

  @Override
  public String getProfileName() {
    return "Default User";
  }

  @Override
  public Settings getSettings(Class<?> owner) {
    return settings.computeIfAbsent(owner, any -> new Settings());
  }

  /** Texts by name. */
  public final class Settings implements MutablePropertyMapView {
    private final Map<String, String> texts = new HashMap<>();

    @Override
    public synchronized String getString(String key, String defaultValue) {
      return texts.getOrDefault(key, defaultValue);
    }

    @Override
    public synchronized Settings putString(String key, String value) {
      requireWritable();
      texts.put(key, value);
      return this;
    }

    @Override
    public synchronized boolean containsKey(String key) {
      return texts.containsKey(key);
    }

    @Override
    public synchronized Settings remove(String key) {
      requireWritable();
      texts.remove(key);
      return this;
    }

    private void requireWritable() {
      if (readOnly) {
        throw new UnsupportedOperationException("the profile is read-only");
      }
    }
  }
}
