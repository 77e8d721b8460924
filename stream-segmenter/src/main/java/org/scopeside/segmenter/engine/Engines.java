package org.scopeside.segmenter.engine;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engines of this installation. */
public final class Engines {
  /** Takes the preferred engine that is available. */
  public static final String AUTO = "auto";

  private static final Logger log = LoggerFactory.getLogger(Engines.class);

  /** What was said of a choice: once is enough, however many networks are opened. */
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

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
    return choose(all(), name, format);
  }

  /**
   * Checks the setting that names an engine, before any network is opened.
   *
   * @param name an engine's name, or {@link #AUTO}
   * @throws EngineException if there is none of that name, or it cannot run on this machine
   */
  public static void require(String name) throws EngineException {
    require(all(), name);
  }

  static Engine choose(List<Engine> all, String name, String format) throws EngineException {
    for (Engine engine : all) {
      if ((name.equals(AUTO) || engine.name().equals(name))
          && engine.formats().contains(format)
          && engine.unavailable() == null) {
        refusal(all, engine, format).ifPresent(Engines::say);
        return engine;
      }
    }
    throw new EngineException(
        Reason.UNAVAILABLE,
        "no engine '" + name + "' for " + format + " weights: " + reasons(all, format));
  }

  /** Why a better engine was passed over, and what is used; empty where none was. */
  static Optional<String> refusal(List<Engine> all, Engine chosen, String format) {
    return all.stream()
        .filter(better -> better.preference() > chosen.preference())
        .filter(better -> better.formats().contains(format))
        .flatMap(better -> Stream.ofNullable(better.unavailable()))
        .findFirst()
        .map(reason -> reason + "; using " + chosen.label());
  }

  private static void say(String choice) {
    if (SAID.add(choice)) {
      log.info("{}", choice);
    }
  }

  static void require(List<Engine> all, String name) throws EngineException {
    if (name.equals(AUTO)) {
      return;
    }
    Engine named =
        all.stream()
            .filter(engine -> engine.name().equals(name))
            .findFirst()
            .orElseThrow(() -> unknown(all, name));
    String unavailable = named.unavailable();
    if (unavailable != null) {
      throw new EngineException(
          Reason.UNAVAILABLE,
          "engine %s cannot run here: %s; auto takes what can".formatted(name, unavailable));
    }
  }

  private static EngineException unknown(List<Engine> all, String name) {
    String known = all.stream().map(Engine::name).collect(Collectors.joining(", "));
    return new EngineException(
        Reason.UNAVAILABLE, "no engine '%s': there are auto, %s".formatted(name, known));
  }

  private static String reasons(List<Engine> all, String format) {
    return all.stream()
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
