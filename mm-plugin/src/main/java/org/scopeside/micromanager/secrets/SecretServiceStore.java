package org.scopeside.micromanager.secrets;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The desktop's keyring on Linux, through libsecret's {@code secret-tool}. */
final class SecretServiceStore implements SecretStore {
  /** Time for the user to unlock the keyring. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final String program;

  SecretServiceStore(String program) {
    this.program = program;
  }

  @Override
  public String name() {
    return "keyring";
  }

  @Override
  public String place() {
    return "the desktop's keyring";
  }

  @Override
  public void put(String id, String secret) throws IOException {
    run(SecretText.encode(secret), id, "store", "--label=Scopeside " + id)
        .succeeded("the keyring did not take the secret");
  }

  @Override
  public @Nullable String get(String id) throws IOException {
    ProgramRun run = run("", id, "lookup");
    // It also ends with 1, but in silence, where there is no such secret.
    if (run.exitStatus() == 1 && run.silent()) {
      return null;
    }
    return SecretText.decode(run.succeeded("the keyring did not answer").output());
  }

  @Override
  public void remove(String id) throws IOException {
    ProgramRun run = run("", id, "clear");
    if (!run.silent()) {
      run.succeeded("the keyring did not forget the secret");
    }
  }

  private ProgramRun run(String input, String id, String... verb) throws IOException {
    List<String> command = new ArrayList<>(Collections.singletonList(program));
    command.addAll(Arrays.asList(verb));
    command.addAll(Arrays.asList("application", "scopeside", "id", id));
    return ProgramRun.of(command, input, TIMEOUT);
  }
}
