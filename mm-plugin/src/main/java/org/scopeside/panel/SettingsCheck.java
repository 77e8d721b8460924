package org.scopeside.panel;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Paths;
import java.util.Properties;
import java.util.regex.Pattern;

/** What is wrong with a setting, in words; empty where nothing is. No check touches the network. */
final class SettingsCheck {
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{0,100}");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]");

  private SettingsCheck() {}

  /** {@code host:port}, several with commas in between. */
  static String bootstrap(String text) {
    if (text.trim().isEmpty()) {
      return "The address of the broker is missing, for example kafka.example.org:9092";
    }
    for (String part : text.split(",", -1)) {
      String problem = address(part.trim());
      if (!problem.isEmpty()) {
        return problem;
      }
    }
    return "";
  }

  private static String address(String address) {
    int colon = address.lastIndexOf(':');
    if (address.contains("://")) {
      return "\"" + address + "\" is a web address; a broker's is host:port";
    }
    if (colon < 0) {
      return "\"" + address + "\" has no port; brokers usually listen on 9092 or 9093";
    }
    if (!HOST.matcher(address.substring(0, colon)).matches()) {
      return "\"" + address.substring(0, colon) + "\" is no name of a computer";
    }
    return number(address.substring(colon + 1), 1, 65_535).isEmpty()
        ? ""
        : "\"" + address.substring(colon + 1) + "\" is no port: 1 to 65535";
  }

  /** Properties that can be read and hold no secret. */
  static String properties(String text) {
    Properties read = new Properties();
    try {
      read.load(new StringReader(text));
    } catch (IOException | IllegalArgumentException e) {
      return "These are no properties: " + e.getMessage();
    }
    for (String key : read.stringPropertyNames()) {
      if (key.endsWith("password") || key.equals("sasl.jaas.config")) {
        return key + " is a secret and is kept in clear text here; use the password field";
      }
      if (key.equals("bootstrap.servers")) {
        return "bootstrap.servers is the broker address above";
      }
      if (read.getProperty(key).trim().isEmpty()) {
        return key + " has no value; complete it or remove the line";
      }
    }
    return "";
  }

  static String user(String text, boolean needed) {
    return needed && text.trim().isEmpty() ? "This kind of security needs a user" : "";
  }

  static String topicPrefix(String text) {
    return PREFIX.matcher(text).matches()
        ? ""
        : "A prefix has at most 100 letters, digits, dots, hyphens and underscores";
  }

  static String url(String text, boolean needed) {
    if (text.trim().isEmpty()) {
      return needed ? "Results over HTTP need the address of the results service" : "";
    }
    try {
      URI uri = new URI(text.trim());
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return web && uri.getHost() != null ? "" : "An address begins with http:// or https://";
    } catch (URISyntaxException e) {
      return "This is no address: " + e.getReason();
    }
  }

  static String folder(String text, boolean needed) {
    if (text.trim().isEmpty()) {
      return needed ? "A spool needs a folder; a limit of 0 switches it off" : "";
    }
    try {
      return Paths.get(text.trim()).isAbsolute() ? "" : "Give the whole path of the folder";
    } catch (InvalidPathException e) {
      return "This is no folder: " + e.getReason();
    }
  }

  /** A whole number from min to max. */
  static String number(String text, int min, int max) {
    try {
      long value = Long.parseLong(text.trim());
      if (value >= min && value <= max) {
        return "";
      }
    } catch (NumberFormatException e) {
      // it gets the same words
    }
    return "A whole number from " + Words.integer(min) + " to " + Words.integer(max);
  }
}
