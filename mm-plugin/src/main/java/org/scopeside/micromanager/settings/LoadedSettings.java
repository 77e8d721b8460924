package org.scopeside.micromanager.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Settings from the profile, and what was wrong with it. */
public final class LoadedSettings {
  private final PluginSettings settings;
  private final List<String> problems;

  LoadedSettings(PluginSettings settings, List<String> problems) {
    this.settings = settings;
    this.problems = Collections.unmodifiableList(new ArrayList<>(problems));
  }

  /** With the default for what could not be used. */
  public PluginSettings settings() {
    return settings;
  }

  /** Sentences for the user; empty where all is well. */
  public List<String> problems() {
    return problems;
  }
}
