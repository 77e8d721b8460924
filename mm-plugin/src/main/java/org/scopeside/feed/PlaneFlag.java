package org.scopeside.feed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the analysis found wrong with a plane. */
public enum PlaneFlag {
  OUT_OF_FOCUS(0, "out of focus"),
  SATURATED(1, "saturated"),
  EMPTY(2, "empty"),
  LOW_SIGNAL(3, "low signal"),
  /** A flag of a later segmenter that this plugin does not know. */
  OTHER(4, "flagged");

  /** Every combination there is, by its bits, so that rows share them. */
  private static final List<Set<PlaneFlag>> SETS = sets();

  private final int index;
  private final String words;

  PlaneFlag(int index, String words) {
    this.index = index;
    this.words = words;
  }

  /** From 0: the bit it is in a set of bits, and its place in an array. */
  int index() {
    return index;
  }

  /** For people: "out of focus". */
  public String words() {
    return words;
  }

  static PlaneFlag named(String name) {
    for (PlaneFlag flag : values()) {
      if (flag.name().equals(name)) {
        return flag;
      }
    }
    return OTHER;
  }

  /** One bit a flag, each once. */
  static int bits(Iterable<String> names) {
    int bits = 0;
    for (String name : names) {
      bits |= 1 << named(name).index;
    }
    return bits;
  }

  static Set<PlaneFlag> of(int bits) {
    return SETS.get(bits);
  }

  private static List<Set<PlaneFlag>> sets() {
    List<Set<PlaneFlag>> sets = new ArrayList<>();
    for (int bits = 0; bits < 1 << values().length; bits++) {
      Set<PlaneFlag> set = EnumSet.noneOf(PlaneFlag.class);
      for (PlaneFlag flag : values()) {
        if ((bits >> flag.index & 1) == 1) {
          set.add(flag);
        }
      }
      sets.add(Collections.unmodifiableSet(set));
    }
    return Collections.unmodifiableList(sets);
  }
}
