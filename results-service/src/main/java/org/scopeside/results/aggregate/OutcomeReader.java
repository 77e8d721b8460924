package org.scopeside.results.aggregate;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.DeadLetter;
import org.scopeside.contract.EventType;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.JsonEvents;
import org.scopeside.contract.MalformedRecordException;
import org.scopeside.contract.MalformedRecordException.Reason;
import org.scopeside.contract.PlaneResult;
import org.scopeside.results.tally.FrameAnalysis;
import org.scopeside.results.tally.FrameFailure;
import org.scopeside.results.tally.FrameOutcome;
import org.scopeside.results.tally.WellKey;
import org.scopeside.runtime.ContractJson;
import org.scopeside.runtime.KafkaRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Results and dead letters as bytes in, compact outcomes keyed by well out. Objects are summed up
 * and dropped here, so nothing behind this step grows with the number of cells.
 *
 * <p>A record that cannot be read becomes a failure of the frame that its key names, with the
 * reason; it never stops the stream.
 */
final class OutcomeReader implements Processor<String, byte[], String, FrameOutcome> {
  /** The key of failures that name no frame. */
  static final String UNATTRIBUTED = "~";

  private static final Logger LOG = LoggerFactory.getLogger(OutcomeReader.class);

  private final AggregationMeters meters;
  private @Nullable ProcessorContext<String, FrameOutcome> context;

  OutcomeReader(AggregationMeters meters) {
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<String, FrameOutcome> context) {
    this.context = context;
  }

  @Override
  public void process(Record<String, byte[]> record) {
    ProcessorContext<String, FrameOutcome> to = Objects.requireNonNull(context);
    RecordMetadata place = to.recordMetadata().orElseThrow();
    FrameOutcome outcome = read(record, place);
    if (outcome != null) {
      FrameRef frame = outcome.ref();
      String key = frame == null ? UNATTRIBUTED : WellKey.of(frame).text();
      // Without the headers, which speak of the record that was read.
      to.forward(new Record<>(key, outcome, record.timestamp()));
    }
  }

  private @Nullable FrameOutcome read(Record<String, byte[]> record, RecordMetadata place) {
    FrameRef keyed = FrameRef.parse(record.key());
    if (record.value() == null) {
      return keyed == null ? null : FrameOutcome.withdrawn(keyed.id());
    }
    try {
      return parse(record);
    } catch (MalformedRecordException e) {
      return refuse(record, place, keyed, e.reason().name(), String.valueOf(e.getMessage()), null);
    } catch (RuntimeException e) {
      return refuse(record, place, keyed, e.getClass().getSimpleName(), String.valueOf(e), e);
    }
  }

  private static FrameOutcome parse(Record<String, byte[]> record) throws MalformedRecordException {
    EventType type = JsonEvents.type(KafkaRecords.headers(record.headers()));
    Map<?, ?> body = ContractJson.read(record.value());
    if (type == EventType.RESULT) {
      PlaneResult result = PlaneResult.fromJson(body);
      String frame = result.frame().id();
      requireKey(record, frame);
      return FrameOutcome.analysed(frame, FrameAnalysis.of(result));
    } else if (type == EventType.DEAD_LETTER) {
      DeadLetter letter = DeadLetter.fromJson(body);
      requireKey(record, letter.key());
      FrameRef frame = letter.frame();
      return FrameOutcome.failed(frame == null ? null : frame.id(), FrameFailure.of(letter));
    }
    throw new MalformedRecordException(
        Reason.UNSUPPORTED_TYPE, type.wireName() + " is no outcome of a plane");
  }

  /** A record under a foreign key would be aggregated in another partition than its frame. */
  private static void requireKey(Record<String, byte[]> record, String expected)
      throws MalformedRecordException {
    if (!expected.equals(record.key())) {
      throw new MalformedRecordException(
          Reason.ID_MISMATCH, "key '" + record.key() + "' is not '" + expected + "'");
    }
  }

  private FrameOutcome refuse(
      Record<String, byte[]> record,
      RecordMetadata place,
      @Nullable FrameRef frame,
      String reason,
      String facts,
      @Nullable RuntimeException unexpected) {
    meters.malformedOutcome();
    String where = place.topic() + "@" + place.partition() + "@" + place.offset();
    LOG.warn("refused {} key={}: {} {}", where, record.key(), reason, facts, unexpected);
    String message = facts.length() <= 2000 ? facts : facts.substring(0, 2000);
    return FrameOutcome.failed(
        frame == null ? null : frame.id(),
        new FrameFailure(
            FrameFailure.AGGREGATION,
            reason,
            message,
            place.topic(),
            place.partition(),
            place.offset(),
            Math.max(0, record.timestamp()) * 1000));
  }
}
