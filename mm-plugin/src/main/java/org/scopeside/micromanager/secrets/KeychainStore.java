package org.scopeside.micromanager.secrets;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The login keychain of macOS, through {@code security}. A secret is put by a command on its
 * standard input, and read back, because in that mode its exit status does not tell.
 */
final class KeychainStore implements SecretStore {
  /** Time for the user to unlock the keychain. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** {@code security} reads its commands into 4,096 bytes. */
  private static final int MOST_ENCODED = 3600;

  private static final String SERVICE = "Scopeside";
  private static final int NOT_FOUND = 44;

  private final String program;

  KeychainStore(String program) {
    this.program = program;
  }

  @Override
  public String name() {
    return "keychain";
  }

  @Override
  public String place() {
    return "the macOS keychain";
  }

  @Override
  public void put(String id, String secret) throws IOException {
    String encoded = SecretText.encode(secret);
    if (encoded.length() > MOST_ENCODED) {
      throw new IOException("the keychain takes no secret as long as this one");
    }
    // -U replaces the one that is there.
    String add = String.format("add-generic-password -U -a %s -s %s -w %s\n", id, SERVICE, encoded);
    ProgramRun.of(Arrays.asList(program, "-i"), add, TIMEOUT)
        .succeeded("the keychain did not take the secret");
    if (!secret.equals(get(id))) {
      throw new IOException("the keychain did not keep the secret");
    }
  }

  @Override
  public @Nullable String get(String id) throws IOException {
    ProgramRun run = run("find-generic-password", id, "-w");
    if (run.exitStatus() == NOT_FOUND) {
      return null;
    }
    return SecretText.decode(run.succeeded("the keychain did not answer").output());
  }

  @Override
  public void remove(String id) throws IOException {
    ProgramRun run = run("delete-generic-password", id);
    if (run.exitStatus() != NOT_FOUND) {
      run.succeeded("the keychain did not forget the secret");
    }
  }

  private ProgramRun run(String verb, String id, String... more) throws IOException {
    List<String> command = new ArrayList<>(Arrays.asList(program, verb, "-a", id, "-s", SERVICE));
    Collections.addAll(command, more);
    return ProgramRun.of(command, "", TIMEOUT);
  }
}
