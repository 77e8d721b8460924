package org.scopeside.segmenter.engine;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The engines of this installation. */
public final class Engines {
  /** Takes the preferred engine that is available. */
  public static final String AUTO = "auto";

  private Engines() {}

  /** All engines, the preferred first, available or not. */
  public static List<Engine> all() {
    return ServiceLoader.load(Engine.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparingInt(Engine::preference).reversed().thenComparing(Engine::name))
        .toList();
  }

  /**
   * The engine for a network.
   *
   * @param name an engine's name, or {@link #AUTO}
   * @param format of the weights, by its bioimage.io name
   * @throws EngineException naming every engine and why it cannot be had
   */
  public static Engine choose(String name, String format) throws EngineException {
    List<Engine> named =
        all().stream().filter(engine -> name.equals(AUTO) || engine.name().equals(name)).toList();
    for (Engine engine : named) {
      if (engine.formats().contains(format) && engine.unavailable() == null) {
        return engine;
      }
    }
    throw new EngineException(
        EngineException.Reason.UNAVAILABLE,
        "no engine '" + name + "' for " + format + " weights: " + reasons(format));
  }

  private static String reasons(String format) {
    return all().stream()
        .map(engine -> engine.name() + ": " + reason(engine, format))
        .collect(Collectors.joining("; ", "there are ", ""));
  }

  private static String reason(Engine engine, String format) {
    if (!engine.formats().contains(format)) {
      return "reads " + String.join(", ", engine.formats());
    }
    String unavailable = engine.unavailable();
    return unavailable == null ? "available" : unavailable;
  }
}
