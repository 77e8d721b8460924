package org.scopeside.runtime;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Typed settings of a service, one record each, from text in three layers: a {@code .properties}
 * file, then environment variables, then overrides of the command line.
 *
 * <p>A component {@code httpPort} of the record read under {@code segmenter} is the key {@code
 * segmenter.http-port} and the variable {@code SCOPESIDE_SEGMENTER_HTTP_PORT}. The component named
 * {@code kafka} takes everything under {@code kafka.} untouched ({@code
 * SCOPESIDE_KAFKA_BOOTSTRAP_SERVERS} is {@code kafka.bootstrap.servers}). An absent key keeps the
 * value of the record's static {@code defaults()}. Types and their texts: {@link SettingText}.
 *
 * <p>Jackson's record binding stops at the first problem and speaks of Java types; here all
 * problems are told at once, in the words of the person who wrote the settings.
 */
public final class SettingsReader {
  private static final Set<String> SECTIONS = Set.of("segmenter", "results", "kafka");
  private static final String KAFKA = "kafka";
  private static final String ENVIRONMENT = "SCOPESIDE_";

  /** What Kubernetes sets in every pod for a Service named {@code scopeside-segmenter}. */
  private static final Pattern KUBERNETES_LINK =
      Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT|PORT_\\d+_(TCP|UDP)(_.*)?)");

  private final Map<String, String> file;
  private final Map<String, String> environment;
  private final Map<String, String> overrides;

  /**
   * Layers, the later the stronger.
   *
   * @param file keys of a {@code .properties} file, see {@link #load}
   * @param environment variables; those that do not start with {@code SCOPESIDE_} are ignored
   * @param overrides keys of the command line, written as in the file
   */
  public SettingsReader(
      Map<String, String> file, Map<String, String> environment, Map<String, String> overrides) {
    this.file = Map.copyOf(file);
    this.environment = Map.copyOf(environment);
    this.overrides = Map.copyOf(overrides);
  }

  /**
   * The keys and values of a {@code .properties} file in UTF-8.
   *
   * @throws InvalidSettingsException naming the file where it cannot be read
   */
  public static Map<String, String> load(Path file) throws InvalidSettingsException {
    Properties loaded = new Properties();
    try (Reader text = Files.newBufferedReader(file)) {
      loaded.load(text);
    } catch (NoSuchFileException e) {
      throw new InvalidSettingsException(List.of("there is no settings file " + file));
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidSettingsException(
          List.of("settings file " + file + " cannot be read: " + e.getMessage()));
    }
    Map<String, String> keys = new TreeMap<>();
    loaded.stringPropertyNames().forEach(key -> keys.put(key, loaded.getProperty(key).strip()));
    return keys;
  }

  /** The key of every component of a record but {@code kafka}, in their order. */
  public static List<String> keys(String prefix, Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents())
        .filter(component -> !component.getName().equals(KAFKA))
        .map(component -> key(prefix, component))
        .toList();
  }

  /**
   * Binds one service's record.
   *
   * @param prefix {@code segmenter} or {@code results}
   * @param type a record with a static {@code defaults()}
   * @throws InvalidSettingsException with every unknown key, every bad value and what the record's
   *     constructor refuses
   */
  public <T extends Record> T read(String prefix, Class<T> type) throws InvalidSettingsException {
    List<String> problems = new ArrayList<>(unknownKeys(keys(prefix, type), prefix));
    T defaults = defaults(type);
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      try {
        values[i] = value(prefix, components[i], get(components[i], defaults));
      } catch (IllegalArgumentException e) {
        problems.add(e.getMessage());
      }
    }
    if (problems.isEmpty()) {
      try {
        return construct(type, components, values);
      } catch (IllegalArgumentException e) {
        problems.add(prefix + " settings: " + e.getMessage());
      }
    }
    throw new InvalidSettingsException(problems);
  }

  /** What the Kafka clients get, without the {@code kafka.} prefix. */
  public Map<String, String> kafka() {
    return kafka(Map.of());
  }

  private @Nullable Object value(
      String prefix, RecordComponent component, @Nullable Object fallback) {
    if (component.getName().equals(KAFKA)) {
      return kafka(fallback instanceof Map<?, ?> map ? map : Map.of());
    }
    String key = key(prefix, component);
    String variable = variable(key);
    if (overrides.containsKey(key)) {
      return parse(key, overrides.getOrDefault(key, ""), component);
    } else if (environment.containsKey(variable)) {
      return parse(variable, environment.getOrDefault(variable, ""), component);
    }
    String text = file.get(key);
    return text == null ? fallback : parse(key, text, component);
  }

  private static Object parse(String name, String text, RecordComponent component) {
    try {
      return SettingText.parse(text.strip(), component);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + "=" + text + " is not " + e.getMessage(), e);
    }
  }

  private Map<String, String> kafka(Map<?, ?> fallback) {
    Map<String, String> client = new TreeMap<>();
    fallback.forEach((key, value) -> client.put(String.valueOf(key), String.valueOf(value)));
    file.forEach((key, value) -> putKafka(client, key, value));
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(ENVIRONMENT + "KAFKA_") && !KUBERNETES_LINK.matcher(name).matches()) {
            String key = name.substring(ENVIRONMENT.length()).toLowerCase(Locale.ROOT);
            putKafka(client, key.replace('_', '.'), value);
          }
        });
    overrides.forEach((key, value) -> putKafka(client, key, value));
    return Map.copyOf(client);
  }

  private static void putKafka(Map<String, String> client, String key, String value) {
    if (key.startsWith(KAFKA + ".")) {
      client.put(key.substring(KAFKA.length() + 1), value);
    }
  }

  private List<String> unknownKeys(List<String> known, String prefix) {
    List<String> variables = known.stream().map(SettingsReader::variable).toList();
    Stream<String> keys =
        Stream.concat(file.keySet().stream(), overrides.keySet().stream())
            .distinct()
            .sorted()
            .filter(key -> key.startsWith(prefix + ".") || !SECTIONS.contains(section(key)))
            .filter(key -> !known.contains(key))
            .map(key -> unknown(key, known));
    Stream<String> names =
        environment.keySet().stream()
            .sorted()
            .filter(name -> name.startsWith(variable(prefix) + "_"))
            .filter(name -> !variables.contains(name))
            .filter(name -> !KUBERNETES_LINK.matcher(name).matches())
            .map(name -> unknown(name, variables));
    return Stream.concat(keys, names).toList();
  }

  private static String unknown(String key, List<String> known) {
    String nearest =
        known.stream()
            .min(Comparator.comparingInt(candidate -> distance(key, candidate)))
            .orElse(KAFKA + ".*");
    return "unknown setting " + key + "; did you mean " + nearest + "?";
  }

  private static String section(String key) {
    int dot = key.indexOf('.');
    return dot < 0 ? "" : key.substring(0, dot);
  }

  /** Levenshtein's edit distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above, row[j - 1]));
        diagonal = above;
      }
    }
    return row[b.length()];
  }

  private static String key(String prefix, RecordComponent component) {
    String words = component.getName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-");
    return prefix + "." + words.toLowerCase(Locale.ROOT);
  }

  private static String variable(String key) {
    return ENVIRONMENT + key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
  }

  private static <T extends Record> T defaults(Class<T> type) {
    try {
      var method = type.getDeclaredMethod("defaults");
      method.setAccessible(true);
      return type.cast(method.invoke(null));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type + " has no usable static defaults()", e);
    }
  }

  private static @Nullable Object get(RecordComponent component, Record settings) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(settings);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("cannot read " + component, e);
    }
  }

  private static <T extends Record> T construct(
      Class<T> type, RecordComponent[] components, @Nullable Object[] values) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(e.getTargetException().getMessage(), e);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("cannot construct " + type, e);
    }
  }
}
