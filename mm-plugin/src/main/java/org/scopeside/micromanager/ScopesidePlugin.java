package org.scopeside.micromanager;

import org.jspecify.annotations.Nullable;
import org.micromanager.MenuPlugin;
import org.micromanager.Studio;
import org.scijava.plugin.Plugin;
import org.scijava.plugin.SciJavaPlugin;

/**
 * What Micro-Manager finds in the jar, constructs and puts into its Plugins menu. Micro-Manager
 * calls {@link #setContext} on its plugin-loading thread and the rest on the event dispatch thread;
 * nothing thrown here reaches it.
 */
@Plugin(type = MenuPlugin.class)
public final class ScopesidePlugin implements MenuPlugin, SciJavaPlugin {
  private volatile @Nullable SessionLifecycle lifecycle;

  @Override
  public void setContext(Studio studio) {
    Guard guard = new Guard(studio);
    guard.run(
        "starting",
        () -> {
          SessionLifecycle created = new SessionLifecycle(studio, PluginSession::start, guard);
          lifecycle = created;
          created.waitForStartup();
        });
  }

  @Override
  public void onPluginSelected() {
    SessionLifecycle started = lifecycle;
    if (started != null) {
      started.open();
    }
  }

  @Override
  public String getSubMenu() {
    return "Acquisition Tools";
  }

  @Override
  public String getName() {
    return "Scopeside";
  }

  @Override
  public String getHelpText() {
    return "Sends the planes of each acquisition to be segmented and shows live counts per well.";
  }

  /** The version of the jar; "development" where the classes come from none. */
  @Override
  public String getVersion() {
    Package jar = ScopesidePlugin.class.getPackage();
    String version = jar == null ? null : jar.getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String getCopyright() {
    return "Scopeside contributors";
  }
}
