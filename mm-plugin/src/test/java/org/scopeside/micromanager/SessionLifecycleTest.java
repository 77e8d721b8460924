package org.scopeside.micromanager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.micromanager.LogManager;
import org.micromanager.Studio;
import org.micromanager.events.EventManager;
import org.micromanager.events.ShutdownCommencingEvent;
import org.micromanager.events.StartupCompleteEvent;

class SessionLifecycleTest {
  private final List<String> happened = new ArrayList<>();
  private final com.google.common.eventbus.EventBus bus = new com.google.common.eventbus.EventBus();
  private @Nullable Throwable failure;
  private final Studio studio = fake(Studio.class, (method, arguments) -> part(method));
  private final SessionLifecycle lifecycle =
      new SessionLifecycle(studio, this::start, new Guard(studio));

  @Test
  void shouldStartOnceStartupIsCompleteAndNotBefore() {
    lifecycle.waitForStartup();
    assertEquals(List.of(), happened);
    bus.post(new StartupCompleteEvent() {});
    bus.post(new StartupCompleteEvent() {});
    assertEquals(List.of("started"), happened);
  }

  @Test
  void shouldCloseOnShutdownAndNotOnOneThatIsCalledOff() {
    lifecycle.waitForStartup();
    bus.post(new StartupCompleteEvent() {});
    bus.post(shutdown(true));
    assertEquals(List.of("started"), happened);
    bus.post(shutdown(false));
    bus.post(shutdown(false));
    assertEquals(List.of("started", "closed"), happened);
  }

  @Test
  void shouldOpenANewSessionAfterAShutdownThatDidNotHappen() {
    lifecycle.waitForStartup();
    bus.post(new StartupCompleteEvent() {});
    bus.post(shutdown(false));
    lifecycle.open();
    assertEquals(List.of("started", "closed", "started", "opened"), happened);
  }

  @Test
  void shouldLogWhatIsThrownAndLetNothingThrough() {
    failure = new IllegalStateException("no broker");
    lifecycle.open();
    failure = new NoSuchMethodError("Studio.acquisitions");
    lifecycle.open();
    assertEquals(
        List.of(
            "java.lang.IllegalStateException: no broker: Scopeside: opening the panel failed",
            "java.lang.RuntimeException: java.lang.NoSuchMethodError: Studio.acquisitions:"
                + " Scopeside: opening the panel failed"),
        happened);
  }

  @Test
  void shouldKeepQuietWhereMicroManagerHasNoLog() {
    Studio broken =
        fake(
            Studio.class,
            (method, arguments) -> {
              throw new IllegalStateException("not ready");
            });
    ScopesidePlugin plugin = new ScopesidePlugin();
    plugin.setContext(broken);
    plugin.onPluginSelected();
    assertEquals("Scopeside", plugin.getName());
    assertTrue(!plugin.getVersion().isEmpty());
  }

  private Session start(Studio studio) {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    happened.add("started");
    return new Session() {
      @Override
      public void open() {
        happened.add("opened");
      }

      @Override
      public void close() {
        happened.add("closed");
      }
    };
  }

  private @Nullable Object part(String name) {
    if (name.equals("events")) {
      return fake(
          EventManager.class,
          (method, arguments) -> {
            bus.register(arguments[0]);
            return null;
          });
    }
    return fake(
        LogManager.class,
        (method, arguments) -> {
          happened.add(arguments[0] + ": " + arguments[1]);
          return null;
        });
  }

  private static ShutdownCommencingEvent shutdown(boolean canceled) {
    return () -> canceled;
  }

  private interface Answer {
    @Nullable Object to(String method, Object[] arguments);
  }

  private static <T> T fake(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                answer.to(method.getName(), arguments == null ? new Object[0] : arguments)));
  }
}
