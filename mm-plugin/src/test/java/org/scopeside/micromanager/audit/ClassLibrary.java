package org.scopeside.micromanager.audit;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Class files by name, from jars and folders and from Java itself; nothing is loaded. */
final class ClassLibrary implements AutoCloseable {
  private final URLClassLoader files;
  private final Map<String, @Nullable ClassFacts> known = new HashMap<>();

  ClassLibrary(List<Path> jarsAndFolders) throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (Path path : jarsAndFolders) {
      urls.add(path.toUri().toURL());
    }
    this.files = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  /** The class of that internal name; null where there is none. */
  @Nullable ClassFacts find(String name) throws IOException {
    if (!known.containsKey(name)) {
      known.put(name, read(name));
    }
    return known.get(name);
  }

  private @Nullable ClassFacts read(String name) throws IOException {
    try (InputStream stream = files.getResourceAsStream(name + ".class")) {
      return stream == null ? null : ClassFacts.of(stream.readAllBytes());
    }
  }

  /** The class and all that it extends and implements, nearest first. */
  List<ClassFacts> lineage(String name) throws IOException {
    List<ClassFacts> lineage = new ArrayList<>();
    collect(name, lineage);
    return lineage;
  }

  private void collect(@Nullable String name, List<ClassFacts> lineage) throws IOException {
    ClassFacts facts = name == null ? null : find(name);
    if (facts != null && !lineage.contains(facts)) {
      lineage.add(facts);
      collect(facts.superName(), lineage);
      for (String parent : facts.interfaces()) {
        collect(parent, lineage);
      }
    }
  }

  /** Access of the member as a reference to it is resolved; null where it is not found. */
  @Nullable Integer resolve(String owner, String member) throws IOException {
    for (ClassFacts facts : lineage(owner)) {
      Integer access = facts.members().get(member);
      if (access != null) {
        return access;
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
