package org.scopeside.micromanager.secrets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Files that Windows encrypts for the user's account (DPAPI), through Windows PowerShell, so that a
 * copy of the disk or profile tells nothing.
 */
final class DataProtectionStore implements SecretStore {
  /** PowerShell alone takes seconds to start on a busy computer. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final String SCRIPT =
      "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'; Add-Type -AssemblyName System.Security; "
          + "$in = [Convert]::FromBase64String([Console]::In.ReadToEnd().Trim()); "
          + "$out = [Security.Cryptography.ProtectedData]::VERB($in, $null, 'CurrentUser'); "
          + "[Console]::Out.Write([Convert]::ToBase64String($out))";

  private final String program;
  private final Path path;
  private final OwnerOnlyFolder files;

  DataProtectionStore(String program, Path folder) {
    this.program = program;
    this.path = folder;
    this.files = new OwnerOnlyFolder(folder);
  }

  @Override
  public String name() {
    return "dpapi";
  }

  @Override
  public String place() {
    return "a file in " + path + ", encrypted by Windows for your account";
  }

  @Override
  public void put(String id, String secret) throws IOException {
    files.write(file(id), run("Protect", SecretText.encode(secret)));
  }

  @Override
  public @Nullable String get(String id) throws IOException {
    String encrypted = files.read(file(id));
    return encrypted == null ? null : SecretText.decode(run("Unprotect", encrypted));
  }

  @Override
  public void remove(String id) throws IOException {
    files.remove(file(id));
  }

  private String run(String verb, String input) throws IOException {
    String output =
        ProgramRun.of(
                Arrays.asList(
                    program,
                    "-NoProfile",
                    "-NonInteractive",
                    "-OutputFormat",
                    "Text",
                    "-EncodedCommand",
                    script(verb)),
                input,
                TIMEOUT)
            .succeeded("Windows' data protection did not work")
            .output();
    if (output.isEmpty()) {
      throw new IOException("Windows' data protection gave no answer");
    }
    return output;
  }

  /** Encoded, since quotes do not survive the way through Windows' command line. */
  private static String script(String verb) {
    byte[] text = SCRIPT.replace("VERB", verb).getBytes(StandardCharsets.UTF_16LE);
    return Base64.getEncoder().encodeToString(text);
  }

  private static String file(String id) {
    return id + ".dpapi";
  }
}
