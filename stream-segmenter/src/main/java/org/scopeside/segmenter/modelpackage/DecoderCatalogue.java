package org.scopeside.segmenter.modelpackage;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The decoders of this installation, as far as a package needs to be checked against them; whoever
 * has the decoders provides it.
 */
public interface DecoderCatalogue {
  /** Names a package may give: {@code flows}, {@code star-convex}. */
  Set<String> names();

  /**
   * Checks parameters, as YAML gives them.
   *
   * @param name one of {@link #names()}
   * @throws IllegalArgumentException with all problems in one message
   */
  Needs check(String name, Map<String, Object> parameters);

  /**
   * What a decoder with its parameters reads.
   *
   * @param channels of the maps, put one after the other; 0 where it reads none, {@link #ANY} where
   *     it takes what there is
   * @param tensors other tensors it must be given, by what they mean to it: {@code boxes}
   */
  record Needs(int channels, List<String> tensors) {
    public static final int ANY = -1;

    public Needs {
      tensors = List.copyOf(tensors);
    }
  }

  /** Decoders of which nothing but the name is checked. */
  static DecoderCatalogue ofNames(Set<String> names) {
    Set<String> known = Set.copyOf(names);
    return new DecoderCatalogue() {
      @Override
      public Set<String> names() {
        return known;
      }

      @Override
      public Needs check(String name, Map<String, Object> parameters) {
        return new Needs(Needs.ANY, List.of());
      }
    };
  }
}
