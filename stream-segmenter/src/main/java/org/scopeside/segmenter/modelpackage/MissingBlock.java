package org.scopeside.segmenter.modelpackage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.OnnxFile;
import org.scopeside.segmenter.engine.TensorSpec;
import org.scopeside.segmenter.modelpackage.ModelDescription.Input;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;

/**
 * What to add to a package of bioimage.io that says nothing to Scopeside: a block that fits its
 * tensors, in YAML's flow style so that it stays one sentence.
 */
final class MissingBlock {
  private final @Nullable Input input;
  private final Map<String, Output> outputs;
  private final @Nullable OnnxFile header;

  MissingBlock(@Nullable Input input, Map<String, Output> outputs, @Nullable OnnxFile header) {
    this.input = input;
    this.outputs = outputs;
    this.header = header;
  }

  String example() {
    List<String> maps =
        outputs.entrySet().stream()
            .filter(output -> output.getValue().layout() != null)
            .map(Map.Entry::getKey)
            .toList();
    List<String> roles =
        new ArrayList<>(Collections.nCopies(input == null ? 1 : input.channels(), "other"));
    roles.set(0, "nucleus");
    Map<String, String> renamed = renamed();
    return "config: {scopeside: {channels: %s, decoder: {name: %s, objects: Nuclei, %s}%s}}"
        .formatted(
            roles,
            decoder(maps),
            maps.isEmpty() ? "tensors: " + detections() : "maps: " + maps,
            renamed.isEmpty() ? "" : ", tensors: " + flow(renamed));
  }

  /** A guess from names and channels; whoever reads the example knows better. */
  private String decoder(List<String> maps) {
    String names = String.join(" ", outputs.keySet());
    int most = outputs.values().stream().mapToInt(Output::channels).max().orElse(0);
    if (maps.isEmpty()) {
      return "box-mask";
    } else if (names.matches(".*(flow|style|cellprob).*")) {
      return "flows";
    } else if (most >= 8) {
      return "star-convex";
    } else if (names.matches(".*(inner|outer|distance).*")) {
      return "distance";
    }
    return most == 3 ? "three-class" : "foreground";
  }

  private String detections() {
    Map<String, String> meanings = new LinkedHashMap<>();
    for (String meaning : List.of("boxes", "scores", "masks")) {
      meanings.put(
          meaning, outputs.keySet().stream().filter(meaning::equals).findFirst().orElse("?"));
    }
    return flow(meanings);
  }

  /** Names in the network, by position, where they are not the ids. */
  private Map<String, String> renamed() {
    Map<String, String> renamed = new LinkedHashMap<>();
    if (header != null && input != null) {
      pair(List.of(input.id()), header.inputs(), renamed);
      pair(outputs.keySet(), header.outputs(), renamed);
    }
    return renamed;
  }

  private static void pair(
      Collection<String> ids, List<TensorSpec> specs, Map<String, String> renamed) {
    List<String> names = specs.stream().map(TensorSpec::name).toList();
    if (ids.size() == names.size() && !names.containsAll(ids)) {
      int i = 0;
      for (String id : ids) {
        renamed.put(id, "'" + names.get(i++) + "'");
      }
    }
  }

  private static String flow(Map<String, String> map) {
    return map.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
