package org.scopeside.segmenter.modelpackage;

import java.util.Map;

/**
 * From the ids that a description gives its tensors to their names in the network. bioimage.io goes
 * by position; here names must fit, so that a swapped output is found, and {@code
 * config.scopeside.tensors} gives those that differ.
 *
 * @param names in the network by ids in the description; ids that are not here are names
 */
record TensorNames(Map<String, String> names) {
  TensorNames {
    names = Map.copyOf(names);
  }

  String of(String id) {
    return names.getOrDefault(id, id);
  }
}
