package org.scopeside.deploy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * What of the logging depends on the command line; the rest is {@code logback.xml}. With another
 * configuration by {@code -Dlogback.configurationFile} only the file is added.
 */
public final class Logging {
  private static final String OURS = "org.scopeside";
  private static final int FILES = 3;
  private static final FileSize FILE_SIZE = new FileSize(8L << 20);

  private Logging() {}

  /** Says on standard error what the services do, and the warnings of the libraries. */
  public static void verbose() {
    threshold(OURS, "CONSOLE", Level.INFO);
    threshold(Logger.ROOT_LOGGER_NAME, "LIBRARIES", Level.WARN);
  }

  private static void threshold(String logger, String appenderName, Level level) {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (factory instanceof LoggerContext context) {
      Appender<ILoggingEvent> appender = context.getLogger(logger).getAppender(appenderName);
      if (appender != null) {
        appender.clearAllFilters();
        ThresholdFilter filter = new ThresholdFilter();
        filter.setLevel(level.toString());
        filter.start();
        appender.addFilter(filter);
      }
    }
  }

  /**
   * Logs with stack traces to {@code scopeside.log} in a directory, which is made: at most 32 MiB
   * in four files.
   *
   * @return the file
   */
  public static Path toFile(Path directory) {
    Path file = directory.resolve("scopeside.log");
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      RollingFileAppender<ILoggingEvent> appender = rolling(context, file);
      appender.start();
      context.getLogger(OURS).addAppender(appender);
      context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }
    return file;
  }

  private static RollingFileAppender<ILoggingEvent> rolling(LoggerContext context, Path file) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setFile(file.toString());

    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d %-5level [%thread] %logger{30}: %msg%n");
    encoder.start();
    appender.setEncoder(encoder);

    FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
    window.setContext(context);
    window.setParent(appender);
    window.setFileNamePattern(file + ".%i");
    window.setMinIndex(1);
    window.setMaxIndex(FILES);
    window.start();
    appender.setRollingPolicy(window);

    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(FILE_SIZE);
    size.start();
    appender.setTriggeringPolicy(size);
    return appender;
  }
}
