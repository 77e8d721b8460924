package org.micromanager;

/** Signatures of Micro-Manager's type of this name. */
public interface MMPlugin extends MMGenericPlugin {
  void setContext(Studio studio);

  String getName();

  String getHelpText();

  String getVersion();

  String getCopyright();
}
