package org.scopeside.source.bioformats;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.bioformats.ClassReferences.Reference;

/**
 * Holds every member that the adapter's byte code refers to against the Bio-Formats beside it.
 *
 * @param members how many were sought, classes included
 * @param missing those that are not there, in words
 */
public record LinkageAudit(int members, List<String> missing) {
  public LinkageAudit {
    missing = List.copyOf(missing);
  }

  /**
   * @param adapter jar or folder of the adapter's classes
   * @param loader where the adapter's references are looked up
   */
  static LinkageAudit of(URL adapter, ClassLoader loader) throws IOException {
    TreeMap<String, Reference> sought = new TreeMap<>();
    Path place = Path.of(URI.create(adapter.toString()));
    if (Files.isDirectory(place)) {
      collect(place, sought);
    } else {
      try (FileSystem jar = FileSystems.newFileSystem(place)) {
        collect(jar.getPath("/"), sought);
      }
    }
    List<String> missing = new ArrayList<>();
    for (Reference reference : sought.values()) {
      String wrong = missing(reference, loader);
      if (wrong != null) {
        missing.add(wrong);
      }
    }
    return new LinkageAudit(sought.size(), missing);
  }

  private static void collect(Path root, TreeMap<String, Reference> sought) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        if (file.toString().endsWith(".class")) {
          try (InputStream classFile = Files.newInputStream(file)) {
            collect(ClassReferences.of(classFile), sought);
          }
        }
      }
    }
  }

  private static void collect(Set<Reference> found, TreeMap<String, Reference> sought) {
    for (Reference reference : found) {
      if (reference.owner().startsWith("loci.") || reference.owner().startsWith("ome.")) {
        sought.put(reference.shown(), reference);
      }
    }
  }

  private static @Nullable String missing(Reference reference, ClassLoader loader) {
    try {
      Class<?> owner = Class.forName(reference.owner(), false, loader);
      return reference.isType() || has(owner, reference) ? null : reference.shown();
    } catch (ClassNotFoundException | LinkageError e) {
      return reference.shown() + " (" + e + ")";
    }
  }

  private static boolean has(Class<?> type, Reference reference) {
    if (reference.name().equals("<init>")) {
      return Arrays.stream(type.getDeclaredConstructors())
          .map(made -> MethodType.methodType(void.class, made.getParameterTypes()))
          .anyMatch(made -> made.toMethodDescriptorString().equals(reference.descriptor()));
    }
    return declares(type, reference)
        || (type.getSuperclass() != null && has(type.getSuperclass(), reference))
        || Arrays.stream(type.getInterfaces()).anyMatch(parent -> has(parent, reference));
  }

  private static boolean declares(Class<?> type, Reference reference) {
    if (reference.isMethod()) {
      return Arrays.stream(type.getDeclaredMethods())
          .filter(method -> method.getName().equals(reference.name()))
          .anyMatch(method -> descriptor(method).equals(reference.descriptor()));
    }
    return Arrays.stream(type.getDeclaredFields())
        .filter(field -> field.getName().equals(reference.name()))
        .anyMatch(field -> field.getType().descriptorString().equals(reference.descriptor()));
  }

  private static String descriptor(Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
        .toMethodDescriptorString();
  }
}
