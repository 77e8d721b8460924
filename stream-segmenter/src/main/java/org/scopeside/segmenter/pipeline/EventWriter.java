package org.scopeside.segmenter.pipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.DeadLetter;
import org.scopeside.contract.EventType;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.JsonEvents;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.PlaneEncoder;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.PlaneResult;
import org.scopeside.contract.Receipt;
import org.scopeside.contract.Segmentation;
import org.scopeside.contract.Topics;
import org.scopeside.contract.WireRecord;
import org.scopeside.runtime.ContractJson;
import org.scopeside.runtime.KafkaRecords;
import org.scopeside.segmenter.SegmenterSettings;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.ingest.ReceivedFrame;
import org.scopeside.segmenter.measure.ObjectMeasurements;
import org.scopeside.segmenter.model.FieldSegmentation;
import org.scopeside.segmenter.model.SeamAudit;

/** Writes what was found, or why not, as the contract's events. Thread-safe. */
final class EventWriter {
  private static final int UINT16_MAX = 65_535;

  /** Measurement names of what a network says of an object beside its outline. */
  private static final String SCORE = "Classify_Score";

  private static final String CLASS = "Classify_Class";

  private final Topics topics;
  private final String instance;
  private final String source;
  private final Predicate<String> labelsWanted;
  private final ThreadLocal<PlaneEncoder> labelEncoder =
      ThreadLocal.withInitial(PlaneEncoder::ofLabels);

  /**
   * @param labelsWanted of which acquisitions label images are published
   */
  EventWriter(SegmenterSettings settings, Predicate<String> labelsWanted) {
    this.topics = new Topics(settings.topicPrefix());
    this.instance = settings.instance();
    this.source = "/segmenters/" + settings.instance();
    this.labelsWanted = labelsWanted;
  }

  /** Measures the objects of a field; one outcome a carrier, in their order. */
  List<Outcome> fieldResults(SegmentedField segmented) {
    ObjectKinds kinds = new ObjectKinds(segmented.found());
    List<Segmentation> found = measured(segmented, kinds);
    List<Outcome> outcomes = new ArrayList<>();
    for (AnalysedPlane carrier : segmented.field().carriers()) {
      List<ProducerRecord<String, byte[]>> events = new ArrayList<>();
      events.add(result(carrier, found));
      if (labelsWanted.test(carrier.header().acquisition())) {
        events.add(labels(carrier.header(), segmented.model(), kinds.found().labels()));
      }
      outcomes.add(new Outcome(events));
    }
    return outcomes;
  }

  private static List<Segmentation> measured(SegmentedField segmented, ObjectKinds kinds) {
    FieldImage field = segmented.field();
    List<Segmentation> all = new ArrayList<>(measured(field, segmented.model(), kinds));
    SegmentedField.Shadow shadow = segmented.shadow();
    if (shadow != null) {
      for (Segmentation beside : measured(field, shadow.model(), new ObjectKinds(shadow.found()))) {
        all.add(beside.asShadow());
      }
    }
    return all;
  }

  /** One segmentation a kind of object; kinds after the first carry it in the model's name. */
  private static List<Segmentation> measured(FieldImage field, String model, ObjectKinds kinds) {
    List<Segmentation> all = new ArrayList<>();
    for (FieldSegmentation.ObjectSet kind : kinds.all()) {
      String name = all.isEmpty() ? model : model + "/" + kind.name();
      LabelImage labels = kind.found().labels();
      requireReportable(labels.objectCount());
      Map<String, double[]> objects =
          new LinkedHashMap<>(ObjectMeasurements.measure(labels, field.image()).columns());
      addScores(kind.found(), objects);
      objects.putAll(kinds.relations(kind.name()));
      all.add(
          new Segmentation(name, labels.objectCount(), field.planes(), field.complete(), objects)
              .ofObjects(kind.name())
              .withSeams(all.isEmpty() ? seams(kinds.found().seams()) : null));
    }
    return all;
  }

  private static void requireReportable(int objects) {
    if (objects > Segmentation.MAX_OBJECTS) {
      throw new IllegalArgumentException(
          objects + " objects in one field; at most " + Segmentation.MAX_OBJECTS + " are reported");
    }
  }

  private static void addScores(FoundObjects found, Map<String, double[]> objects) {
    float[] scores = found.scores();
    if (scores.length > 0) {
      objects.put(SCORE, IntStream.range(0, scores.length).mapToDouble(i -> scores[i]).toArray());
    }
    if (found.classes().length > 0) {
      objects.put(CLASS, Arrays.stream(found.classes()).asDoubleStream().toArray());
    }
  }

  private static Segmentation.@Nullable Seams seams(@Nullable SeamAudit audit) {
    return audit == null ? null : new Segmentation.Seams(audit.objects(), audit.disagreeing());
  }

  /** The result of a plane that carries no objects. */
  Outcome planeResult(AnalysedPlane plane) {
    return new Outcome(List.of(result(plane, List.of())));
  }

  Outcome deadLetter(ReceivedFrame frame, String stage, String reason, Throwable failure) {
    DeadLetter letter =
        new DeadLetter(
            frame.frame(),
            stage,
            reason,
            String.valueOf(failure.getMessage()),
            frame.partition().topic(),
            frame.partition().partition(),
            frame.offset(),
            Instant.now(),
            instance);
    return new Outcome(
        List.of(
            event(
                topics.deadLetters(),
                EventType.DEAD_LETTER,
                letter.key(),
                letter.failedAt(),
                letter.toJson())));
  }

  private ProducerRecord<String, byte[]> result(
      AnalysedPlane plane, List<Segmentation> segmentations) {
    PlaneHeader header = plane.header();
    ReceivedFrame frame = plane.frame();
    Receipt receipt =
        new Receipt(header.capturedAt(), frame.publishedAt(), frame.receivedAt(), Instant.now());
    PlaneResult result =
        new PlaneResult(
            FrameRef.of(header),
            header.plateName(),
            header.channelName(),
            plane.quality(),
            plane.flags(),
            segmentations,
            receipt,
            instance);
    return event(
        topics.results(),
        EventType.RESULT,
        header.frameId(),
        receipt.segmentedAt(),
        result.toJson());
  }

  private ProducerRecord<String, byte[]> labels(
      PlaneHeader plane, String model, LabelImage labels) {
    boolean small = labels.objectCount() <= UINT16_MAX;
    PlaneHeader header =
        plane.toBuilder()
            .samplesPerPixel(1)
            .significantBits(null)
            .pixelType(small ? PixelType.UINT16 : PixelType.UINT32)
            .build();
    PlaneEncoder encoder = labelEncoder.get();
    WireRecord record =
        small
            ? encoder.encode(header, shorts(labels.labels()))
            : encoder.encode(header, labels.labels());
    WireRecord keyed = new WireRecord(header.frameId(), record.headers(), record.value());
    return KafkaRecords.toSend(topics.labels(), keyed.withHeader("ce_model", model));
  }

  private static short[] shorts(int[] labels) {
    short[] out = new short[labels.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (short) labels[i];
    }
    return out;
  }

  private ProducerRecord<String, byte[]> event(
      String topic, EventType type, String key, Instant at, Map<String, Object> body) {
    byte[] json = ContractJson.write(body);
    if (json.length > Topics.MAX_EVENT_BYTES) {
      throw new IllegalArgumentException(
          type.wireName()
              + " of "
              + key
              + " has "
              + json.length
              + " bytes; at most "
              + Topics.MAX_EVENT_BYTES
              + " are sent");
    }
    return KafkaRecords.toSend(
        topic, new WireRecord(key, JsonEvents.headers(type, key, source, at), json));
  }
}
