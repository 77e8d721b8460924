package org.scopeside.publish;

import org.jspecify.annotations.Nullable;
import org.scopeside.contract.WireRecord;
import org.scopeside.publish.spool.SpooledRecord;

/** A record on its way to Kafka and who is told what became of it. */
final class Outgoing {
  /** What may become of a record; told once in the end, on any thread, without a lock held. */
  interface Fate {
    void acknowledged();

    /** It left the memory for the spool; the end is told later, to the spool's fate. */
    void spooled();

    void lost(String reason);
  }

  final String topic;
  final WireRecord record;
  final Fate fate;

  /** Where it lies in the spool; null for one that came from memory. */
  final @Nullable SpooledRecord stored;

  /** When it was handed to Kafka's client, of {@link System#nanoTime}. */
  long handedOverNanos;

  /** Kafka did not take it and it waits to be sent again. */
  boolean returned;

  Outgoing(String topic, WireRecord record, Fate fate) {
    this(topic, record, fate, null);
  }

  Outgoing(String topic, WireRecord record, Fate fate, @Nullable SpooledRecord stored) {
    this.topic = topic;
    this.record = record;
    this.fate = fate;
    this.stored = stored;
  }

  /** Memory it takes while it is on its way. */
  int bytes() {
    return record.value().length;
  }
}
