package org.scopeside.segmenter.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.decode.DenseDecoder;
import org.scopeside.segmenter.decode.flows.FlowDecoder;
import org.scopeside.segmenter.decode.flows.FlowDiameters;
import org.scopeside.segmenter.decode.flows.StyleSizeEstimator;
import org.scopeside.segmenter.engine.DeviceSession;
import org.scopeside.segmenter.engine.Engine;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineSession;
import org.scopeside.segmenter.engine.Engines;
import org.scopeside.segmenter.gpu.GpuKind;
import org.scopeside.segmenter.gpu.GpuModel;
import org.scopeside.segmenter.gpu.GpuOptions;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.model.ModelUnavailableException;
import org.scopeside.segmenter.model.SegmentationModel;
import org.scopeside.segmenter.modelpackage.ModelDescription;
import org.scopeside.segmenter.modelpackage.ModelDescription.DecoderChoice;
import org.scopeside.segmenter.modelpackage.ModelPackage;
import org.scopeside.segmenter.network.KindDecoder;
import org.scopeside.segmenter.network.NetworkModel;
import org.scopeside.segmenter.network.NetworkOptions;
import org.scopeside.segmenter.network.SizeEstimator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a package's network, an engine and decoders together. */
final class Networks {
  private static final Logger log = LoggerFactory.getLogger(Networks.class);
  private static final double AUDITED_SHARE = NetworkOptions.defaults().auditShare();
  private static final String STYLE = "style";

  /** Tiles that the host hands to a GPU together. */
  private static final int HOST_BATCH = 8;

  private Networks() {}

  /**
   * Opens a network.
   *
   * @throws EngineException if no engine can run it here
   * @throws ModelUnavailableException if it is not there in the precision asked for
   * @throws IllegalArgumentException if its decoders cannot read its outputs
   */
  static SegmentationModel open(ModelPackage model, LibrarySettings settings)
      throws EngineException, ModelUnavailableException {
    String format = Objects.requireNonNull(model.description().weights()).format();
    return open(model, settings, Engines.choose(settings.engine(), format));
  }

  /** Opens a network on an engine. */
  static SegmentationModel open(ModelPackage model, LibrarySettings settings, Engine engine)
      throws EngineException, ModelUnavailableException {
    ModelDescription description = model.description();
    NetworkChoice choice = NetworkChoice.of(model, settings, engine);
    EngineSession session = engine.open(choice.network(), choice.options());
    log.info(
        "Model {} on {}, {}, {} bytes",
        description.reference(),
        session.device().device(),
        session.device().precision(),
        session.device().bytes());
    try {
      return open(description, session, settings);
    } catch (EngineException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private static SegmentationModel open(
      ModelDescription description, EngineSession session, LibrarySettings settings)
      throws EngineException {
    NetworkOptions options =
        NetworkOptions.defaults()
            .withMaxBatch(
                session instanceof DeviceSession device
                    ? Math.min(HOST_BATCH, device.maxBatch())
                    : 1)
            .withMemoryBytes(settings.memoryBytes())
            .withObjectDiameterPx(settings.objectDiameterPx())
            .withAuditShare(settings.auditSeams() ? AUDITED_SHARE : 0);
    DecoderChoice first = description.decoders().get(0);
    if (first.name().equals(Decoders.BOX_MASK)) {
      return new NetworkModel(description, session, Decoders.detections(first), options);
    }
    List<GpuKind> kinds = new ArrayList<>();
    SizeEstimator estimator = null;
    for (DecoderChoice choice : description.decoders()) {
      DenseDecoder decoder = Decoders.dense(choice.name(), choice.parameters());
      kinds.add(new GpuKind(kind(choice, decoder), decoder));
      estimator = estimator == null ? estimator(choice, decoder) : estimator;
      options = withDiameterOf(decoder, options);
    }
    List<KindDecoder> ofHost = kinds.stream().map(GpuKind::host).toList();
    NetworkModel host = new NetworkModel(description, session, ofHost, estimator, options);
    return session instanceof DeviceSession device
        ? onDevice(description, device, kinds, host, options, settings.gpuMemoryShare())
        : host;
  }

  /** All of a plane's way on the device, where that can be; else the network alone. */
  private static SegmentationModel onDevice(
      ModelDescription description,
      DeviceSession session,
      List<GpuKind> kinds,
      NetworkModel host,
      NetworkOptions options,
      double memoryShare)
      throws EngineException {
    String reason = GpuModel.refusal(description, session, host);
    if (reason != null) {
      log.info("{} has its network on the GPU, the rest on the host: {}", host.id(), reason);
      return host;
    }
    long bytes = (long) (memoryShare * session.cuda().freeBytes());
    return GpuModel.open(description, session, kinds, host, options, GpuOptions.of(bytes));
  }

  /** What the installation says of its objects' diameter is stronger than what the package says. */
  private static NetworkOptions withDiameterOf(DenseDecoder decoder, NetworkOptions options) {
    boolean stated = decoder instanceof FlowDecoder flows && flows.settings().diameter() > 0;
    return stated && Double.isNaN(options.objectDiameterPx())
        ? options.withObjectDiameterPx(((FlowDecoder) decoder).settings().diameter())
        : options;
  }

  private static KindDecoder kind(DecoderChoice choice, DenseDecoder decoder) {
    if (decoder instanceof FlowDecoder flows) {
      return new KindDecoder(choice.objects(), choice.maps(), flows::decode, true);
    }
    return KindDecoder.of(choice.objects(), choice.maps(), decoder);
  }

  private static @Nullable SizeEstimator estimator(DecoderChoice choice, DenseDecoder decoder) {
    String style = choice.tensors().get(STYLE);
    Optional<StyleSizeEstimator> model =
        decoder instanceof FlowDecoder flows ? flows.sizeEstimator() : Optional.empty();
    if (style == null || model.isEmpty()) {
      return null;
    }
    return new SizeEstimator() {
      @Override
      public String styleTensor() {
        return style;
      }

      @Override
      public double diameterPx(List<float[]> styles) {
        return model.get().diameter(styles);
      }

      @Override
      public double diameterPx(LabelImage found) {
        return found.objectCount() == 0 ? Double.NaN : FlowDiameters.median(found);
      }
    };
  }
}
