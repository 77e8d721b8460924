package org.scopeside.segmenter.engine.tensorrt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.global.nvinfer.BuilderFlag;
import org.bytedeco.tensorrt.global.nvinfer.MemoryPoolType;
import org.bytedeco.tensorrt.global.nvinfer.NetworkDefinitionCreationFlag;
import org.bytedeco.tensorrt.global.nvinfer.OptProfileSelector;
import org.bytedeco.tensorrt.global.nvonnxparser;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.bytedeco.tensorrt.nvinfer.IBuilder;
import org.bytedeco.tensorrt.nvinfer.IBuilderConfig;
import org.bytedeco.tensorrt.nvinfer.IHostMemory;
import org.bytedeco.tensorrt.nvinfer.INetworkDefinition;
import org.bytedeco.tensorrt.nvinfer.IOptimizationProfile;
import org.bytedeco.tensorrt.nvinfer.ITimingCache;
import org.bytedeco.tensorrt.nvonnxparser.IParser;
import org.bytedeco.tensorrt.nvonnxparser.IParserError;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.scopeside.segmenter.engine.tensorrt.TensorRt.BuildProgress;
import org.scopeside.segmenter.engine.tensorrt.TensorRt.BuildRequest;
import org.scopeside.segmenter.engine.tensorrt.TensorRt.Plan;
import org.scopeside.segmenter.engine.tensorrt.TensorRt.ShapeRange;

/**
 * One build of an engine, on one thread.
 *
 * <p>TensorRT's own monitor of progress cannot be implemented from Java, so only the phases are
 * told; nearly all of the time is in "building".
 */
final class EngineBuild {
  private static final int PARSER_LEVEL = 1;

  private final JavaCppTensorRt tensorRt;
  private final TensorRtLog messages;
  private final BuildRequest request;
  private final BuildProgress progress;

  EngineBuild(JavaCppTensorRt tensorRt, BuildRequest request, BuildProgress progress) {
    this.tensorRt = tensorRt;
    this.messages = tensorRt.messages();
    this.request = request;
    this.progress = progress;
  }

  Plan run() throws EngineException {
    messages.clear();
    IBuilder builder = made("createInferBuilder", nvinfer.createInferBuilder(tensorRt.logger()));
    try {
      INetworkDefinition network =
          made(
              "IBuilder::createNetworkV2",
              builder.createNetworkV2(1 << NetworkDefinitionCreationFlag.kSTRONGLY_TYPED.value));
      try {
        parse(network);
        return build(builder, network);
      } finally {
        NativeObjects.delete(network, INetworkDefinition::new);
      }
    } finally {
      NativeObjects.delete(builder, IBuilder::new);
    }
  }

  private <T extends org.bytedeco.javacpp.Pointer> T made(
      String call, @org.jspecify.annotations.Nullable T object) throws EngineException {
    return NativeObjects.require(call, object, messages);
  }

  private void parse(INetworkDefinition network) throws EngineException {
    progress.at("reading", 0);
    // The presets have no way to delete a parser: it stays.
    IParser parser = made("createParser", nvonnxparser.createParser(network, tensorRt.logger()));
    if (!parser.parseFromFile(request.network().toString(), PARSER_LEVEL)) {
      throw OnnxParsing.refused(
          request.network().getFileName().toString(),
          tensorRt.version(),
          complaints(parser),
          messages);
    }
  }

  private static List<OnnxParsing.Complaint> complaints(IParser parser) {
    List<OnnxParsing.Complaint> complaints = new ArrayList<>();
    for (int index = 0; index < parser.getNbErrors(); index++) {
      complaints.add(complaint(parser.getError(index)));
    }
    return complaints;
  }

  static OnnxParsing.Complaint complaint(IParserError error) {
    return new OnnxParsing.Complaint(
        text(error.nodeOperator()),
        text(error.nodeName()),
        switch (error.code().intern()) {
          case kUNSUPPORTED_GRAPH,
              kUNSUPPORTED_NODE,
              kUNSUPPORTED_NODE_ATTR,
              kUNSUPPORTED_NODE_INPUT,
              kUNSUPPORTED_NODE_DATATYPE,
              kUNSUPPORTED_NODE_DYNAMIC,
              kUNSUPPORTED_NODE_SHAPE ->
              true;
          default -> false;
        },
        text(error.desc()));
  }

  private static String text(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }

  private Plan build(IBuilder builder, INetworkDefinition network) throws EngineException {
    IBuilderConfig config = made("IBuilder::createBuilderConfig", builder.createBuilderConfig());
    try {
      config.setMemoryPoolLimit(MemoryPoolType.kWORKSPACE, request.workspaceBytes());
      if (request.refittable()) {
        config.setFlag(BuilderFlag.kREFIT);
      }
      if (!request.profile().isEmpty()) {
        profile(builder, config);
      }
      ITimingCache cache = timingCache(config);
      progress.at("building", 0.05);
      IHostMemory engine =
          made("IBuilder::buildSerializedNetwork", builder.buildSerializedNetwork(network, config));
      progress.at("saving", 0.95);
      Plan plan = new Plan(JavaCppTensorRt.take(engine), measured(cache));
      progress.at("done", 1);
      return plan;
    } finally {
      NativeObjects.delete(config, IBuilderConfig::new);
    }
  }

  private void profile(IBuilder builder, IBuilderConfig config) throws EngineException {
    // Belongs to the builder.
    IOptimizationProfile profile =
        made("IBuilder::createOptimizationProfile", builder.createOptimizationProfile());
    for (Map.Entry<String, ShapeRange> input : request.profile().entrySet()) {
      ShapeRange range = input.getValue();
      set(profile, input.getKey(), OptProfileSelector.kMIN, range.min());
      set(profile, input.getKey(), OptProfileSelector.kOPT, range.opt());
      set(profile, input.getKey(), OptProfileSelector.kMAX, range.max());
    }
    if (!profile.isValid() || config.addOptimizationProfile(profile) < 0) {
      throw messages.failure(
          Reason.TENSOR_MISMATCH, "IBuilderConfig::addOptimizationProfile " + request.profile());
    }
  }

  private void set(
      IOptimizationProfile profile, String input, OptProfileSelector which, List<Long> shape)
      throws EngineException {
    try (Dims64 dims = Shapes.dims(shape)) {
      if (!profile.setDimensions(input, which, dims)) {
        throw messages.failure(
            Reason.TENSOR_MISMATCH,
            "IOptimizationProfile::setDimensions of %s to %s".formatted(input, shape));
      }
    }
  }

  private ITimingCache timingCache(IBuilderConfig config) throws EngineException {
    byte[] known = request.timingCache();
    try (BytePointer bytes = new BytePointer(Math.max(1, known.length))) {
      bytes.put(known, 0, known.length);
      ITimingCache cache = config.createTimingCache(bytes, known.length);
      if (cache == null || !config.setTimingCache(cache, false)) {
        // Measurements of another GPU or version, or damaged: they are only a help.
        messages.clear();
        cache = made("createTimingCache", config.createTimingCache(bytes, 0));
        config.setTimingCache(cache, false);
      }
      return cache;
    }
  }

  private byte[] measured(ITimingCache cache) throws EngineException {
    byte[] bytes = JavaCppTensorRt.take(made("ITimingCache::serialize", cache.serialize()));
    NativeObjects.delete(cache, ITimingCache::new);
    return bytes;
  }
}
