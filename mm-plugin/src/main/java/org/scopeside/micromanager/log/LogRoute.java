package org.scopeside.micromanager.log;

import java.io.Closeable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.micromanager.LogManager;

/**
 * Where the loggers' lines go while it is open: Micro-Manager's log, a repeated one once a minute.
 * There is one for all loggers, since SLF4J makes them before the plugin has Micro-Manager's log;
 * what they say while none is open is lost. Thread-safe.
 */
public final class LogRoute implements Closeable {
  private static final AtomicReference<@Nullable LogRoute> OPEN = new AtomicReference<>();

  private final LogManager logs;
  private final RepeatLimit limit;

  private LogRoute(LogManager logs, LongSupplier nanoTime) {
    this.logs = logs;
    this.limit = new RepeatLimit(TimeUnit.MINUTES.toNanos(1), nanoTime);
  }

  /** Opens a route in place of the one that was open. */
  public static LogRoute open(LogManager logs) {
    return open(logs, System::nanoTime);
  }

  static LogRoute open(LogManager logs, LongSupplier nanoTime) {
    LogRoute route = new LogRoute(logs, nanoTime);
    OPEN.set(route);
    return route;
  }

  /**
   * @param format tells repetitions, together with the logger
   * @param message is not asked for a line that is left out
   */
  static void say(
      boolean error,
      String logger,
      String format,
      Supplier<@Nullable String> message,
      @Nullable Throwable failure) {
    LogRoute route = OPEN.get();
    if (route != null) {
      route.limited(error, logger, format, message, failure);
    }
  }

  private void limited(
      boolean error,
      String logger,
      String format,
      Supplier<@Nullable String> message,
      @Nullable Throwable failure) {
    int leftOut = limit.admit(logger + ' ' + format);
    if (leftOut != RepeatLimit.LEAVE_OUT) {
      String line = "Scopeside: " + shortName(logger) + ": " + message.get() + repetitions(leftOut);
      write(error, line, failure);
    }
  }

  private void write(boolean error, String line, @Nullable Throwable failure) {
    if (!error) {
      logs.logMessage(failure == null ? line : line + ": " + failure);
    } else if (failure instanceof Exception) {
      logs.logError((Exception) failure, line);
    } else {
      logs.logError(failure == null ? line : line + ": " + failure);
    }
  }

  private static String repetitions(int leftOut) {
    return leftOut == 0 ? "" : " (" + leftOut + " more like it were left out)";
  }

  private static String shortName(String logger) {
    return logger.substring(logger.lastIndexOf('.') + 1);
  }

  @Override
  public void close() {
    OPEN.compareAndSet(this, null);
  }
}
