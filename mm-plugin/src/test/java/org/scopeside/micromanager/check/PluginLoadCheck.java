package org.scopeside.micromanager.check;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.micromanager.MMPlugin;
import org.micromanager.MenuPlugin;
import org.scijava.plugin.DefaultPluginFinder;
import org.scijava.plugin.PluginIndex;
import org.scijava.plugin.PluginInfo;
import org.slf4j.LoggerFactory;

/**
 * Loads the plugin's jar as Micro-Manager does, and uses what is in it. A program of its own, run
 * by each Java there is: its class path is what Micro-Manager pins, and the plugin's jar is not on
 * it. Written for Java 8; it ends with status 0 where all is well.
 *
 * <p>Arguments: version of the jar, {@code own} or {@code shared} class loader, the jar, and for a
 * shared one the jars of its neighbours.
 */
public final class PluginLoadCheck {
  private static final String SHADED = "org.scopeside.shaded.";
  private static final String KAFKA = SHADED + "org.apache.kafka.";
  private static final long PATIENCE_MS = 30_000;

  private final String version;
  private final ClassLoader plugins;
  private final FakeStudio studio = new FakeStudio();

  private PluginLoadCheck(String version, ClassLoader plugins) {
    this.version = version;
    this.plugins = plugins;
  }

  public static void main(String[] args) throws Exception {
    boolean shared = args[1].equals("shared");
    URL jar = new File(args[2]).toURI().toURL();
    List<URL> jars = new ArrayList<>();
    for (String neighbour : Arrays.asList(args).subList(3, args.length)) {
      jars.add(new File(neighbour).toURI().toURL());
    }
    jars.add(jar);
    ClassLoader parent = PluginLoadCheck.class.getClassLoader();
    ClassLoader plugins = new URLClassLoader(jars.toArray(new URL[0]), parent);
    ClassLoader index = shared ? new DiscoveryLoader(jars, parent) : plugins;
    new PluginLoadCheck(args[0], plugins).check(index);
    System.out.println("checked on Java " + System.getProperty("java.version"));
    System.exit(0);
  }

  private void check(ClassLoader index) throws Exception {
    // Micro-Manager's logback prints every line that it gets.
    LoggerFactory.getLogger(PluginLoadCheck.class).debug("logback is listening");
    MenuPlugin plugin = (MenuPlugin) pluginClass(index).getConstructor().newInstance();
    expect(plugin.getName().equals("Scopeside"), "its name is " + plugin.getName());
    expect(plugin.getVersion().equals(version), "its version is " + plugin.getVersion());
    loadAsMicroManagerDoes(plugin);
    checkLogging();
    checkCodecs();
    checkGson();
    checkKafka();
    studio.post(org.micromanager.events.ShutdownCommencingEvent.class);
    expect(studio.errors.isEmpty(), "it logged errors: " + studio.errors);
  }

  private Class<?> pluginClass(ClassLoader index) throws ClassNotFoundException {
    PluginIndex found = new PluginIndex(new DefaultPluginFinder(index));
    found.discover();
    List<String> names = new ArrayList<>();
    for (PluginInfo<?> info : found.getAll()) {
      names.add(info.getClassName());
    }
    String name = "org.scopeside.micromanager.ScopesidePlugin";
    expect(names.contains(name), "the index has " + names);
    return Class.forName(name, false, plugins);
  }

  private void loadAsMicroManagerDoes(MMPlugin plugin) throws Exception {
    Thread loading = new Thread(() -> plugin.setContext(studio.studio()), "Plugin loading thread");
    loading.start();
    loading.join();
    expect(studio.errors.isEmpty(), "setContext logged " + studio.errors);
    studio.started = true;
    studio.post(org.micromanager.events.StartupCompleteEvent.class);
    expect(studio.errors.isEmpty(), "start-up logged " + studio.errors);
  }

  private void checkLogging() throws Exception {
    Class<?> factory = type(SHADED + "org.slf4j.LoggerFactory");
    Object logger = factory.getMethod("getLogger", String.class).invoke(null, "any");
    String expected = "org.scopeside.micromanager.log.RoutedLogger";
    expect(logger.getClass().getName().equals(expected), "loggers are " + logger.getClass());
  }

  private void checkCodecs() throws Exception {
    byte[] plain = new byte[100_000];
    Arrays.fill(plain, 500, 60_000, (byte) 7);
    Class<?> zstd = type("com.github.luben.zstd.Zstd");
    Object packed = zstd.getMethod("compress", byte[].class).invoke(null, (Object) plain);
    Object unpacked =
        zstd.getMethod("decompress", byte[].class, int.class).invoke(null, packed, plain.length);
    expect(Arrays.equals(plain, (byte[]) unpacked), "zstd lost something");
    Class<?> snappy = type("org.xerial.snappy.Snappy");
    packed = snappy.getMethod("compress", byte[].class).invoke(null, (Object) plain);
    unpacked = snappy.getMethod("uncompress", byte[].class).invoke(null, packed);
    expect(Arrays.equals(plain, (byte[]) unpacked), "snappy lost something");
    checkLz4(plain);
  }

  private void checkLz4(byte[] plain) throws Exception {
    Class<?> lz4 = type("net.jpountz.lz4.LZ4Factory");
    Object factory = lz4.getMethod("fastestInstance").invoke(null);
    Object compressor = lz4.getMethod("fastCompressor").invoke(factory);
    Object decompressor = lz4.getMethod("safeDecompressor").invoke(factory);
    Object packed =
        type("net.jpountz.lz4.LZ4Compressor")
            .getMethod("compress", byte[].class)
            .invoke(compressor, (Object) plain);
    Object unpacked =
        type("net.jpountz.lz4.LZ4SafeDecompressor")
            .getMethod("decompress", byte[].class, int.class)
            .invoke(decompressor, packed, plain.length);
    expect(Arrays.equals(plain, (byte[]) unpacked), "lz4 lost something");
  }

