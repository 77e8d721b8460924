package org.scopeside.micromanager.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.micromanager.LogManager;
import org.slf4j.Logger;

class LogRouteTest {
  private final List<String> lines = new ArrayList<>();
  private final AtomicLong nanoTime = new AtomicLong(1);
  private final LogRoute route = LogRoute.open(recorded(lines), nanoTime::get);
  private final Logger network = logger("org.apache.kafka.clients.NetworkClient");

  private static Logger logger(String name) {
    return new MicroManagerLogProvider().getLoggerFactory().getLogger(name);
  }

  @AfterEach
  void close() {
    route.close();
  }

  @Test
  void shouldWriteWarningsAndErrorsOnly() {
    network.debug("sent {}", 1);
    network.info("joined {}", 2);
    network.warn("node {} is away", 3);
    network.error("gave up on {}", 4);
    assertEquals(
        List.of(
            "Scopeside: NetworkClient: node 3 is away",
            "logError Scopeside: NetworkClient: gave up on 4"),
        lines);
    assertFalse(network.isInfoEnabled());
  }

  @Test
  void shouldWriteARepeatedWarningOnceAMinuteWithTheNumberLeftOut() {
    for (int i = 0; i < 5000; i++) {
      network.warn("node {} is away", i);
    }
    nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(60));
    network.warn("node {} is away", 7);
    network.warn("node {} is away", 8);
    assertEquals(
        List.of(
            "Scopeside: NetworkClient: node 0 is away",
            "Scopeside: NetworkClient: node 7 is away (4999 more like it were left out)"),
        lines);
  }

  @Test
  void shouldTellWarningsOfTwoLoggersApart() {
    network.warn("away");
    logger("org.apache.kafka.clients.Metadata").warn("away");
    assertEquals(List.of("Scopeside: NetworkClient: away", "Scopeside: Metadata: away"), lines);
  }

  @Test
  void shouldWriteAtMost64LinesAMinuteWhateverTheirWords() {
    for (int i = 0; i < 1000; i++) {
      network.warn("made of words: " + i);
    }
    assertEquals(64, lines.size());
    nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(61));
    network.warn("made of words: again");
    assertEquals(65, lines.size());
  }

  @Test
  void shouldHandOverTheExceptionOfAnErrorAndNameThatOfAWarning() {
    network.warn("no answer", new IllegalStateException("timed out"));
    network.error("broken", new IllegalStateException("bad state"));
    network.error("worse", new StackOverflowError());
    assertEquals(
        List.of(
            "Scopeside: NetworkClient: no answer: java.lang.IllegalStateException: timed out",
            "exception java.lang.IllegalStateException: bad state Scopeside: NetworkClient: broken",
            "logError Scopeside: NetworkClient: worse: java.lang.StackOverflowError"),
        lines);
  }

  @Test
  void shouldLoseLinesInSilenceOnceClosed() {
    route.close();
    network.error("late");
    assertEquals(List.of(), lines);
  }

  @Test
  void shouldNotCloseTheRouteThatReplacedIt() {
    List<String> later = new ArrayList<>();
    LogRoute replacement = LogRoute.open(recorded(later), nanoTime::get);
    route.close();
    network.warn("away");
    replacement.close();
    assertEquals(List.of("Scopeside: NetworkClient: away"), later);
  }

  private static LogManager recorded(List<String> lines) {
    Object proxy =
        Proxy.newProxyInstance(
            LogManager.class.getClassLoader(),
            new Class<?>[] {LogManager.class},
            (self, method, arguments) -> {
              String kind =
                  arguments.length == 2
                      ? "exception " + arguments[0] + ' '
                      : method.getName() + ' ';
              lines.add(kind.replace("logMessage ", "") + arguments[arguments.length - 1]);
              return null;
            });
    return (LogManager) proxy;
  }
}
