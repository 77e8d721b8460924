package org.scopeside.micromanager.fakes;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.micromanager.PropertyMap;

/** Texts by name. */
public record FakePropertyMap(Map<String, String> texts) implements PropertyMap {
  @Override
  public Set<String> keySet() {
    return texts.keySet();
  }

  @Override
  public boolean containsKey(String key) {
    return texts.containsKey(key);
  }

  @Override
  @SuppressWarnings("NullAway") // as the real one: the default comes back, be it null
  public String getValueAsString(String key, @Nullable String defaultValue) {
    return texts.getOrDefault(key, defaultValue);
  }

  @Override
  public boolean containsString(String key) {
    return texts.containsKey(key);
  }

  @Override
  @SuppressWarnings("NullAway") // as the real one: the default comes back, be it null
  public @Nullable String getString(String key, @Nullable String defaultValue) {
    return texts.getOrDefault(key, defaultValue);
  }
}
