package org.scopeside.micromanager.secrets;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps secrets in the best store that takes them and gives out references to put into the profile
 * instead. As slow as its stores: not for the event dispatch thread. Thread-safe.
 */
public final class SecretKeeper {
  private static final Pattern REFERENCE =
      Pattern.compile("secret:([a-z]+):([a-z0-9][a-z0-9._-]{0,199})");

  private final List<SecretStore> stores;

  /**
   * @param stores best first
   */
  public SecretKeeper(List<SecretStore> stores) {
    this.stores = Collections.unmodifiableList(new ArrayList<>(stores));
  }

  /** The stores that this computer has; the last is a folder of files in the user's home. */
  public static SecretKeeper ofThisComputer() {
    Path home = Paths.get(System.getProperty("user.home", "."));
    return on(
        System.getProperty("os.name", ""),
        Programs.onPath(System.getenv()),
        home.resolve(".scopeside").resolve("secrets"));
  }

  static SecretKeeper on(String operatingSystem, Programs programs, Path folder) {
    String system = operatingSystem.toLowerCase(Locale.ROOT);
    List<SecretStore> stores = new ArrayList<>();
    if (system.startsWith("windows")) {
      programs.find(
          "powershell.exe", program -> stores.add(new DataProtectionStore(program, folder)));
    } else if (system.startsWith("mac")) {
      programs.find("security", program -> stores.add(new KeychainStore(program)));
    } else {
      programs.find("secret-tool", program -> stores.add(new SecretServiceStore(program)));
    }
    stores.add(new FileStore(folder));
    return new SecretKeeper(stores);
  }

  /** Whether a text is a reference rather than a secret. */
  public static boolean isReference(String text) {
    return REFERENCE.matcher(text).matches();
  }

  /**
   * An id for a secret of a profile: the same for the same names, and for no others but by a chance
   * of one in 4 billion.
   */
  public static String id(String profile, String key) {
    return readable("profile." + profile)
        + String.format("-%08x.", profile.hashCode())
        + readable(key);
  }

  private static String readable(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-");
    return plain.substring(0, Math.min(60, plain.length()));
  }

  /**
   * Keeps a secret.
   *
   * @param id see {@link #id}
   * @throws IOException where no store took it; the message holds the reasons of all
   */
  public KeptSecret keep(String id, String secret) throws IOException {
    List<String> refusals = new ArrayList<>();
    for (SecretStore store : stores) {
      try {
        store.put(id, secret);
        return new KeptSecret("secret:" + store.name() + ":" + id, store.place(), refusals);
      } catch (IOException e) {
        refusals.add(store.place() + " was not to be had: " + words(e));
      }
    }
    throw new IOException(String.join("; ", refusals));
  }

  /**
   * The secret behind a reference.
   *
   * @throws IOException where it is not to be had, in words
   */
  public String recall(String reference) throws IOException {
    Matcher parts = parts(reference);
    SecretStore store = store(parts.group(1));
    String secret = store.get(parts.group(2));
    if (secret == null) {
      throw new IOException(store.place() + " has it no more");
    }
    return secret;
  }

  /** Forgets the secret behind a reference. */
  public void forget(String reference) throws IOException {
    Matcher parts = parts(reference);
    store(parts.group(1)).remove(parts.group(2));
  }

  private static Matcher parts(String reference) {
    Matcher parts = REFERENCE.matcher(reference);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no reference to a secret");
    }
    return parts;
  }

  private SecretStore store(String name) throws IOException {
    for (SecretStore store : stores) {
      if (store.name().equals(name)) {
        return store;
      }
    }
    throw new IOException(
        "it is in a store of the kind '" + name + "', which is not on this computer");
  }

  /** An I/O failure of the platform often has the path alone as its message. */
  private static @Nullable String words(IOException e) {
    return e.getClass() == IOException.class ? e.getMessage() : e.toString();
  }
}
