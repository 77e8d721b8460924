package org.scopeside.segmenter.modelpackage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.ChannelRole;
import org.scopeside.segmenter.modelpackage.DecoderCatalogue.Needs;
import org.scopeside.segmenter.modelpackage.ModelDescription.Blend;
import org.scopeside.segmenter.modelpackage.ModelDescription.DecoderChoice;
import org.scopeside.segmenter.modelpackage.ModelDescription.Fusion;
import org.scopeside.segmenter.modelpackage.ModelDescription.Input;
import org.scopeside.segmenter.modelpackage.ModelDescription.MeasuredQuality;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;
import org.scopeside.segmenter.modelpackage.ModelDescription.Scale;
import org.scopeside.segmenter.modelpackage.ModelDescription.Size;
import org.scopeside.segmenter.modelpackage.ModelDescription.Tiling;

/** Reads {@code config.scopeside}: what Scopeside must know and bioimage.io has no field for. */
final class ScopesideBlock {
  private static final int MAX_TILE = 1 << 14;
  private static final double CELLPOSE_DIAMETER = 30;

  private final YamlValue block;

  ScopesideBlock(YamlValue block) {
    this.block = block;
    block.onlyKeys(
        "channels",
        "decoder",
        "decoders",
        "scale",
        "tiling",
        "tensors",
        "statistics",
        "fusion",
        "size_model",
        "variants",
        "evaluation");
  }

  boolean isFusion() {
    return block.get("fusion").isPresent();
  }

  TensorNames tensors() {
    return new TensorNames(block.get("tensors").textByKey());
  }

  /** Whether statistics of the preprocessing are of each tile. */
  boolean perTile() {
    return block.get("statistics").choice("plane", List.of("plane", "tile")).equals("tile");
  }

  /**
   * Roles of the channels.
   *
   * @param expected how many the input has; 0 where any number will do
   */
  List<ChannelRole> channels(int expected) {
    YamlValue list = block.get("channels");
    List<ChannelRole> roles = new ArrayList<>();
    for (YamlValue item : list.items()) {
      ChannelRole role = ChannelRole.named(item.text());
      if (role == null) {
        item.problem(
            "is %s; one of nucleus, cell, membrane, other is needed".formatted(item.text()));
      }
      roles.add(role == null ? ChannelRole.OTHER : role);
    }
    if (roles.isEmpty()) {
      list.problem("is missing: what each channel of the input shows, such as [nucleus]");
    } else if (expected > 0 && roles.size() != expected) {
      list.problem("%d roles for an input of %d channels".formatted(roles.size(), expected));
    }
    return roles;
  }

  Scale scale(Scale fallback) {
    YamlValue scale = block.get("scale");
    if (!scale.isPresent()) {
      return fallback;
    }
    scale.onlyKeys("pixel_size_um", "object_diameter_px", "min_diameter_um");
    return new Scale(
        scale.get("pixel_size_um").number(Double.NaN, 1e-3, 1e3),
        scale.get("object_diameter_px").number(Double.NaN, 1, 1e4),
        scale.get("min_diameter_um").number(Double.NaN, 1e-3, 1e4));
  }

  /**
   * How planes are cut. Without a word on it: tiles of the size that the network takes, else the
   * whole plane.
   *
   * @param halo that the outputs state
   */
  Tiling tiling(Input input, int halo) {
    YamlValue tiling = block.get("tiling");
    tiling.onlyKeys("tile", "halo", "blend");
    boolean fixed = input.sizeY().step() == 0;
    int tile = tiling.get("tile").whole(fixed ? input.sizeY().min() : 0, 0, MAX_TILE);
    int halved = tiling.get("halo").whole(tile == 0 ? 0 : halo, 0, MAX_TILE);
    String blend = tiling.get("blend").choice("centre", List.of("centre", "taper"));
    checkTile(tiling.get("tile"), tile, input);
    if (tile > 0 && 2 * halved >= tile) {
      tiling
          .get("halo")
          .problem("%d at each side leaves nothing of a tile of %d".formatted(halved, tile));
    }
    return new Tiling(tile, halved, Blend.valueOf(blend.toUpperCase(Locale.ROOT)));
  }

