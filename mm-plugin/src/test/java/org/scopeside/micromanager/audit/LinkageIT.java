package org.scopeside.micromanager.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;

/** Every use that the built jar makes of what Micro-Manager brings, looked up there. */
class LinkageIT {
  private static final Path JAR = Path.of(System.getProperty("scopeside.plugin.jar"));
  private static final Path PINNED = Path.of(System.getProperty("scopeside.micromanager.pinned"));

  private final Set<String> differences = new TreeSet<>();

  @Test
  void shouldFindWhatItUsesAmongWhatMicroManagerPins() throws IOException {
    try (Stream<Path> jars = Files.list(PINNED)) {
      audit(jars.sorted().toList());
    }
  }

  @Test
  void shouldFindWhatItUsesInARealMicroManager() throws IOException {
    audit(Installation.jars());
  }

  private void audit(List<Path> jars) throws IOException {
    List<Path> all = new ArrayList<>(jars);
    all.add(JAR);
    int uses = 0;
    try (ClassLibrary library = new ClassLibrary(all);
        ZipFile jar = new ZipFile(JAR.toFile())) {
      for (ZipEntry entry : (Iterable<ZipEntry>) jar.stream().<ZipEntry>map(e -> e)::iterator) {
        if (isOurs(entry.getName())) {
          byte[] classFile = jar.getInputStream(entry).readAllBytes();
          Set<MemberUse> used = MemberUse.in(classFile);
          uses += used.size();
          for (MemberUse use : used) {
            check(use, entry.getName(), library);
          }
          checkImplementation(ClassFacts.of(classFile), library);
        }
      }
    }
    assertTrue(uses > 10, "only " + uses + " uses were found");
    assertEquals("", String.join("\n", differences));
  }

  private static boolean isOurs(String name) {
    return name.endsWith(".class")
        && name.startsWith("org/scopeside/")
        && !name.startsWith("org/scopeside/shaded/");
  }

  private void check(MemberUse use, String user, ClassLibrary library) throws IOException {
    ClassFacts owner = library.find(use.owner());
    if (owner == null) {
      differences.add(user + " uses " + use.owner() + ", which does not exist");
      return;
    }
    if (use.member().isEmpty()) {
      return;
    }
    if (use.byInterface() != owner.is(Opcodes.ACC_INTERFACE)) {
      differences.add(user + " takes " + use.owner() + " for a class or interface it is not");
    }
    Integer access = library.resolve(use.owner(), use.member());
    if (access == null) {
      differences.add(user + " uses " + use + ", which does not exist");
    } else if (((access & Opcodes.ACC_STATIC) != 0) != use.isStatic()) {
      differences.add(user + " uses " + use + " as static or not, which it is not");
    } else if ((access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) == 0) {
      differences.add(user + " uses " + use + ", which is not open to it");
    }
  }

  /** A class of ours must have all the methods that what it extends leaves open. */
  private void checkImplementation(ClassFacts ours, ClassLibrary library) throws IOException {
    if (ours.is(Opcodes.ACC_ABSTRACT)) {
      return;
    }
    List<ClassFacts> lineage = library.lineage(ours.name());
    for (ClassFacts parent : lineage) {
      if (MemberUse.isOfMicroManager(parent.name())) {
        for (Map.Entry<String, Integer> member : parent.members().entrySet()) {
          boolean open = (member.getValue() & Opcodes.ACC_ABSTRACT) != 0;
          if (open && lineage.stream().noneMatch(type -> implementsMember(type, member.getKey()))) {
            differences.add(ours.name() + " lacks " + member.getKey() + " of " + parent.name());
          }
        }
      }
    }
  }

  private static boolean implementsMember(ClassFacts type, String member) {
    Integer access = type.members().get(member);
    return access != null && (access & Opcodes.ACC_ABSTRACT) == 0;
  }
}
