package org.scopeside.micromanager.secrets;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A place for secrets on this computer. Its methods run programs or touch files and may take
 * seconds: not for the event dispatch thread. Thread-safe.
 *
 * <p>An id is 1 to 200 of {@code a-z 0-9 . _ -}, and starts with a letter or digit. A failure's
 * message says in words what did not work, and never holds a secret.
 */
public interface SecretStore {
  /** Names the store in references to its secrets; never changes. */
  String name();

  /** Where the secrets are, as in "your password is kept in …". */
  String place();

  /** Keeps a secret in place of the one of that id. */
  void put(String id, String secret) throws IOException;

  /** The secret of that id; null where there is none. */
  @Nullable String get(String id) throws IOException;

  /** Forgets the secret of that id, if there is one. */
  void remove(String id) throws IOException;
}
