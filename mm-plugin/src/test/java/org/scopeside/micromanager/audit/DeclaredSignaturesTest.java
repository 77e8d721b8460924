package org.scopeside.micromanager.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.micromanager.Studio;
import org.objectweb.asm.Opcodes;

/** Holds the signatures that the plugin is compiled against to those of a real Micro-Manager. */
class DeclaredSignaturesTest {
  private static final int KIND =
      Opcodes.ACC_PUBLIC
          | Opcodes.ACC_INTERFACE
          | Opcodes.ACC_ENUM
          | Opcodes.ACC_ANNOTATION
          | Opcodes.ACC_FINAL
          | Opcodes.ACC_ABSTRACT;

  private static final int MEMBER_KIND =
      Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED | Opcodes.ACC_STATIC | Opcodes.ACC_ABSTRACT;

  private final List<String> differences = new ArrayList<>();

  @Test
  void shouldDeclareNothingThatARealMicroManagerHasNot() throws Exception {
    List<Path> jars = Installation.jars();
    List<ClassFacts> declared = declared();
    try (ClassLibrary real = new ClassLibrary(jars)) {
      for (ClassFacts type : declared) {
        compare(type, real);
      }
    }
    assertTrue(declared.size() > 30, "only " + declared.size() + " types were found");
    assertEquals("", String.join("\n", differences));
  }

  private static List<ClassFacts> declared() throws IOException, URISyntaxException {
    Path place = Path.of(Studio.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(place)) {
      return declared(place);
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      return declared(jar.getPath("/"));
    }
  }

  private static List<ClassFacts> declared(Path root) throws IOException {
    List<ClassFacts> types = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        if (file.toString().endsWith(".class")) {
          types.add(ClassFacts.of(Files.readAllBytes(file)));
        }
      }
    }
    return types;
  }

  private void compare(ClassFacts ours, ClassLibrary real) throws IOException {
    ClassFacts theirs = real.find(ours.name());
    if (theirs == null) {
      differences.add(ours.name() + " does not exist");
      return;
    }
    if ((ours.access() & KIND) != (theirs.access() & KIND)) {
      differences.add(
          ours.name() + " is " + kind(ours.access()) + " but really " + kind(theirs.access()));
    }
    compareParents(ours, real);
    for (Map.Entry<String, Integer> member : ours.members().entrySet()) {
      compareMember(ours, member.getKey(), member.getValue(), real);
    }
  }

  private void compareParents(ClassFacts ours, ClassLibrary real) throws IOException {
    List<String> parents = new ArrayList<>(ours.interfaces());
    parents.add(String.valueOf(ours.superName()));
    List<String> really = real.lineage(ours.name()).stream().map(ClassFacts::name).toList();
    for (String parent : parents) {
      if (!really.contains(parent)) {
        differences.add(ours.name() + " really is no " + parent);
      }
    }
  }

  private void compareMember(ClassFacts ours, String member, int access, ClassLibrary real)
      throws IOException {
    if ((access & (Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC)) != 0
        || member.startsWith("<clinit>")) {
      return;
    }
    // A constructor is not inherited.
    @Nullable Integer really =
        member.startsWith("<init>")
            ? membersOf(ours.name(), real).get(member)
            : real.resolve(ours.name(), member);
    if (really == null) {
      differences.add(ours.name() + "." + member + " does not exist");
    } else if ((access & MEMBER_KIND) != (really & MEMBER_KIND)) {
      differences.add(
          ours.name() + "." + member + " is " + kind(access) + " but really " + kind(really));
    }
  }

  private static Map<String, Integer> membersOf(String name, ClassLibrary real) throws IOException {
    ClassFacts facts = real.find(name);
    return facts == null ? Map.of() : facts.members();
  }

  private static String kind(int access) {
    StringBuilder words = new StringBuilder();
    append(words, access, Opcodes.ACC_PUBLIC, "public ");
    append(words, access, Opcodes.ACC_PROTECTED, "protected ");
    append(words, access, Opcodes.ACC_STATIC, "static ");
    append(words, access, Opcodes.ACC_ABSTRACT, "abstract ");
    append(words, access, Opcodes.ACC_FINAL, "final ");
    append(words, access, Opcodes.ACC_INTERFACE, "interface ");
    append(words, access, Opcodes.ACC_ENUM, "enum ");
    return words.toString().trim();
  }

  private static void append(StringBuilder words, int access, int flag, String word) {
    if ((access & flag) != 0) {
      words.append(word);
    }
  }
}
