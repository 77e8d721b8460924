package org.scopeside.results.tally;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/** Records of this package as JSON in this service's own stores and topics. */
public final class StateSerde {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private StateSerde() {}

  public static <T extends Record> Serde<T> of(Class<T> type) {
    return Serdes.serdeFrom(serializer(type), deserializer(type));
  }

  // A null is a tombstone, which Kafka's interfaces do not annotate.
  @SuppressWarnings("NullAway")
  private static <T> Serializer<T> serializer(Class<T> type) {
    ObjectWriter writer = MAPPER.writerFor(type);
    return (topic, value) -> {
      try {
        return value == null ? null : writer.writeValueAsBytes(value);
      } catch (JsonProcessingException e) {
        throw new SerializationException(topic + ": " + type.getSimpleName(), e);
      }
    };
  }

  // A null is a tombstone, which Kafka's interfaces do not annotate.
  @SuppressWarnings("NullAway")
  private static <T> Deserializer<T> deserializer(Class<T> type) {
    ObjectReader reader = MAPPER.readerFor(type);
    return (topic, bytes) -> {
      try {
        return bytes == null ? null : reader.readValue(bytes);
      } catch (IOException e) {
        throw new SerializationException(topic + ": " + type.getSimpleName(), e);
      }
    };
  }
}
