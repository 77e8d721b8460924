package org.scopeside.source.bioformats;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a class file refers to, read from its constant pool as the Java Virtual Machine
 * Specification, section 4.4, lays it out. A newer kind of constant is an error.
 */
final class ClassReferences {
  private static final int UTF8 = 1;
  private static final int CLASS = 7;
  private static final int FIELD = 9;
  private static final int METHOD = 10;
  private static final int INTERFACE_METHOD = 11;
  private static final int NAME_AND_TYPE = 12;

  /** Bytes after the tag, by tag; 0 for text and for what does not exist. */
  private static final int[] SIZES = {
    0, 0, 0, 4, 4, 8, 8, 2, 2, 4, 4, 4, 4, 0, 0, 3, 2, 4, 4, 2, 2
  };

  /**
   * A member, or a class where it has no name.
   *
   * @param owner class that it is sought in, {@code loci.formats.IFormatReader}
   * @param descriptor as the virtual machine has it, {@code (I)V}
   */
  record Reference(String owner, String name, String descriptor) {
    boolean isType() {
      return name.isEmpty();
    }

    boolean isMethod() {
      return descriptor.startsWith("(");
    }

    /** For people: {@code loci.formats.IFormatReader.getSizeX()I}. */
    String shown() {
      return isType() ? owner : owner + "." + name + (isMethod() ? "" : " ") + descriptor;
    }
  }

  private final int[] tags;
  private final String[] texts;
  private final int[] first;
  private final int[] second;

  private ClassReferences(int count) {
    tags = new int[count];
    texts = new String[count];
    first = new int[count];
    second = new int[count];
  }

  /** All references of a class file, in its order. */
  static Set<Reference> of(InputStream classFile) throws IOException {
    DataInputStream data = new DataInputStream(classFile);
    if (data.readInt() != 0xCAFEBABE) {
      throw new IOException("no class file");
    }
    data.readInt();
    ClassReferences pool = new ClassReferences(data.readUnsignedShort());
    for (int i = 1; i < pool.tags.length; i++) {
      i += pool.read(i, data);
    }
    return pool.references();
  }

  /** Returns how many entries more than one it takes. */
  private int read(int i, DataInputStream data) throws IOException {
    int tag = data.readUnsignedByte();
    tags[i] = tag;
    if (tag == UTF8) {
      texts[i] = data.readUTF();
      return 0;
    }
    if (tag >= SIZES.length || SIZES[tag] == 0) {
      throw new IOException("constant " + i + " is of the unknown kind " + tag);
    }
    int size = SIZES[tag];
    if (size == 2 || size == 4) {
      first[i] = data.readUnsignedShort();
      second[i] = size == 4 ? data.readUnsignedShort() : 0;
      return 0;
    }
    data.readFully(new byte[size]);
    return size == 8 ? 1 : 0;
  }

  private Set<Reference> references() {
    Set<Reference> found = new LinkedHashSet<>();
    for (int i = 1; i < tags.length; i++) {
      if (tags[i] == CLASS && !texts[first[i]].startsWith("[")) {
        found.add(new Reference(owner(i), "", ""));
      } else if (tags[i] == FIELD || tags[i] == METHOD || tags[i] == INTERFACE_METHOD) {
        int member = second[i];
        if (tags[member] == NAME_AND_TYPE) {
          found.add(new Reference(owner(first[i]), texts[first[member]], texts[second[member]]));
        }
      }
    }
    return found;
  }

  private String owner(int type) {
    return texts[first[type]].replace('/', '.');
  }
}
