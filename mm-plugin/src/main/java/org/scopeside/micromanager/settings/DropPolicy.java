package org.scopeside.micromanager.settings;

/** Which planes are lost when memory and spool are full. */
public enum DropPolicy {
  /** The plane that has just been acquired. */
  DROP_NEWEST,
  /** The plane that has waited longest. */
  DROP_OLDEST
}
