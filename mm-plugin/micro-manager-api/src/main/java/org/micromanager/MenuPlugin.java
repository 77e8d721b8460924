package org.micromanager;

/** Signatures of Micro-Manager's type of this name. */
public interface MenuPlugin extends MMPlugin {
  String getSubMenu();

  void onPluginSelected();
}
