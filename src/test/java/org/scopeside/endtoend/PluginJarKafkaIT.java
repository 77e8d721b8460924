package org.scopeside.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.deploy.broker.BrokerSettings;
import org.scopeside.deploy.broker.EmbeddedBroker;

/**
 * The Kafka clients inside the plugin's jar, against a broker: they carry neither telemetry nor
 * their own names, and must do all that the plugin does with them. The jar is alone in its class
 * loader and spoken to by reflection.
 */
class PluginJarKafkaIT {
  private static final String KAFKA = "org.scopeside.shaded.org.apache.kafka.";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String TOPIC = "from-the-plugin";

  @Test
  void shouldSendAndReadAndAdministerWithTheClientsInTheJar(@TempDir Path data) throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.local(data, 0));
        URLClassLoader plugin = plugin()) {
      createTopic(plugin, broker);
      for (String codec : List.of("none", "zstd", "snappy", "lz4", "gzip")) {
        send(plugin, broker, codec);
      }
      assertEquals(List.of("none", "zstd", "snappy", "lz4", "gzip"), read(plugin, broker));
    }
  }

  private static URLClassLoader plugin() throws Exception {
    try (Stream<Path> files = Files.list(Places.root().resolve("mm-plugin/target"))) {
      Path jar =
          files
              .filter(file -> file.getFileName().toString().matches("Scopeside-.*\\.jar"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("mm-plugin/target has no jar for mmplugins"));
      return new URLClassLoader(
          new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }
  }

  private static void createTopic(ClassLoader plugin, EmbeddedBroker broker) throws Exception {
    Class<?> type = plugin.loadClass(KAFKA + "clients.admin.Admin");
    Object admin = type.getMethod("create", Map.class).invoke(null, properties(plugin, broker, ""));
    try (AutoCloseable closing = (AutoCloseable) admin) {
      Object topic = make(plugin, "clients.admin.NewTopic", TOPIC, 1, (short) 1);
      call(call(call(admin, "createTopics", List.of(topic)), "all"), "get");
      Object nodes = call(call(call(admin, "describeCluster"), "nodes"), "get");
      assertEquals(1, ((Collection<?>) nodes).size());
      assertNotNull(closing);
    }
  }

  private static void send(ClassLoader plugin, EmbeddedBroker broker, String codec)
      throws Exception {
    Map<String, Object> properties =
        properties(plugin, broker, "acks=all\nenable.idempotence=true\ncompression.type=" + codec);
    Object key = make(plugin, "common.serialization.StringSerializer");
    Object value = make(plugin, "common.serialization.ByteArraySerializer");
    Object producer = make(plugin, "clients.producer.KafkaProducer", properties, key, value);
    try (AutoCloseable closing = (AutoCloseable) producer) {
      Object record =
          make(plugin, "clients.producer.ProducerRecord", TOPIC, codec, new byte[100_000]);
      assertNotNull(call(call(producer, "send", record), "get"));
      assertNotNull(closing);
    }
  }

  private static List<String> read(ClassLoader plugin, EmbeddedBroker broker) throws Exception {
    Map<String, Object> properties =
        properties(plugin, broker, "group.id=plugin\nauto.offset.reset=earliest");
    Object key = make(plugin, "common.serialization.StringDeserializer");
    Object value = make(plugin, "common.serialization.ByteArrayDeserializer");
    Object consumer = make(plugin, "clients.consumer.KafkaConsumer", properties, key, value);
    try (AutoCloseable closing = (AutoCloseable) consumer) {
      call(consumer, "subscribe", List.of(TOPIC));
      assertNotNull(closing);
      return keys(consumer);
    }
  }

  private static List<String> keys(Object consumer) throws Exception {
    List<String> keys = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (keys.size() < 5 && System.nanoTime() < deadline) {
      for (Object record : (Iterable<?>) call(consumer, "poll", Duration.ofMillis(200))) {
        keys.add(String.valueOf(call(record, "key")));
        assertEquals(100_000, ((byte[]) call(record, "value")).length);
      }
    }
    return keys;
  }

  /** As the plugin's settings give them to clients: telemetry is off there. */
  private static Map<String, Object> properties(
      ClassLoader plugin, EmbeddedBroker broker, String lines) throws Exception {
    String text = "bootstrap.servers=" + broker.bootstrapServers() + "\n" + lines;
    Class<?> type = plugin.loadClass("org.scopeside.micromanager.settings.KafkaProperties");
    List<Object> problems = new ArrayList<>();
    Consumer<Object> sink = problems::add;
    Object parsed = type.getMethod("parse", String.class, Consumer.class).invoke(null, text, sink);
    assertEquals(List.of(), problems);
    Map<String, Object> properties = new HashMap<>();
    ((Map<?, ?>) call(parsed, "forClients"))
        .forEach((key, value) -> properties.put(key.toString(), value));
    return properties;
  }

  private static Object make(ClassLoader plugin, String type, Object... arguments)
      throws Exception {
    for (Constructor<?> constructor : plugin.loadClass(KAFKA + type).getConstructors()) {
      if (fits(constructor.getParameterTypes(), arguments)) {
        return constructor.newInstance(arguments);
      }
    }
    throw new AssertionError(type + " has no such constructor");
  }

  private static Object call(Object target, String name, Object... arguments) throws Exception {
    for (Method method : target.getClass().getMethods()) {
      if (method.getName().equals(name) && fits(method.getParameterTypes(), arguments)) {
        method.setAccessible(true);
        return method.invoke(target, arguments);
      }
    }
    throw new AssertionError(target.getClass() + " has no such " + name);
  }

  private static boolean fits(Class<?>[] parameters, Object[] arguments) {
    if (parameters.length != arguments.length) {
      return false;
    }
    for (int i = 0; i < parameters.length; i++) {
      boolean number = parameters[i].isPrimitive() && arguments[i] instanceof Number;
      boolean boxed = parameters[i].getSimpleName().equals(primitive(arguments[i]));
      if (number ? !boxed : !parameters[i].isInstance(arguments[i])) {
        return false;
      }
    }
    return true;
  }

  private static String primitive(Object argument) {
    return argument instanceof Integer ? "int" : argument instanceof Short ? "short" : "";
  }

  @Test
  void shouldCarryNoTelemetry() throws Exception {
    try (URLClassLoader plugin = plugin()) {
      assertTrue(plugin.getResource("org/scopeside/shaded/org/apache/kafka/shaded") == null);
    }
  }
}
