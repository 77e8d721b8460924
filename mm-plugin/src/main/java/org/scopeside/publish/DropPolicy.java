package org.scopeside.publish;

/** Which planes go when neither memory nor the spool has room. */
public enum DropPolicy {
  /** The plane that just came; what waits is kept. */
  DROP_NEWEST,
  /** The oldest segment of the spool; memory is never full for long. */
  DROP_OLDEST
}