  private void checkGson() throws Exception {
    Class<?> gson = type(SHADED + "com.google.gson.Gson");
    Object json =
        gson.getMethod("toJson", Object.class)
            .invoke(gson.getConstructor().newInstance(), Arrays.asList(1, "a"));
    expect("[1,\"a\"]".equals(json), "gson wrote " + json);
  }

  private void checkKafka() throws Exception {
    Map<String, Object> properties =
        properties("bootstrap.servers=127.0.0.1:" + closedPort() + "\nreconnect.backoff.ms=10");
    List<AutoCloseable> clients = new ArrayList<>();
    clients.add(client("producer.KafkaProducer", "Serializer", properties));
    clients.add(client("consumer.KafkaConsumer", "Deserializer", properties));
    clients.add(admin(properties));
    expect(saysThatBrokerIsAway(), "Micro-Manager's log has " + studio.messages);
    for (AutoCloseable client : clients) {
      closeAtOnce(client);
    }
    checkLogin("PLAIN", "plain.PlainLoginModule");
    checkLogin("SCRAM-SHA-512", "scram.ScramLoginModule");
  }

  /** Kafka's login modules are looked up by the name that its manual tells. */
  private void checkLogin(String mechanism, String module) throws Exception {
    Map<String, Object> properties =
        properties(
            "bootstrap.servers=127.0.0.1:"
                + closedPort()
                + "\nsecurity.protocol=SASL_PLAINTEXT\nsasl.mechanism="
                + mechanism
                + "\nsasl.jaas.config=org.apache.kafka.common.security."
                + module
                + " required username=\"ann\" password=\"secret\";");
    closeAtOnce(within(() -> admin(properties)));
    closeAtOnce(within(() -> client("producer.KafkaProducer", "Serializer", properties)));
  }

  /** As the plugin's settings give them to clients. */
  private Map<String, Object> properties(String lines) throws Exception {
    Class<?> settings = type("org.scopeside.micromanager.settings.KafkaProperties");
    List<Object> problems = new ArrayList<>();
    java.util.function.Consumer<Object> sink = problems::add;
    Object parsed =
        settings
            .getMethod("parse", String.class, java.util.function.Consumer.class)
            .invoke(null, lines, sink);
    expect(problems.isEmpty(), "the properties have problems: " + problems);
    Map<String, Object> properties = new HashMap<>();
    ((Map<?, ?>) settings.getMethod("forClients").invoke(parsed))
        .forEach((key, value) -> properties.put(key.toString(), value));
    return properties;
  }

  private AutoCloseable client(String name, String kind, Map<String, Object> properties)
      throws Exception {
    Class<?> codec = type(KAFKA + "common.serialization." + kind);
    Object string = instance(KAFKA + "common.serialization.String" + kind);
    Object bytes = instance(KAFKA + "common.serialization.ByteArray" + kind);
    return (AutoCloseable)
        type(KAFKA + "clients." + name)
            .getConstructor(Map.class, codec, codec)
            .newInstance(properties, string, bytes);
  }

  private AutoCloseable admin(Map<String, Object> properties) throws Exception {
    return (AutoCloseable)
        type(KAFKA + "clients.admin.Admin").getMethod("create", Map.class).invoke(null, properties);
  }

  /** As the plugin makes its clients: with its own class loader in the thread's context. */
  private AutoCloseable within(Callable<AutoCloseable> step) throws Exception {
    Method within =
        type("org.scopeside.micromanager.PluginClasses")
            .getDeclaredMethod("within", java.util.function.Supplier.class);
    within.setAccessible(true);
    java.util.function.Supplier<AutoCloseable> supplier =
        () -> {
          try {
            return step.call();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        };
    return (AutoCloseable) within.invoke(null, supplier);
  }

  private static void closeAtOnce(AutoCloseable client) throws Exception {
    Class<?> duration = java.time.Duration.class;
    client
        .getClass()
        .getMethod("close", (Class<?>) duration)
        .invoke(client, java.time.Duration.ZERO);
  }

  private boolean saysThatBrokerIsAway() throws InterruptedException {
    long deadline = System.currentTimeMillis() + PATIENCE_MS;
    while (System.currentTimeMillis() < deadline) {
      if (studio.messages.stream().anyMatch(line -> line.contains("could not be established"))) {
        return true;
      }
      Thread.sleep(20);
    }
    return false;
  }

  private Object instance(String name) throws Exception {
    return type(name).getConstructor().newInstance();
  }

  /** A class of the plugin's jar, and of nothing above it. */
  private Class<?> type(String name) throws ClassNotFoundException {
    Class<?> type = Class.forName(name, true, plugins);
    expect(type.getClassLoader() == plugins, name + " is of " + type.getClassLoader());
    return type;
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void expect(boolean fine, String otherwise) {
    if (!fine) {
      throw new AssertionError(otherwise);
    }
  }

  /** Micro-Manager looks for indexes in the plugins' jars alone, by a loader of their own. */
  private static final class DiscoveryLoader extends URLClassLoader {
    DiscoveryLoader(List<URL> jars, ClassLoader parent) {
      super(jars.toArray(new URL[0]), parent);
    }

    @Override
    public @Nullable URL getResource(String name) {
      return findResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return findResources(name);
    }
  }
}
