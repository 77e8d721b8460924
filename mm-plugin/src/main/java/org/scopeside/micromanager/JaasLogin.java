package org.scopeside.micromanager;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A user and a password as Kafka's {@code sasl.jaas.config} takes them. */
final class JaasLogin {
  private static final Pattern USER = Pattern.compile("username=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private JaasLogin() {}

  /**
   * @param mechanism SCRAM-SHA-512, PLAIN, …
   */
  static String of(String mechanism, String user, String password) {
    String module =
        mechanism.startsWith("SCRAM")
            ? "org.apache.kafka.common.security.scram.ScramLoginModule"
            : "org.apache.kafka.common.security.plain.PlainLoginModule";
    return module + " required username=" + quoted(user) + " password=" + quoted(password) + ";";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** The user of a login; empty where there is none. */
  static String user(String login) {
    Matcher user = USER.matcher(login);
    return user.find() ? user.group(1).replaceAll("\\\\(.)", "$1") : "";
  }

  /** The same login of another user. */
  static String withUser(String login, String user) {
    return USER.matcher(login).replaceFirst(Matcher.quoteReplacement("username=" + quoted(user)));
  }
}
