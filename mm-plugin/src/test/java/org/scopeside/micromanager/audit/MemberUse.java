package org.scopeside.micromanager.audit;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A use of a member of a class that Micro-Manager brings.
 *
 * @param member name and descriptor, as in {@link ClassFacts#members}; empty for the class alone
 */
record MemberUse(String owner, String member, boolean isStatic, boolean byInterface) {
  static boolean isOfMicroManager(String internalName) {
    return internalName.matches(
        "(org/micromanager|mmcorej|org/scijava|com/google/common|org/micro_manager)/.*");
  }

  /** All uses in a class file. */
  static Set<MemberUse> in(byte[] classFile) {
    Set<MemberUse> uses = new LinkedHashSet<>();
    new ClassReader(classFile).accept(new Uses(uses), ClassReader.SKIP_DEBUG);
    return uses;
  }

  private static final class Uses extends ClassVisitor {
    private final Set<MemberUse> uses;

    Uses(Set<MemberUse> uses) {
      super(Opcodes.ASM9);
      this.uses = uses;
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      for (Type type : Type.getArgumentTypes(descriptor)) {
        use(type);
      }
      use(Type.getReturnType(descriptor));
      return new CodeUses();
    }

    private void use(Type type) {
      Type plain = type.getSort() == Type.ARRAY ? type.getElementType() : type;
      if (plain.getSort() == Type.OBJECT) {
        use(new MemberUse(plain.getInternalName(), "", false, false));
      }
    }

    private void use(MemberUse use) {
      if (isOfMicroManager(use.owner())) {
        uses.add(use);
      }
    }

    private final class CodeUses extends MethodVisitor {
      CodeUses() {
        super(Opcodes.ASM9);
      }

      @Override
      public void visitTypeInsn(int opcode, String type) {
        use(Type.getObjectType(type));
      }

      @Override
      public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        boolean isStatic = opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC;
        use(new MemberUse(owner, name + ' ' + descriptor, isStatic, false));
      }

      @Override
      public void visitMethodInsn(
          int opcode, String owner, String name, String descriptor, boolean isInterface) {
        boolean isStatic = opcode == Opcodes.INVOKESTATIC;
        use(new MemberUse(owner, name + descriptor, isStatic, isInterface));
      }

      @Override
      public void visitInvokeDynamicInsn(
          String name, String descriptor, Handle bootstrap, Object... arguments) {
        for (Object argument : arguments) {
          if (argument instanceof Handle handle && handle.getDesc().startsWith("(")) {
            boolean isStatic = handle.getTag() == Opcodes.H_INVOKESTATIC;
            String member = handle.getName() + handle.getDesc();
            use(new MemberUse(handle.getOwner(), member, isStatic, handle.isInterface()));
          }
        }
      }

      @Override
      public void visitLdcInsn(Object value) {
        if (value instanceof Type type) {
          use(type);
        }
      }
    }
  }
}
