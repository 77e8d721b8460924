package org.scopeside.micromanager.secrets;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Secrets in files of the user's own: what is left where the platform has no better place. */
final class FileStore implements SecretStore {
  private final Path path;
  private final OwnerOnlyFolder files;

  FileStore(Path folder) {
    this.path = folder;
    this.files = new OwnerOnlyFolder(folder);
  }

  @Override
  public String name() {
    return "file";
  }

  @Override
  public String place() {
    return "a file in " + path + " that only you may read";
  }

  @Override
  public void put(String id, String secret) throws IOException {
    files.write(id, secret);
  }

  @Override
  public @Nullable String get(String id) throws IOException {
    return files.read(id);
  }

  @Override
  public void remove(String id) throws IOException {
    files.remove(id);
  }
}
