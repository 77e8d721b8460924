package org.scopeside.micromanager.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretKeeperTest {
  private static final String SECRET = "org…required username=\"änn\" password=\"p w'\\$%\";";

  @TempDir Path folder;
  private Path bin = Path.of("");

  @BeforeEach
  void createFolderOfPrograms() throws IOException {
    bin = Files.createDirectory(folder.resolve("bin"));
  }

  @Test
  void shouldKeepASecretInAFileThatOnlyTheOwnerMayRead() throws IOException {
    Path files = folder.resolve("home/.scopeside/secrets");
    SecretKeeper keeper = keeper("Linux", files);
    KeptSecret kept = keeper.keep("profile.default.ssl.key.password", SECRET);
    assertEquals("secret:file:profile.default.ssl.key.password", kept.reference());
    assertEquals(SECRET, keeper.recall(kept.reference()));
    assertEquals("rwx------", permissions(files));
    assertEquals("rw-------", permissions(files.resolve("profile.default.ssl.key.password")));
    keeper.keep("profile.default.ssl.key.password", "another");
    assertEquals("another", keeper.recall(kept.reference()));
    try (Stream<Path> left = Files.list(files)) {
      assertEquals(1, left.count());
    }
  }

  @Test
  void shouldNarrowThePermissionsOfAFolderThatIsThere() throws IOException {
    Path files = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(files, PosixFilePermissions.fromString("rwxr-xr-x"));
    keeper("Linux", files).keep("a", SECRET);
    assertEquals("rwx------", permissions(files));
  }

  @Test
  void shouldForgetASecretAndSayThatItIsGone() throws IOException {
    SecretKeeper keeper = keeper("Linux", folder.resolve("s"));
    String reference = keeper.keep("a", SECRET).reference();
    keeper.forget(reference);
    keeper.forget(reference);
    IOException gone = assertThrows(IOException.class, () -> keeper.recall(reference));
    assertTrue(words(gone).endsWith("has it no more"), gone.getMessage());
  }

  @Test
  void shouldSayWhichStoreIsNotOnThisComputer() {
    SecretKeeper keeper = keeper("Linux", folder);
    IOException other = assertThrows(IOException.class, () -> keeper.recall("secret:keychain:a"));
    assertTrue(words(other).contains("'keychain', which is not on this computer"));
  }

  @Test
  void shouldPassASecretToTheKeyringByStandardInputAlone() throws IOException {
    program(
        "secret-tool",
        "echo \"$@\" >> {}/arguments",
        "case $1 in",
        "  store) cat > {}/kept ;;",
        "  lookup) [ -f {}/kept ] || exit 1; cat {}/kept ;;",
        "  clear) rm -f {}/kept ;;",
        "esac");
    SecretKeeper keeper = keeper("Linux", folder.resolve("s"));
    KeptSecret kept = keeper.keep("profile.x.sasl.jaas.config", SECRET);
    assertEquals("secret:keyring:profile.x.sasl.jaas.config", kept.reference());
    assertEquals(SECRET, keeper.recall(kept.reference()));
    keeper.forget(kept.reference());
    assertThrows(IOException.class, () -> keeper.recall(kept.reference()));
    String attributes = "application scopeside id profile.x.sasl.jaas.config";
    assertEquals(
        List.of(
            "store --label=Scopeside profile.x.sasl.jaas.config " + attributes,
            "lookup " + attributes,
            "clear " + attributes,
            "lookup " + attributes),
        Files.readAllLines(folder.resolve("arguments")));
    assertFalse(Files.exists(folder.resolve("s")));
  }

  @Test
  void shouldFallBackToAFileAndSayWhyWhereTheKeyringDoesNotWork() throws IOException {
    program("secret-tool", "echo 'Cannot autolaunch D-Bus' >&2", "exit 1");
    KeptSecret kept = keeper("Linux", folder.resolve("s")).keep("a", SECRET);
    assertEquals("secret:file:a", kept.reference());
    assertEquals(
        List.of(
            "the desktop's keyring was not to be had: the keyring did not take the secret"
                + " (exit status 1): Cannot autolaunch D-Bus"),
        kept.refusals());
  }

  @Test
  void shouldPassASecretToTheKeychainByStandardInputAlone() throws IOException {
    program(
        "security",
        "echo \"$@\" >> {}/arguments",
        "case $1 in",
        "  -i) read add update a account s service w password",
        "    [ \"$add$update\" = add-generic-password-U ] && echo \"$password\" > {}/kept ;;",
        "  find-generic-password) [ -f {}/kept ] || exit 44; cat {}/kept ;;",
        "  delete-generic-password) rm {}/kept ;;",
        "esac");
    SecretKeeper keeper = keeper("Mac OS X", folder.resolve("s"));
    KeptSecret kept = keeper.keep("a", SECRET);
    assertEquals("secret:keychain:a", kept.reference());
    assertEquals(SECRET, keeper.recall(kept.reference()));
    keeper.forget(kept.reference());
    assertThrows(IOException.class, () -> keeper.recall(kept.reference()));
    assertFalse(Files.readString(folder.resolve("arguments")).contains(base64(SECRET)));
  }

  @Test
  void shouldFallBackToAFileForASecretThatTheKeychainDoesNotKeep() throws IOException {
    program("security", "cat > /dev/null", "[ $1 = -i ] || exit 44");
    SecretKeeper keeper = keeper("Mac OS X", folder.resolve("s"));
    assertEquals("secret:file:a", keeper.keep("a", SECRET).reference());
    assertEquals("secret:file:b", keeper.keep("b", "k".repeat(4000)).reference());
  }

  @Test
  void shouldWriteNothingReadableWhereWindowsEncrypts() throws IOException {
    // Stands for PowerShell: moves letters by half the alphabet, which is its own reverse.
    program("powershell.exe", "echo \"$@\" >> {}/arguments", "tr A-Za-z N-ZA-Mn-za-m");
    Path files = folder.resolve("s");
    SecretKeeper keeper = keeper("Windows 11", files);
    KeptSecret kept = keeper.keep("a", SECRET);
    assertEquals("secret:dpapi:a", kept.reference());
    assertEquals(SECRET, keeper.recall(kept.reference()));
    assertNotEquals(base64(SECRET), Files.readString(files.resolve("a.dpapi")));
    assertEquals("rw-------", permissions(files.resolve("a.dpapi")));
    String arguments = Files.readString(folder.resolve("arguments"));
    assertFalse(arguments.contains(base64(SECRET)));
    assertTrue(arguments.startsWith("-NoProfile -NonInteractive"), arguments);
  }

  @Test
  void shouldSayAllReasonsWhereNoStoreTakesTheSecret() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    SecretKeeper keeper = keeper("Linux", file.resolve("s"));
    IOException failure = assertThrows(IOException.class, () -> keeper.keep("a", SECRET));
    assertTrue(words(failure).contains("was not to be had"), failure.getMessage());
    assertFalse(words(failure).contains("password"), failure.getMessage());
  }

  @Test
  void shouldGiveProfilesAndKeysIdsOfTheirOwn() {
    String id = SecretKeeper.id("Ännchen's Profile", "sasl.jaas.config");
    assertTrue(SecretKeeper.isReference("secret:file:" + id), id);
    assertNotEquals(id, SecretKeeper.id("ännchen's profile", "sasl.jaas.config"));
    assertNotEquals(id, SecretKeeper.id("Ännchen's Profile", "ssl.key.password"));
    assertTrue(SecretKeeper.isReference("secret:file:" + SecretKeeper.id("", "x")));
    assertFalse(SecretKeeper.isReference("secret:file:../../x"));
    assertFalse(SecretKeeper.isReference("secret"));
  }

  private static String words(Exception failure) {
    return String.valueOf(failure.getMessage());
  }

  private SecretKeeper keeper(String system, Path files) {
    return SecretKeeper.on(system, Programs.onPath(Map.of("Path", bin.toString())), files);
  }

  /** A program on the search path; {} in its lines is the test's folder. */
  private void program(String name, String... lines) throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no shell to stand for the program");
    List<String> script = new ArrayList<>(List.of("#!/bin/sh"));
    for (String line : lines) {
      script.add(line.replace("{}", folder.toString()));
    }
    Path program = Files.write(bin.resolve(name), script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String base64(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    return java.util.Base64.getEncoder().encodeToString(bytes);
  }

  private static @Nullable String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
