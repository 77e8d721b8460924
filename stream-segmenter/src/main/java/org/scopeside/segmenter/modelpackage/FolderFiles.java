package org.scopeside.segmenter.modelpackage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.scopeside.segmenter.modelpackage.PackagePath.UnsafePathException;

/** A package that is a folder. Links are followed as long as they stay in it. */
final class FolderFiles implements PackageFiles {
  private final Path root;

  FolderFiles(Path folder) throws IOException {
    this.root = folder.toRealPath();
  }

  @Override
  public boolean has(String path) {
    try {
      return Files.isRegularFile(inPlace(path));
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public InputStream open(String path) throws IOException {
    return Files.newInputStream(inPlace(path));
  }

  @Override
  public Path inPlace(String path) throws IOException {
    String inside = PackagePath.normalise(path);
    Path real;
    try {
      real = root.resolve(inside).toRealPath();
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException("there is no file " + inside + " in the package");
    }
    if (!real.startsWith(root)) {
      throw new UnsafePathException(inside + " is a link that leads out of the package");
    }
    if (!Files.isRegularFile(real)) {
      throw new NoSuchFileException(inside + " is not a file");
    }
    return real;
  }

  @Override
  public void close() {}
}
