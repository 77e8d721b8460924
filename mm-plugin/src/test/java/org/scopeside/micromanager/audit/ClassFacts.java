package org.scopeside.micromanager.audit;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What a class file declares. Members are keyed by name and descriptor, {@code getName()L…;}.
 *
 * @param access of the class, as {@link Opcodes} has it
 * @param members access of each method and field
 */
record ClassFacts(
    String name,
    int access,
    @Nullable String superName,
    List<String> interfaces,
    Map<String, Integer> members) {

  static ClassFacts of(byte[] classFile) {
    Reading reading = new Reading();
    int without = ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES;
    new ClassReader(classFile).accept(reading, without);
    return new ClassFacts(
        reading.name, reading.access, reading.superName, reading.interfaces, reading.members);
  }

  boolean is(int flag) {
    return (access & flag) != 0;
  }

  private static final class Reading extends ClassVisitor {
    String name = "";
    int access;
    @Nullable String superName;
    List<String> interfaces = List.of();
    final Map<String, Integer> members = new LinkedHashMap<>();

    Reading() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      this.name = name;
      this.access = access;
      this.superName = superName;
      this.interfaces = interfaces == null ? List.of() : Arrays.asList(interfaces);
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        @Nullable Object value) {
      members.put(name + ' ' + descriptor, access);
      return null;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      members.put(name + descriptor, access);
      return null;
    }
  }
}
