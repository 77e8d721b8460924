package org.scopeside.feed;

import java.util.Locale;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.jspecify.annotations.Nullable;

/** What Kafka's client complains of, in a user's words. */
final class KafkaWords {
  private static final int DEEPEST = 12;

  private KafkaWords() {}

  /** What is wrong and, where it is known, what to do. */
  static String of(Throwable problem) {
    Throwable tls = find(problem, SslAuthenticationException.class);
    if (tls != null) {
      return TlsWords.of(tls);
    }
    UnsupportedSaslMechanismException mechanism =
        find(problem, UnsupportedSaslMechanismException.class);
    if (mechanism != null) {
      return "the broker does not offer this sasl.mechanism: " + mechanism.getMessage();
    }
    SaslAuthenticationException login = find(problem, SaslAuthenticationException.class);
    if (login != null) {
      return "the broker refuses user or password (" + login.getMessage() + ")";
    }
    IllegalSaslStateException noLogin = find(problem, IllegalSaslStateException.class);
    if (noLogin != null) {
      return "the broker takes no login on this port (" + noLogin.getMessage() + ")";
    }
    AuthorizationException forbidden = find(problem, AuthorizationException.class);
    if (forbidden != null) {
      return "this user may not do that: " + forbidden.getMessage();
    }
    TimeoutException late = find(problem, TimeoutException.class);
    if (late != null) {
      return "no answer in time (" + late.getMessage() + ")";
    }
    return innermost(problem);
  }

  /** The cause that says most: the deepest with words of its own. */
  static String innermost(Throwable problem) {
    String words = text(problem);
    Throwable cause = problem;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      String message = cause.getMessage();
      if (message != null && !message.isEmpty()) {
        words = text(cause);
      }
      cause = cause.getCause();
    }
    return words;
  }

  private static String text(Throwable problem) {
    String message = problem.getMessage();
    boolean own = problem instanceof ConfigException || problem instanceof RuntimeException;
    String name = problem.getClass().getSimpleName();
    if (message == null || message.isEmpty()) {
      return name;
    }
    return own || message.toLowerCase(Locale.ROOT).contains(" ") ? message : name + ": " + message;
  }

  /** The first of that type in the chain of causes; null where there is none. */
  static <T extends Throwable> @Nullable T find(Throwable problem, Class<T> type) {
    Throwable cause = problem;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
      cause = cause.getCause();
    }
    return null;
  }
}
