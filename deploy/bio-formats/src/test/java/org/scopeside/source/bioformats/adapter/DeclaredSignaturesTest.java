package org.scopeside.source.bioformats.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import loci.formats.IFormatReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.bioformats.BioFormatsPlace;
import org.scopeside.source.bioformats.IsolatedBioFormats;

/** Holds the signatures that the adapter is compiled against to those of a real Bio-Formats. */
class DeclaredSignaturesTest {
  private static final int KIND = Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC;

  private final List<String> differences = new ArrayList<>();

  @Test
  void shouldDeclareNothingThatARealBioFormatsHasNot() throws Exception {
    BioFormatsPlace place = place();
    List<String> declared = declared();
    assertTrue(declared.size() >= 15, "only " + declared + " were found");
    List<URL> jars = new ArrayList<>();
    for (Path jar : place.jars()) {
      jars.add(jar.toUri().toURL());
    }
    try (URLClassLoader real =
        new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      for (String name : declared) {
        compare(Class.forName(name), real);
      }
    }
    assertEquals("", String.join("\n", differences));
  }

  @Test
  void shouldFindAllThatTheAdapterRefersTo() throws Exception {
    assertEquals(List.of(), IsolatedBioFormats.of(place()).audit().missing());
  }

  private static BioFormatsPlace place() throws IOException {
    BioFormatsPlace place = BioFormatsPlace.find(new SourceOptions(null, RealBioFormats.place()));
    assertNotNull(place);
    return place;
  }

  private static List<String> declared() throws Exception {
    Path place =
        Path.of(IFormatReader.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(place)) {
      return classNames(place);
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      return classNames(jar.getPath("/"));
    }
  }

  private static List<String> classNames(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(name -> name.endsWith(".class"))
          .map(name -> name.replace(".class", "").replace('/', '.').replace('\\', '.'))
          .sorted()
          .toList();
    }
  }

  private void compare(Class<?> ours, ClassLoader real) {
    Class<?> theirs = find(ours, real);
    if (theirs == null) {
      differences.add(ours.getName() + " does not exist");
      return;
    }
    if (ours.isInterface() != theirs.isInterface()) {
      differences.add(ours.getName() + " is an interface in one of them only");
    }
    for (Class<?> parent : parents(ours)) {
      Class<?> really = find(parent, real);
      if (really == null || !really.isAssignableFrom(theirs)) {
        differences.add(ours.getName() + " really is no " + parent.getName());
      }
    }
    for (Method method : ours.getDeclaredMethods()) {
      compare(ours, method, method(theirs, method, real), method.getReturnType());
    }
    for (Constructor<?> made : ours.getConstructors()) {
      compare(ours, made, constructor(theirs, made, real), void.class);
    }
    for (Field field : ours.getFields()) {
      compare(ours, field, field(theirs, field), field.getType());
    }
  }

  private void compare(Class<?> ours, Member member, @Nullable Member really, Class<?> type) {
    if (Modifier.isPrivate(member.getModifiers()) || member.isSynthetic()) {
      return;
    }
    if (really == null) {
      differences.add(ours.getName() + ": " + member + " does not exist");
      return;
    }
    Class<?> realType =
        really instanceof Method method
            ? method.getReturnType()
            : really instanceof Field field ? field.getType() : void.class;
    boolean kind = (member.getModifiers() & KIND) == (really.getModifiers() & KIND);
    if (!kind || !realType.getName().equals(type.getName())) {
      differences.add(ours.getName() + ": " + member + " is really " + really);
    }
  }

  private static List<Class<?>> parents(Class<?> type) {
    List<Class<?>> parents = new ArrayList<>(Arrays.asList(type.getInterfaces()));
    if (type.getSuperclass() != null) {
      parents.add(type.getSuperclass());
    }
    return parents;
  }

  private static @Nullable Class<?> find(Class<?> ours, ClassLoader real) {
    try {
      return ours.isPrimitive() ? ours : Class.forName(ours.getName(), false, real);
    } catch (ClassNotFoundException missing) {
      return null;
    }
  }

  private static @Nullable Method method(Class<?> theirs, Method ours, ClassLoader real) {
    try {
      return theirs.getMethod(ours.getName(), types(ours.getParameterTypes(), real));
    } catch (NoSuchMethodException missing) {
      return null;
    }
  }

  private static @Nullable Constructor<?> constructor(
      Class<?> theirs, Constructor<?> ours, ClassLoader real) {
    try {
      return theirs.getConstructor(types(ours.getParameterTypes(), real));
    } catch (NoSuchMethodException missing) {
      return null;
    }
  }

  /** The field; null where there is none or the compiler would copy another value of it. */
  private static @Nullable Field field(Class<?> theirs, Field ours) {
    try {
      Field really = theirs.getField(ours.getName());
      if (Modifier.isFinal(ours.getModifiers()) && ours.getType().isPrimitive()) {
        return ours.get(null).equals(really.get(null)) ? really : null;
      }
      return really;
    } catch (ReflectiveOperationException missing) {
      return null;
    }
  }

  private static Class<?>[] types(Class<?>[] ours, ClassLoader real) {
    Class<?>[] types = new Class<?>[ours.length];
    for (int i = 0; i < types.length; i++) {
      Class<?> really = find(ours[i], real);
      types[i] = really == null ? ours[i] : really;
    }
    return types;
  }
}
