package org.micromanager;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Signatures of Micro-Manager's type of this name. */
public interface PropertyMap {
  Set<String> keySet();

  boolean containsKey(String key);

  String getValueAsString(String key, @Nullable String defaultValue);

  boolean containsString(String key);

  @Nullable String getString(String key, @Nullable String defaultValue);
}
