package org.scopeside.segmenter.modelpackage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A package that is a zip, read in place. Nothing is unpacked under a name that the zip chose. The
 * description is at the top, or in the one folder that the zip holds.
 */
final class ZipFiles implements PackageFiles {
  private static final int MAX_ENTRIES = 10_000;

  private final ZipFile zip;
  private final Map<String, ZipEntry> files;
  private final String prefix;

  private ZipFiles(ZipFile zip, Map<String, ZipEntry> files) {
    this.zip = zip;
    this.files = files;
    this.prefix = prefix(files.keySet());
  }

  static ZipFiles open(Path file) throws IOException {
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw new IOException("is no zip that can be read: " + e.getMessage(), e);
    }
    try {
      return new ZipFiles(zip, files(zip));
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static Map<String, ZipEntry> files(ZipFile zip) throws IOException {
    if (zip.size() > MAX_ENTRIES) {
      throw new IOException("has " + zip.size() + " entries; at most " + MAX_ENTRIES + " are read");
    }
    Map<String, ZipEntry> files = new HashMap<>();
    for (ZipEntry entry : Collections.list(zip.entries())) {
      String name = PackagePath.normalise(entry.getName());
      if (!entry.isDirectory() && files.put(name, entry) != null) {
        throw new IOException("has two entries " + name);
      }
    }
    return files;
  }

  private static String prefix(Set<String> files) {
    Set<String> tops = new LinkedHashSet<>();
    for (String file : files) {
      if (!file.startsWith("__MACOSX/")) {
        tops.add(file.substring(0, file.indexOf('/') + 1));
      }
    }
    List<String> distinct = List.copyOf(tops);
    return distinct.size() == 1 ? distinct.get(0) : "";
  }

  @Override
  public boolean has(String path) {
    try {
      return files.containsKey(prefix + PackagePath.normalise(path));
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public InputStream open(String path) throws IOException {
    String inside = PackagePath.normalise(path);
    ZipEntry entry = files.get(prefix + inside);
    if (entry == null) {
      throw new NoSuchFileException("there is no file " + inside + " in the package");
    }
    return zip.getInputStream(entry);
  }

  @Override
  public @Nullable Path inPlace(String path) {
    return null;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
