package org.scopeside.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.contract.Topics;

@Timeout(60)
class ConnectionTestTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final char[] PASSWORD = "changeit".toCharArray();

  private static Map<String, Step> test(Map<String, String> kafka, @Nullable String results)
      throws InterruptedException {
    List<Step> told = new ArrayList<>();
    ConnectionTest.Run run =
        new ConnectionTest(kafka, Topics.DEFAULT, results, Map.of()).start(told::add);
    assertTrue(run.await(ConnectionTest.MOST_SECONDS + 2, TimeUnit.SECONDS));
    assertEquals(told.toString(), run.steps().toString());
    Map<String, Step> byName = new HashMap<>();
    told.forEach(step -> byName.put(step.name(), step));
    return byName;
  }

  private static Step step(Map<String, Step> steps, String name) {
    return Objects.requireNonNull(steps.get(name), () -> name + " in " + steps);
  }

  private static void requireFailed(Map<String, Step> steps, String name, String... words) {
    Step step = step(steps, name);
    assertEquals(Step.Outcome.FAILED, step.outcome(), steps::toString);
    for (String word : words) {
      assertTrue(step.words().contains(word), step::toString);
    }
  }

  private static Map<String, String> at(int port) {
    return Map.of("bootstrap.servers", "127.0.0.1:" + port);
  }

  private static Map<String, String> with(int port, String key, String value) {
    Map<String, String> kafka = new HashMap<>(at(port));
    kafka.put(key, value);
    return kafka;
  }

  @Test
  void shouldNameUnknownHostAndLeaveLaterStepsOut() throws Exception {
    Map<String, Step> steps = test(Map.of("bootstrap.servers", "no.such.host.invalid:9092"), null);

    assertEquals(Step.Outcome.OK, step(steps, "Settings").outcome(), steps::toString);
    requireFailed(steps, "Host name", "does not know the name 'no.such.host.invalid'");
    assertEquals(Step.Outcome.SKIPPED, step(steps, "Port").outcome());
    assertEquals("not tried, because \"Host name\" failed", step(steps, "Round trip").words());
    assertEquals("no address is set", step(steps, "Results service").words());
  }

  @Test
  void shouldNameClosedPort() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, HERE)) {
      port = closed.getLocalPort();
    }

    requireFailed(
        test(at(port), null), "Port", "nothing listens at 127.0.0.1:" + port, "is the broker");
  }

  @Test
  void shouldNameWhatIsWrongInSettings() throws Exception {
    requireFailed(test(Map.of(), null), "Settings", "bootstrap.servers is missing");
    requireFailed(
        test(Map.of("bootstrap.servers", "broker"), null), "Settings", "'broker' is not host:port");
    requireFailed(test(with(9092, "acks", "maybe"), null), "Settings", "acks", "maybe");
    requireFailed(
        test(with(9092, "security.protocol", "SASL_SSL"), null),
        "Settings",
        "there is no sasl.jaas.config");
    requireFailed(
        test(with(9092, "ssl.truststore.location", "/no/such/file"), null, "SSL"),
        "Settings",
        "/no/such/file");
    requireFailed(
        test(with(9092, "sasl.jaas.config", "PlainLoginModule requird"), null, "SASL_PLAINTEXT"),
        "Settings",
        "JAAS");
  }

  private static Map<String, Step> test(
      Map<String, String> kafka, @Nullable String results, String protocol)
      throws InterruptedException {
    Map<String, String> secured = new HashMap<>(kafka);
    secured.put("security.protocol", protocol);
    return test(secured, results);
  }

  @Test
  void shouldWarnOfKeyThatKafkaDoesNotKnowWithTheNearest() throws Exception {
    Step settings = step(test(with(1, "sasl.mechanisms", "PLAIN"), null), "Settings");

    assertEquals(Step.Outcome.WARNING, settings.outcome());
    assertEquals(
        "Kafka does not know 'sasl.mechanisms': is sasl.mechanism meant?", settings.words());
  }

  @Test
  void shouldTellWebServerFromKafka() throws Exception {
    HttpServer web = HttpServer.create(new InetSocketAddress(HERE, 0), 0);
    web.start();
    try {
      requireFailed(
          test(at(web.getAddress().getPort()), null),
          "Protocol",
          "a web server answers",
          "not Kafka");
    } finally {
      web.stop(0);
    }
  }

  @Test
  void shouldSayThatNothingIsSpokenAtPort() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 10, HERE)) {
      requireFailed(
          test(at(silent.getLocalPort()), null), "Protocol", "not Kafka: it says nothing");
    }
  }

  @Test
  void shouldSayThatSomethingElseIsSpoken() throws Exception {
    try (Speaker speaker = new Speaker(new ServerSocket(0, 10, HERE), "SSH-2.0-OpenSSH_9\r\n")) {
      requireFailed(test(at(speaker.port()), null), "Protocol", "it speaks something else");
    }
  }

  @Test
  void shouldSayThatBrokerSpeaksTls(@TempDir Path folder) throws Exception {
    try (Speaker broker = new Speaker(tlsSocket(folder), Speaker.KAFKA)) {
      requireFailed(
          test(at(broker.port()), null), "Protocol", "speaks TLS", "security.protocol to SSL");
    }
  }

  @Test
  void shouldSayThatBrokerSpeaksWithoutTls() throws Exception {
    try (Speaker broker = new Speaker(new ServerSocket(0, 10, HERE), Speaker.KAFKA)) {
      requireFailed(
          test(with(broker.port(), "security.protocol", "SSL"), null),
          "Protocol",
          "speaks without TLS",
          "security.protocol to PLAINTEXT");
    }
  }

  @Test
  void shouldSayThatCertificateIsNotTrusted(@TempDir Path folder) throws Exception {
    try (Speaker broker = new Speaker(tlsSocket(folder), Speaker.KAFKA)) {
      Map<String, Step> steps = test(with(broker.port(), "security.protocol", "SSL"), null);

      assertEquals(Step.Outcome.OK, step(steps, "Protocol").outcome(), steps::toString);
      requireFailed(
          steps, "Trust and login", "certificate is not trusted here", "ssl.truststore.location");
    }
  }

  @Test
  void shouldSayThatCertificateIsForAnotherHost(@TempDir Path folder) throws Exception {
    try (Speaker broker = new Speaker(tlsSocket(folder), Speaker.KAFKA)) {
      Map<String, String> trusting = with(broker.port(), "security.protocol", "SSL");
      trusting.put("ssl.truststore.location", folder.resolve("broker.p12").toString());
      trusting.put("ssl.truststore.password", new String(PASSWORD));
      trusting.put("ssl.truststore.type", "PKCS12");

      requireFailed(test(trusting, null), "Trust and login", "another host name");
    }
  }

  @Test
  void shouldEndWhenCancelledAndSkipTheRest() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 10, HERE)) {
      List<Step> told = new ArrayList<>();
      ConnectionTest.Run[] run = new ConnectionTest.Run[1];
      java.util.concurrent.CountDownLatch started = new java.util.concurrent.CountDownLatch(1);
      run[0] =
          new ConnectionTest(at(silent.getLocalPort()), Topics.DEFAULT, null, Map.of())
              .start(
                  step -> {
                    told.add(step);
                    try {
                      started.await();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                    if (step.name().equals("Port")) {
                      run[0].cancel();
                    }
                  });
      started.countDown();

      assertTrue(run[0].await(10, TimeUnit.SECONDS));
      assertEquals(Step.Outcome.OK, told.get(2).outcome());
      assertEquals("cancelled", told.get(3).words());
      assertEquals(Step.Outcome.SKIPPED, told.get(told.size() - 1).outcome());
    }
  }

  @Test
  void shouldLookAtResultsServiceAndItsClock() throws Exception {
    try (LiveServer service = new LiveServer()) {
      service.answers.put("/health/ready", "{\"status\":\"UP\",\"checks\":[]}");
      service.answers.put("/api/acquisitions", "{\"acquisitions\":[{},{}]}");

      Map<String, Step> steps = test(Map.of(), service.url());

      assertEquals(Step.Outcome.OK, step(steps, "Results service").outcome(), steps::toString);
      assertTrue(step(steps, "Results service").words().contains("knows 2 acquisitions"));
      assertEquals(Step.Outcome.OK, step(steps, "Clock").outcome(), steps::toString);
    }
  }

  @Test
  void shouldNameWhatAnswersInsteadOfResultsService() throws Exception {
    try (LiveServer service = new LiveServer()) {
      service.answers.put("/health/ready", "hello");
      requireFailed(
          test(Map.of(), service.url()), "Results service", "nothing at /api/acquisitions");
      service.answers.put("/api/acquisitions", "<html>");
      requireFailed(test(Map.of(), service.url()), "Results service", "is no results service");
    }
    requireFailed(test(Map.of(), "results:8080"), "Results service", "no address of a results");
    requireFailed(
        test(Map.of(), "http://no.such.host.invalid/"), "Results service", "not know the host");
  }

  @Test
  void shouldWarnOfClockThatIsWrong() throws Exception {
    String body = "{\"acquisitions\":[]}";
    String answer =
        "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:01 GMT\r\nConnection: close\r\n"
            + "Content-Length: %d\r\n\r\n%s".formatted(body.length(), body);
    try (Speaker late = new Speaker(new ServerSocket(0, 10, HERE), answer)) {
      Step clock = step(test(Map.of(), "http://127.0.0.1:" + late.port()), "Clock");

      assertEquals(Step.Outcome.WARNING, clock.outcome(), clock::toString);
      assertTrue(clock.words().contains("behind this computer's"), clock::words);
    }
  }

  private static ServerSocket tlsSocket(Path folder) throws Exception {
    Path store = folder.resolve("broker.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=broker.example",
                "-ext",
                "san=dns:broker.example",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().readAllBytes();
    assertEquals(0, keytool.waitFor());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(store)) {
      keys.load(file, PASSWORD);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context.getServerSocketFactory().createServerSocket(0, 10, HERE);
  }

  /** Answers every connection with the same bytes once something was said. */
  private static final class Speaker implements AutoCloseable {
    /** ApiVersions of no API: enough of Kafka to be known by. */
    static final String KAFKA = "\0\0\0\12\0\5\u00c0\u009e\0\0\0\0\0\0";

    private final ServerSocket socket;
    private final Thread thread;

    Speaker(ServerSocket socket, String words) {
      this.socket = socket;
      this.thread = new Thread(() -> speak(words));
      thread.setDaemon(true);
      thread.start();
    }

    int port() {
      return socket.getLocalPort();
    }

    private void speak(String words) {
      while (!socket.isClosed()) {
        try (Socket peer = socket.accept()) {
          peer.setSoTimeout(5_000);
          if (peer.getInputStream().read(new byte[256]) > 0) {
            peer.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
            peer.getOutputStream().flush();
          }
        } catch (IOException e) {
          // The peer wanted something else; the next one may not.
        }
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
