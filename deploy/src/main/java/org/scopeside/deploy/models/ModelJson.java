package org.scopeside.deploy.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.ChannelRole;
import org.scopeside.segmenter.engine.OnnxFile;
import org.scopeside.segmenter.engine.Precision;
import org.scopeside.segmenter.modelpackage.ModelDescription;
import org.scopeside.segmenter.modelpackage.ModelDescription.Fusion;
import org.scopeside.segmenter.modelpackage.ModelDescription.Input;
import org.scopeside.segmenter.modelpackage.ModelFolder;
import org.scopeside.segmenter.modelpackage.ModelPackage;
import org.scopeside.segmenter.modelpackage.NetworkVariant;
import org.scopeside.segmenter.modelpackage.PackageVerification;
import org.scopeside.segmenter.modelpackage.PackageVerification.NetworkRun;

/** Models as JSON. Keys are in camel case with units; what is not stated is left out. */
final class ModelJson {
  private ModelJson() {}

  static String list(List<ModelDescription> builtIn, List<ModelFolder.Entry> entries)
      throws JsonProcessingException {
    List<Object> all = new ArrayList<>();
    builtIn.forEach(model -> all.add(model(model, "built in")));
    for (ModelFolder.Entry entry : entries) {
      ModelPackage found = entry.model();
      Map<String, Object> one = new LinkedHashMap<>();
      if (found != null) {
        one.putAll(model(found.description(), "ok"));
        one.put("precisions", precisions(found));
      } else {
        put(one, "reference", entry.reference());
        one.put("state", "unusable");
        one.put("problems", entry.problems());
      }
      one.put("origin", entry.origin().toString());
      all.add(one);
    }
    return text(Map.of("models", all));
  }

  static String show(ModelDescription builtIn) throws JsonProcessingException {
    return text(model(builtIn, "built in"));
  }

  static String show(ModelPackage found) throws JsonProcessingException {
    Map<String, Object> one = model(found.description(), "ok");
    one.put("origin", found.origin().toString());
    put(one, "tags", found.details().tags());
    put(one, "gitRepo", found.details().gitRepo());
    put(one, "parent", found.details().parent());
    put(one, "weights", found.description().weights());
    one.put("precisions", precisions(found));
    one.put("variants", found.variants().stream().map(ModelJson::variant).toList());
    OnnxFile header = found.details().header();
    if (header != null) {
      one.put("network", Map.of("opset", header.opset(), "producer", header.producer()));
    }
    one.put("testTensors", found.details().test() != null);
    return text(one);
  }

  static String verified(List<Map<String, Object>> results) throws JsonProcessingException {
    return text(Map.of("packages", results));
  }

  private static List<String> precisions(ModelPackage found) {
    return found.precisions().stream().map(Precision::word).toList();
  }

  private static Map<String, Object> variant(NetworkVariant variant) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("precision", variant.precision().word());
    one.put("source", variant.source());
    one.put("sha256", variant.sha256());
    one.put("opset", variant.header().opset());
    one.put("producer", variant.header().producer());
    return one;
  }

  /** What came of a verification: device and times of the fp32 network, and of every one. */
  static Map<String, Object> result(PackageVerification.Result result) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("reference", result.reference());
    one.put("origin", result.origin().toString());
    one.put("passed", result.passed());
    one.put("checks", result.checks());
    List<Object> networks = new ArrayList<>();
    for (NetworkRun run : result.runs()) {
      if (run.precision() == Precision.FP32) {
        putRun(one, run);
      }
      Map<String, Object> network = new LinkedHashMap<>();
      network.put("precision", run.precision().word());
      putRun(network, run);
      networks.add(network);
    }
    one.put("networks", networks);
    return one;
  }

  private static void putRun(Map<String, Object> map, NetworkRun run) {
    map.put("device", run.device());
    put(map, "openMs", number(run.openMillis()));
    put(map, "runMs", number(run.runMillis()));
  }

  /** A package that could not be read. */
  static Map<String, Object> unreadable(String reference, @Nullable Path origin, List<String> why) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("reference", reference);
    put(one, "origin", origin == null ? null : origin.toString());
    one.put("passed", false);
    one.put("problems", why);
    return one;
  }

  private static Map<String, Object> model(ModelDescription model, String state) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("reference", model.reference());
    one.put("id", model.id());
    one.put("version", model.version());
    one.put("name", model.name());
    one.put("description", model.description());
    one.put("state", state);
    one.put("channels", model.channels().stream().map(ChannelRole::wireName).toList());
    put(one, "pixelSizeUm", number(model.scale().pixelSizeUm()));
    put(one, "objectDiameterPx", number(model.scale().objectDiameterPx()));
    put(one, "minDiameterUm", number(model.scale().minDiameterUm()));
    Input input = model.input();
    if (input != null) {
      one.put("normalisation", ModelWords.preprocessing(input.preprocessing()));
      one.put("input", Map.of("rows", input.sizeY(), "columns", input.sizeX()));
      one.put("tiling", model.tiling());
    }
    one.put("decoders", model.decoders());
    Fusion fusion = model.fusion();
    put(one, "fusion", fusion);
    one.put("quality", model.quality());
    one.put("licence", model.licence());
    one.put("authors", model.authors());
    one.put("cite", model.cite());
    return one;
  }

  private static @Nullable Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }

  private static String text(Object document) throws JsonProcessingException {
    return new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValueAsString(document);
  }
}
