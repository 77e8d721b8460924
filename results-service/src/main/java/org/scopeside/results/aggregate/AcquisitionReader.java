package org.scopeside.results.aggregate;

import static java.util.Objects.requireNonNull;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionAction;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.AcquisitionTally;
import org.scopeside.contract.EventType;
import org.scopeside.contract.JsonEvents;
import org.scopeside.contract.MalformedRecordException;
import org.scopeside.contract.MalformedRecordException.Reason;
import org.scopeside.runtime.ContractJson;
import org.scopeside.runtime.KafkaRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans, tallies and steering's actions of all acquisitions, into a global store of the bodies that
 * were readable. The store is in memory and read anew at every start, so the listener hears of
 * everything there is.
 */
final class AcquisitionReader implements Processor<String, byte[], Void, Void> {
  static final String PLAN = "/plan";
  static final String TALLY = "/tally";

  /** The keys of an acquisition's actions go on with this. */
  static final String ACTIONS = "/action/";

  private static final Logger LOG = LoggerFactory.getLogger(AcquisitionReader.class);

  private final AggregationListener listener;
  private final AggregationMeters meters;
  private @Nullable KeyValueStore<String, byte[]> acquisitions;

  AcquisitionReader(AggregationListener listener, AggregationMeters meters) {
    this.listener = listener;
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    acquisitions = context.getStateStore(AggregationTopology.ACQUISITIONS);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    try {
      take(record);
    } catch (MalformedRecordException | RuntimeException e) {
      meters.malformedAcquisition();
      LOG.warn("skipped an acquisition event, key={}: {}", record.key(), e.toString());
    }
  }

  private void take(Record<String, byte[]> record) throws MalformedRecordException {
    String key = String.valueOf(record.key());
    if (record.value() == null) {
      forget(key);
    } else {
      EventType type = JsonEvents.type(KafkaRecords.headers(record.headers()));
      switch (type) {
        case ACQUISITION_STARTED -> takePlan(key, plan(record.value()));
        case ACQUISITION_PROGRESS, ACQUISITION_ENDED -> takeTally(key, tally(record.value()));
        case ACQUISITION_ACTION -> takeAction(key, action(record.value()));
        default ->
            throw new MalformedRecordException(
                Reason.UNSUPPORTED_TYPE, type.wireName() + " does not speak of an acquisition");
      }
    }
    requireNonNull(acquisitions).put(key, record.value());
  }

  private void takePlan(String key, AcquisitionStarted plan) throws MalformedRecordException {
    requireKey(key, plan.key());
    listener.planChanged(plan.acquisition(), plan);
  }

  private void takeTally(String key, AcquisitionTally tally) throws MalformedRecordException {
    requireKey(key, tally.key());
    listener.tallyChanged(tally.acquisition(), tally);
  }

  private void takeAction(String key, AcquisitionAction action) throws MalformedRecordException {
    requireKey(key, action.key());
    listener.actionChanged(action.acquisition(), action.number(), action);
  }

  private void forget(String key) {
    String steered = AcquisitionAction.acquisitionOf(key);
    if (steered != null) {
      listener.actionChanged(steered, AcquisitionAction.numberOf(key), null);
    } else if (key.endsWith(PLAN)) {
      listener.planChanged(key.substring(0, key.length() - PLAN.length()), null);
    } else if (key.endsWith(TALLY)) {
      listener.tallyChanged(key.substring(0, key.length() - TALLY.length()), null);
    }
  }

  private static void requireKey(String key, String expected) throws MalformedRecordException {
    if (!key.equals(expected)) {
      throw new MalformedRecordException(
          Reason.ID_MISMATCH, "key '" + key + "' is not '" + expected + "'");
    }
  }

  static AcquisitionStarted plan(byte[] body) throws MalformedRecordException {
    return AcquisitionStarted.fromJson(ContractJson.read(body));
  }

  static AcquisitionAction action(byte[] body) throws MalformedRecordException {
    return AcquisitionAction.fromJson(ContractJson.read(body));
  }

  static AcquisitionTally tally(byte[] body) throws MalformedRecordException {
    return AcquisitionTally.fromJson(ContractJson.read(body));
  }
}
