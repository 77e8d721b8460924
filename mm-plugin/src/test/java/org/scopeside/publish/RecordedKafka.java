package org.scopeside.publish;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.EventType;
import org.scopeside.contract.MalformedRecordException;
import org.scopeside.contract.PlaneDecoder;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Topics;

/** Kafka's own mock, which answers each plane as the experiment wants and signals every arrival. */
class RecordedKafka extends MockProducer<String, byte[]> {
  /** What becomes of a record. */
  enum Answer {
    ACKNOWLEDGE,
    REFUSE,
    HOLD
  }

  private record Held(CompletableFuture<RecordMetadata> future, @Nullable Callback callback) {}

  private final Function<PlaneHeader, Answer> planeAnswer;
  private final Deque<Held> held = new ArrayDeque<>();
  private final List<Map<String, Object>> bodies = new ArrayList<>();
  private final Map<EventType, Semaphore> arrivals = new ConcurrentHashMap<>();

  RecordedKafka(Function<PlaneHeader, Answer> planeAnswer) {
    super(false, new StringSerializer(), new ByteArraySerializer());
    this.planeAnswer = planeAnswer;
  }

  // As the client's, a send may wait; others must not wait for it.
  @SuppressWarnings("UnsynchronizedOverridesSynchronized")
  @Override
  public Future<RecordMetadata> send(ProducerRecord<String, byte[]> record, Callback callback) {
    sending(record);
    Future<RecordMetadata> future = answered(record, callback);
    arrivals(typeOf(record)).release();
    return future;
  }

  /** For experiments in which handing a record over waits or fails. */
  void sending(ProducerRecord<String, byte[]> record) {}

  private synchronized Future<RecordMetadata> answered(
      ProducerRecord<String, byte[]> record, Callback callback) {
    boolean plane = record.topic().equals(Topics.DEFAULT.frames());
    Answer answer = plane ? planeAnswer.apply(plane(record)) : Answer.ACKNOWLEDGE;
    Future<RecordMetadata> future = super.send(record, answer == Answer.HOLD ? null : callback);
    switch (answer) {
      case ACKNOWLEDGE -> completeNext();
      case REFUSE -> errorNext(new KafkaException("disk of broker 1 is full"));
      case HOLD -> {
        completeNext();
        CompletableFuture<RecordMetadata> later = new CompletableFuture<>();
        held.add(new Held(later, callback));
        return later;
      }
    }
    return future;
  }

  /** Answers the oldest record held; null acknowledges it. */
  void answerHeld(@Nullable RuntimeException failure) {
    Held oldest;
    synchronized (this) {
      oldest = held.remove();
    }
    if (oldest.callback() != null) {
      oldest.callback().onCompletion(null, failure);
    }
    if (failure == null) {
      oldest.future().complete(null);
    } else {
      oldest.future().completeExceptionally(failure);
    }
  }

  /** Body writer for a publisher: bodies are looked up again by {@link #body}. */
  synchronized byte[] write(Map<String, Object> body) {
    bodies.add(body);
    return Integer.toString(bodies.size() - 1).getBytes(StandardCharsets.UTF_8);
  }

  synchronized Map<String, Object> body(ProducerRecord<String, byte[]> event) {
    return bodies.get(Integer.parseInt(new String(event.value(), StandardCharsets.UTF_8)));
  }

  /** Waits until {@code n} more records of a type were handed over and answered. */
  void awaitSent(EventType type, int n) throws InterruptedException {
    if (!arrivals(type).tryAcquire(n, 20, TimeUnit.SECONDS)) {
      throw new AssertionError(
          arrivals(type).availablePermits() + " of " + n + " records of " + type + " came in 20 s");
    }
  }

  List<PlaneHeader> planes() {
    return history().stream()
        .filter(record -> record.topic().equals(Topics.DEFAULT.frames()))
        .map(RecordedKafka::plane)
        .toList();
  }

  List<ProducerRecord<String, byte[]>> events(EventType type) {
    return history().stream().filter(record -> typeOf(record) == type).toList();
  }

  private Semaphore arrivals(EventType type) {
    return arrivals.computeIfAbsent(type, any -> new Semaphore(0));
  }

  static Map<String, String> headers(ProducerRecord<String, byte[]> record) {
    Map<String, String> texts = new LinkedHashMap<>();
    record
        .headers()
        .forEach(h -> texts.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
    return texts;
  }

  static EventType typeOf(ProducerRecord<String, byte[]> record) {
    try {
      return EventType.of(String.valueOf(headers(record).get("ce_type")));
    } catch (MalformedRecordException e) {
      throw new AssertionError(e);
    }
  }

  private static PlaneHeader plane(ProducerRecord<String, byte[]> record) {
    try (PlaneDecoder decoder = new PlaneDecoder()) {
      return decoder.header(headers(record));
    } catch (MalformedRecordException e) {
      throw new AssertionError(e);
    }
  }
}