  private static void checkTile(YamlValue where, int tile, Input input) {
    for (Size size : List.of(input.sizeY(), input.sizeX())) {
      boolean fits =
          size.step() == 0
              ? tile == size.min()
              : tile == 0 || (tile >= size.min() && (tile - size.min()) % size.step() == 0);
      if (!fits) {
        where.problem("%d is no size the input takes: %s".formatted(tile, words(size)));
      }
    }
  }

  private static String words(Size size) {
    return size.step() == 0
        ? String.valueOf(size.min())
        : "%d + n * %d".formatted(size.min(), size.step());
  }

  /**
   * How the outputs are read.
   *
   * @param outputs by their ids in the description
   */
  List<DecoderChoice> decoders(Map<String, Output> outputs, DecoderCatalogue catalogue) {
    YamlValue one = block.get("decoder");
    YamlValue several = block.get("decoders");
    List<YamlValue> all = one.isPresent() ? List.of(one) : several.items();
    if (one.isPresent() == several.isPresent()) {
      block.problem("one of decoder and decoders is needed");
    }
    List<DecoderChoice> decoders = new ArrayList<>();
    Set<String> objects = new TreeSet<>();
    for (YamlValue decoder : all) {
      DecoderChoice choice = decoder(decoder, outputs, catalogue);
      if (!objects.add(choice.objects())) {
        decoder.get("objects").problem("is " + choice.objects() + " a second time");
      }
      decoders.add(choice);
    }
    if (block.get("size_model").isPresent()
        && decoders.stream().noneMatch(choice -> choice.parameters().containsKey("size_model"))) {
      block.get("size_model").problem("needs a decoder with tensors: {style: its tensor}");
    }
    return decoders;
  }

  private DecoderChoice decoder(
      YamlValue decoder, Map<String, Output> outputs, DecoderCatalogue catalogue) {
    decoder.onlyKeys("name", "objects", "maps", "tensors", "parameters");
    YamlValue kind = decoder.get("objects");
    if (!kind.isPresent()) {
      kind.problem("is missing: Nuclei or Cells");
    }
    String objects = kind.choice("Nuclei", List.of("Nuclei", "Cells"));
    List<String> maps = maps(decoder.get("maps"), outputs);
    Map<String, String> tensors = decoder.get("tensors").textByKey();
    Map<String, String> inNetwork = new LinkedHashMap<>();
    tensors.forEach(
        (meaning, id) -> {
          output(decoder.get("tensors").get(meaning), id, outputs);
          inNetwork.put(meaning, nameInNetwork(id, outputs));
        });
    Map<String, Object> parameters = parameters(decoder, tensors);
    String name = decoder.get("name").text();
    Needs needs = needs(decoder, name, parameters, catalogue);
    if (needs != null) {
      checkNeeds(decoder, name, needs, maps, tensors, outputs);
    }
    List<String> names = maps.stream().map(id -> nameInNetwork(id, outputs)).toList();
    return new DecoderChoice(objects, name, names, inNetwork, parameters);
  }

  /** The size model goes to the decoder that reads the style which it starts from. */
  private Map<String, Object> parameters(YamlValue decoder, Map<String, String> tensors) {
    Map<String, Object> parameters = decoder.get("parameters").plainByKey();
    YamlValue size = block.get("size_model");
    String style = tensors.get("style");
    if (size.isPresent() && style != null && size.get("tensor").text(style).equals(style)) {
      parameters.putIfAbsent("size_model", sizeModel(size));
    }
    return parameters;
  }

  /** As the decoder has it: by Cellpose's names, relative to the diameter it was trained at. */
  private Map<String, Object> sizeModel(YamlValue size) {
    size.onlyKeys("tensor", "coefficients", "mean_style", "mean_log_diameter");
    for (String key : List.of("coefficients", "mean_style", "mean_log_diameter")) {
      if (!size.get(key).isPresent()) {
        size.get(key).problem("is missing");
      }
    }
    double trained = block.get("scale").get("object_diameter_px").number(CELLPOSE_DIAMETER, 1, 1e4);
    double log = size.get("mean_log_diameter").number(0, -10, 10);
    return Map.of(
        "A",
        numbers(size.get("coefficients")),
        "smean",
        numbers(size.get("mean_style")),
        "ymean",
        log - Math.log(trained),
        "diam_mean",
        trained);
  }

