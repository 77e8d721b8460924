package org.scopeside.segmenter;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.scopeside.segmenter.library.InstalledModels;
import org.scopeside.segmenter.library.LibrarySettings;
import org.scopeside.segmenter.library.PrecisionChoice;

/**
 * How a segmenter runs. Keys are {@code segmenter.} and the component's name in kebab-case;
 * everything under {@code kafka.} goes to the Kafka clients.
 *
 * @param instance name of this segmenter, unique in its group and the same after a restart: it
 *     keeps its place in the group and ends a transaction that a crash left open
 * @param topicPrefix put before the names of all topics
 * @param group consumer group that shares the planes
 * @param httpHost address of health and metrics where the segmenter runs alone
 * @param httpPort their port; 0 for a free one
 * @param channel which channel is segmented: {@code auto} (the one whose role is nucleus, else the
 *     one named like a nuclear stain, else the only one), a channel's name, or its zero-based index
 * @param secondChannel the same for the second channel of models that take two; {@code auto} is the
 *     one whose role fits, else of two channels the one that does not show nuclei
 * @param channelTimeout how long a field waits for a channel that its model needs
 * @param missingChannel what becomes of a field whose channel did not come
 * @param models folders with model packages; {@code models} is that of the installation
 * @param model the model of acquisitions whose plan names none: a package's {@code id} or {@code
 *     id@version}, its path, {@code classical} or {@code classical-advanced}
 * @param shadowModel a second model that runs beside it for comparison; empty for none
 * @param planTimeout how long the first plane of an acquisition waits for its plan
 * @param engine inference engine: {@code auto} or its name
 * @param precision which of a package's networks runs: the one that the engine is best at, or one
 *     by name
 * @param engineThreads threads that one run of a network may use
 * @param gpuDevice which GPU, as CUDA counts them from 0; ignored where there is none
 * @param gpuMemoryShare of the GPU's memory that is free at the start, what networks and planes may
 *     take of it, 0.05 to 0.95
 * @param objectDiameterPx diameter of a typical object, pixels; 0 where it is not known
 * @param auditSeams whether objects in the overlaps of tiles are compared
 * @param modelBytes memory that one field may take in a network's maps and buffers
 * @param zProjection what of a z-stack is segmented
 * @param stackTimeout a z-stack that got no plane for this long is projected as far as it came
 * @param decodeThreads threads that decompress planes
 * @param qualityThreads threads that measure image quality
 * @param segmentThreads threads that segment
 * @param measureThreads threads that measure objects
 * @param queueBytes bytes that may wait for each stage
 * @param stackBytes bytes that open z-stacks may hold together
 * @param publishLabels whether label images of every acquisition are published; else only of those
 *     whose plan asks for them
 * @param commitInterval longest wait of a finished plane before it is published
 * @param drainTimeout how long a stop waits for planes under way
 * @param kafka client properties; {@code bootstrap.servers} at least
 */
public record SegmenterSettings(
    String instance,
    String topicPrefix,
    String group,
    String httpHost,
    int httpPort,
    String channel,
    String secondChannel,
    Duration channelTimeout,
    MissingChannel missingChannel,
    List<String> models,
    String model,
    String shadowModel,
    Duration planTimeout,
    String engine,
    PrecisionChoice precision,
    int engineThreads,
    int gpuDevice,
    double gpuMemoryShare,
    double objectDiameterPx,
    boolean auditSeams,
    long modelBytes,
    ZProjection zProjection,
    Duration stackTimeout,
    int decodeThreads,
    int qualityThreads,
    int segmentThreads,
    int measureThreads,
    long queueBytes,
    long stackBytes,
    boolean publishLabels,
    Duration commitInterval,
    Duration drainTimeout,
    Map<String, String> kafka) {

  /** Which section or combination of sections of a z-stack is segmented. */
  public enum ZProjection {
    /** The maximum of all sections. */
    MAXIMUM,
    /** The section in the middle. */
    MIDDLE
  }

  /** What becomes of a field one of whose channels did not come in time. */
  public enum MissingChannel {
    /** Its planes fail, each with the reason. */
    FAIL,
    /** It is segmented with zeros in the channel's place, and marked as incomplete. */
    BLANK
  }

  public SegmenterSettings {
    if (!instance.matches("[A-Za-z0-9._-]{1,100}")) {
      throw new IllegalArgumentException(
          "instance '" + instance + "' is not letters, digits, '.', '_' or '-', at most 100");
    }
    requireThreads("decode-threads", decodeThreads);
    requireThreads("quality-threads", qualityThreads);
    requireThreads("segment-threads", segmentThreads);
    requireThreads("measure-threads", measureThreads);
    if (queueBytes < 1 << 20) {
      throw new IllegalArgumentException("queue-bytes " + queueBytes + " is below 1 MiB");
    }
    if (!(objectDiameterPx >= 0 && objectDiameterPx <= 10_000)) {
      throw new IllegalArgumentException(
          "object-diameter-px " + objectDiameterPx + " is not from 0 to 10000");
    }
    if (modelBytes < 64 << 20) {
      throw new IllegalArgumentException("model-bytes " + modelBytes + " is below 64 MiB");
    }
    requireThreads("engine-threads", engineThreads);
    if (gpuDevice < 0 || gpuDevice > 255) {
      throw new IllegalArgumentException("gpu-device " + gpuDevice + " is not from 0 to 255");
    }
    if (!(gpuMemoryShare >= 0.05 && gpuMemoryShare <= 0.95)) {
      throw new IllegalArgumentException(
          "gpu-memory-share " + gpuMemoryShare + " is not from 0.05 to 0.95");
    }
    models = List.copyOf(models);
    kafka = Map.copyOf(kafka);
  }

  private static void requireThreads(String name, int threads) {
    if (threads < 1 || threads > 256) {
      throw new IllegalArgumentException(name + " " + threads + " is not from 1 to 256");
    }
  }

  /** The defaults: half of the processors segment, the rest of the work shares the others. */
  public static SegmenterSettings defaults() {
    int processors = Runtime.getRuntime().availableProcessors();
    return new SegmenterSettings(
        "segmenter-1",
        "scopeside.",
        "scopeside-segmenter",
        "127.0.0.1",
        8081,
        "auto",
        "auto",
        Duration.ofSeconds(10),
        MissingChannel.FAIL,
        List.of(InstalledModels.NAME),
        "nuclei-star",
        "",
        Duration.ofSeconds(2),
        "auto",
        PrecisionChoice.AUTO,
        1,
        0,
        LibrarySettings.GPU_MEMORY_SHARE,
        0,
        true,
        512L << 20,
        ZProjection.MAXIMUM,
        Duration.ofSeconds(10),
        1,
        Math.max(1, processors / 4),
        Math.max(1, processors / 2),
        1,
        16L << 20,
        256L << 20,
        false,
        Duration.ofMillis(50),
        Duration.ofSeconds(2),
        Map.of("bootstrap.servers", "127.0.0.1:9092"));
  }
}
