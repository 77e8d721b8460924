package org.scopeside.source.bioformats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.scopeside.source.PlaneBuffers;

class ClassReferencesTest {
  private static Set<String> of(Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    try (InputStream classFile = type.getClassLoader().getResourceAsStream(name)) {
      return ClassReferences.of(classFile).stream()
          .map(ClassReferences.Reference::shown)
          .collect(Collectors.toSet());
    }
  }

  @Test
  void shouldFindMembersAndClasses() throws IOException {
    Set<String> found = of(PlaneBuffers.class);
    assertTrue(found.contains("java.util.Deque.pollFirst()Ljava/lang/Object;"), found.toString());
    assertTrue(found.contains("org.scopeside.source.PlaneBuffers.most I"), found.toString());
    assertTrue(found.contains("java.util.ArrayDeque"), found.toString());
    assertTrue(found.contains("java.util.ArrayDeque.<init>()V"), found.toString());
  }

  @Test
  void shouldReadConstantsOfEverySize() throws IOException {
    Set<String> found = of(LongAndLambda.class);
    assertTrue(found.contains("java.lang.Math.max(JJ)J"), found.toString());
  }

  /** Constants of two entries, and of dynamic calls. */
  static final class LongAndLambda {
    private LongAndLambda() {}

    static java.util.function.LongUnaryOperator most() {
      return value -> Math.max(value, 0x123456789ABL) + (long) (value * 3.25e300);
    }
  }

  @Test
  void shouldRefuseWhatIsNoClassFile() {
    IOException refused =
        assertThrows(
            IOException.class, () -> ClassReferences.of(new ByteArrayInputStream(new byte[10])));
    assertEquals("no class file", refused.getMessage());
  }
}
