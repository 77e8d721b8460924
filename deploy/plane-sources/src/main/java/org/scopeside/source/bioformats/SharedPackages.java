package org.scopeside.source.bioformats;

import java.util.Set;

/**
 * All that Bio-Formats and the adapter see of this program: Java, the interfaces that planes go
 * through, and slf4j. So Bio-Formats meets the very libraries it brings, whatever versions we have,
 * and logs where we do: the logback in its jar would write every detail to standard output.
 */
final class SharedPackages extends ClassLoader {
  private static final Set<String> PACKAGES =
      Set.of(
          "org.scopeside.source",
          "org.scopeside.source.bioformats",
          "org.scopeside.contract",
          "org.jspecify.annotations");

  private final ClassLoader program;

  SharedPackages(ClassLoader program) {
    super("shared with Bio-Formats", ClassLoader.getPlatformClassLoader());
    this.program = program;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String itsPackage = name.substring(0, Math.max(0, name.lastIndexOf('.')));
    if (PACKAGES.contains(itsPackage) || name.startsWith("org.slf4j.")) {
      return program.loadClass(name);
    }
    throw new ClassNotFoundException(name);
  }
}
