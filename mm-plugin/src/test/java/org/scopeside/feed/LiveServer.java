package org.scopeside.feed;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** A results service of an experiment: one live stream, and answers by path. */
final class LiveServer implements AutoCloseable {
  private static final String END = "end of stream";

  final Map<String, String> answers = new ConcurrentHashMap<>();
  final List<String> requests = new CopyOnWriteArrayList<>();
  final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  volatile int status = 200;
  volatile String type = "text/event-stream";

  LiveServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/live", this::live);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  void say(String text) {
    events.add(text);
  }

  void well(String well, int theT) {
    say(
        "event: well\ndata: {\"acquisition\":\"run-1\",\"well\":\"%s\",\"theT\":%d,\"measures\":{\"meanArea\":42.5,\"count\":9}}\n\n"
            .formatted(well, theT));
  }

  void drop() {
    events.add(END);
  }

  long streams() {
    return requests.stream().filter(path -> path.startsWith("/api/live")).count();
  }

  private void live(HttpExchange exchange) throws IOException {
    note(exchange);
    exchange.getResponseHeaders().set("content-type", type);
    exchange.sendResponseHeaders(status, status == 200 ? 0 : -1);
    if (status != 200) {
      exchange.close();
      return;
    }
    try (OutputStream out = exchange.getResponseBody()) {
      for (String text = events.take(); !text.equals(END); text = events.take()) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    note(exchange);
    String body = answers.get(exchange.getRequestURI().toString());
    byte[] bytes = (body == null ? "{}" : body).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(body == null ? 404 : 200, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private void note(HttpExchange exchange) {
    requests.add(exchange.getRequestURI().toString());
    authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
  }

  @Override
  public void close() {
    drop();
    server.stop(0);
    threads.shutdownNow();
  }
}
