package org.scopeside.segmenter.modelpackage;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with a package, gathered so that all is told at once, and each thing once. */
final class Problems {
  private final Set<String> sentences = new LinkedHashSet<>();

  /**
   * @param where path in the description, {@code inputs[0].axes}, or a file
   */
  void add(String where, String fact) {
    sentences.add(where + ": " + fact);
  }

  void addAll(List<String> others) {
    sentences.addAll(others);
  }

  boolean isEmpty() {
    return sentences.isEmpty();
  }

  List<String> all() {
    return List.copyOf(sentences);
  }
}