  private static List<Double> numbers(YamlValue list) {
    return list.items().stream().map(item -> item.number(0, -1e9, 1e9)).toList();
  }

  private static String nameInNetwork(String id, Map<String, Output> outputs) {
    Output output = outputs.get(id);
    return output == null ? id : output.id();
  }

  /** Ids of the maps: those named, else every output that is an image. */
  private static List<String> maps(YamlValue maps, Map<String, Output> outputs) {
    if (!maps.isPresent()) {
      return outputs.entrySet().stream()
          .filter(output -> output.getValue().layout() != null)
          .map(Map.Entry::getKey)
          .toList();
    }
    for (YamlValue map : maps.items()) {
      Output output = output(map, map.text(), outputs);
      if (output != null && output.layout() == null) {
        map.problem(map.text() + " is no image of axes batch, channel, y and x");
      }
    }
    return maps.texts();
  }

  private static @Nullable Output output(YamlValue where, String id, Map<String, Output> outputs) {
    Output output = outputs.get(id);
    if (output == null && !id.isEmpty()) {
      where.problem(
          "%s is no output; there are %s".formatted(id, String.join(", ", outputs.keySet())));
    }
    return output;
  }

  private static @Nullable Needs needs(
      YamlValue decoder, String name, Map<String, Object> parameters, DecoderCatalogue catalogue) {
    if (!catalogue.names().contains(name)) {
      if (!name.isEmpty()) {
        decoder
            .get("name")
            .problem(
                "%s is not known; there are %s"
                    .formatted(name, String.join(", ", new TreeSet<>(catalogue.names()))));
      }
      return null;
    }
    try {
      return catalogue.check(name, parameters);
    } catch (IllegalArgumentException e) {
      decoder.get("parameters").problem(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static void checkNeeds(
      YamlValue decoder,
      String name,
      Needs needs,
      List<String> maps,
      Map<String, String> tensors,
      Map<String, Output> outputs) {
    List<Output> images = maps.stream().map(outputs::get).filter(Objects::nonNull).toList();
    int channels = images.stream().mapToInt(Output::channels).sum();
    if (needs.channels() > 0 && images.size() == maps.size() && channels != needs.channels()) {
      decoder
          .get("maps")
          .problem(
              "%s have %d channels together; %s reads %d"
                  .formatted(maps, channels, name, needs.channels()));
    }
    if (images.stream().mapToInt(Output::spacing).distinct().count() > 1) {
      decoder.get("maps").problem(maps + " differ in scale");
    }
    for (String meaning : needs.tensors()) {
      if (!tensors.containsKey(meaning)) {
        decoder
            .get("tensors")
            .get(meaning)
            .problem("is missing: the output that " + name + " needs");
      }
    }
  }

  /** Two models combined; only where {@link #isFusion()}. */
  Fusion fusion() {
    YamlValue fusion = block.get("fusion");
    fusion.onlyKeys("nuclei", "cells");
    for (String key :
        List.of("decoder", "decoders", "scale", "tiling", "tensors", "size_model", "variants")) {
      if (block.get(key).isPresent()) {
        block.get(key).problem("has no meaning beside fusion, which has no network of its own");
      }
    }
    return new Fusion(fusion.get("nuclei").text(), fusion.get("cells").text());
  }

  List<MeasuredQuality> evaluation() {
    List<MeasuredQuality> all = new ArrayList<>();
    for (YamlValue entry : block.get("evaluation").items()) {
      entry.onlyKeys("dataset", "metric", "value", "source");
      YamlValue value = entry.get("value");
      if (!value.isPresent()) {
        value.problem("is missing");
      }
      all.add(
          new MeasuredQuality(
              entry.get("dataset").text(),
              entry.get("metric").text(),
              value.number(0, -1e9, 1e9),
              entry.get("source").text()));
    }
    return all;
  }
}
