package org.scopeside.feed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.MalformedRecordException;

/** Requests to a results service. Thread-safe; every answer is bounded in time and size. */
final class ResultsService {
  static final int MAX_ANSWER_BYTES = 16 << 20;

  private static final int CONNECT_MS = 5_000;
  private static final int MAX_NAME = 200;

  private final String base;
  private final Map<String, String> headers;

  /**
   * @param url {@code http://host:8080/}, or behind a path of its own
   * @param headers sent with every request, such as Authorization
   * @throws IllegalArgumentException if that is no http or https address
   */
  ResultsService(String url, Map<String, String> headers) {
    String trimmed = url.trim();
    try {
      String protocol = new URL(trimmed).getProtocol();
      if (!protocol.equals("http") && !protocol.equals("https")) {
        throw new MalformedURLException("protocol " + protocol);
      }
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(
          "'" + trimmed + "' is no address of a results service, such as http://host:8080/", e);
    }
    this.base = trimmed.replaceAll("/+$", "");
    this.headers = new LinkedHashMap<>(headers);
  }

  String base() {
    return base;
  }

  /**
   * An answer with status 200, to be disconnected by the caller.
   *
   * @param path from the service's root, beginning with a slash
   * @throws IOException with what is wrong in words
   */
  HttpURLConnection open(String path, String accept, int readMs) throws IOException {
    HttpURLConnection connection = request(path, accept, readMs);
    int status = connection.getResponseCode();
    if (status != 200) {
      String words = words(status, connection);
      connection.disconnect();
      throw new StatusException(status, words);
    }
    return connection;
  }

  /** A request that is not sent yet. */
  HttpURLConnection request(String path, String accept, int readMs) throws IOException {
    URLConnection opened = new URL(base + path).openConnection();
    HttpURLConnection connection = (HttpURLConnection) opened;
    connection.setConnectTimeout(CONNECT_MS);
    connection.setReadTimeout(readMs);
    connection.setUseCaches(false);
    // Followed, a redirect would take the headers, and with them a password, elsewhere.
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("Accept", accept);
    headers.forEach(connection::setRequestProperty);
    return connection;
  }

  /** The JSON object at a path. */
  Map<String, Object> get(String path, int readMs) throws IOException, MalformedRecordException {
    HttpURLConnection connection = open(path, "application/json", readMs);
    try (InputStream body = connection.getInputStream()) {
      return EventJson.read(readAll(body, MAX_ANSWER_BYTES));
    } finally {
      connection.disconnect();
    }
  }

  /**
   * All of a stream.
   *
   * @throws IOException if there is more than {@code limit}
   */
  static byte[] readAll(InputStream body, int limit) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
      if (bytes.size() + n > limit) {
        throw new IOException("the answer is longer than " + limit + " bytes");
      }
      bytes.write(buffer, 0, n);
    }
    return bytes.toByteArray();
  }

  private static String words(int status, HttpURLConnection answer) {
    switch (status) {
      case 301:
      case 302:
      case 303:
      case 307:
      case 308:
        return "it sends elsewhere: use the address " + clip(answer.getHeaderField("Location"));
      case 401:
        return "it wants a user and password or a token (status 401)";
      case 403:
        return "this user or token may not read results (status 403)";
      case 404:
        return "there is nothing at " + answer.getURL().getPath() + " (status 404)";
      case 502:
      case 503:
      case 504:
        return "it is not ready or too many follow it (status " + status + ")";
      default:
        return "it answers with status " + status;
    }
  }

  private static String clip(@Nullable String text) {
    return text == null || text.length() > MAX_NAME ? "it names" : text;
  }

  /** What is wrong, for people. */
  static String words(IOException problem) {
    if (problem instanceof StatusException) {
      return String.valueOf(problem.getMessage());
    } else if (problem instanceof UnknownHostException) {
      return "this computer does not know the host name";
    } else if (problem instanceof ConnectException) {
      return "nothing answers at that address (" + problem.getMessage() + ")";
    } else if (problem instanceof SocketTimeoutException) {
      return "no answer in time";
    } else if (problem instanceof SSLException) {
      return TlsWords.of(problem);
    }
    String message = problem.getMessage();
    return message == null ? problem.getClass().getSimpleName() : message;
  }

  /** Another status than 200. */
  static final class StatusException extends IOException {
    private static final long serialVersionUID = 1L;
    private final int status;

    StatusException(int status, String words) {
      super(words);
      this.status = status;
    }

    int status() {
      return status;
    }
  }
}
