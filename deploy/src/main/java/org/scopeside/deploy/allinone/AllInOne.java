package org.scopeside.deploy.allinone;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.scopeside.contract.Topics;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.Logging;
import org.scopeside.deploy.TcpPort;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.deploy.broker.BrokerSettings;
import org.scopeside.deploy.broker.EmbeddedBroker;
import org.scopeside.deploy.broker.TopicSettings;
import org.scopeside.deploy.broker.TopicSetup;
import org.scopeside.deploy.engines.EngineSetting;
import org.scopeside.deploy.service.ServiceVertx;
import org.scopeside.results.ResultsSettings;
import org.scopeside.results.ResultsVerticle;
import org.scopeside.runtime.InvalidSettingsException;
import org.scopeside.runtime.SettingsReader;
import org.scopeside.segmenter.SegmenterSettings;
import org.scopeside.segmenter.SegmenterVerticle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole installation in one JVM: a real broker, its topics, one segmenter, one results service.
 * The services are those that run against a cluster, unchanged; only their settings point here.
 *
 * <p>{@link #close()} may be called from any thread, once or more, and is back within three
 * seconds: what is not done by then is left to the restart, which loses nothing.
 */
public final class AllInOne implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AllInOne.class);
  private static final long START_SECONDS = 60;
  private static final long SERVICES_MILLIS = 2_000;
  private static final long BROKER_MILLIS = 800;

  /** A plane of 1024² in a network: its dense maps, their decoding, the plane and its labels. */
  private static final long NETWORK_HEAP_BYTES = 256L << 20;

  private static final String LOCALHOST = "127.0.0.1";

  private final EmbeddedBroker broker;
  private final Services services;
  private final Topics topics;
  private final URI url;
  private boolean closed;

  /** The deployed verticles and what they run on. */
  private record Services(
      Vertx vertx,
      PrometheusMeterRegistry registry,
      String segmenterId,
      String resultsId,
      int httpPort) {}

  private AllInOne(EmbeddedBroker broker, Services services, Topics topics, URI url) {
    this.broker = broker;
    this.services = services;
    this.topics = topics;
    this.url = url;
  }

  /**
   * Starts everything and returns when the dashboard answers and planes may be sent.
   *
   * @throws UserErrorException if a port or the data directory is taken, the engine that is named
   *     cannot run here, or a service does not start
   * @throws InvalidSettingsException if the services' settings are wrong
   */
  public static AllInOne start(AllInOneSettings settings)
      throws UserErrorException, InvalidSettingsException, InterruptedException {
    TcpPort.probe(settings.httpHost(), settings.httpPort(), "--port");
    int kafkaPort = TcpPort.probe(LOCALHOST, settings.kafkaPort(), "--kafka-port");
    SettingsReader reader = reader(settings, kafkaPort);
    ResultsSettings resultsSettings = reader.read("results", ResultsSettings.class);
    SegmenterSettings segmenterSettings = reader.read("segmenter", SegmenterSettings.class);
    EngineSetting.require(segmenterSettings);

    PrometheusMeterRegistry registry = ServiceVertx.registry();
    CompletableFuture<Vertx> vertx =
        CompletableFuture.supplyAsync(() -> ServiceVertx.vertx(registry)); // beside the broker
    EmbeddedBroker broker = null;
    try {
      broker = EmbeddedBroker.start(BrokerSettings.local(settings.data(), kafkaPort));
      Logging.toFile(settings.data());
      TopicSetup.ensure(
          Map.of("bootstrap.servers", broker.bootstrapServers()),
          TopicSettings.embedded(resultsSettings.topicPrefix()));
      Services services = deploy(vertx.join(), registry, resultsSettings, segmenterSettings);
      URI url = URI.create("http://" + hostForPeople(settings) + ":" + services.httpPort() + "/");
      return new AllInOne(broker, services, resultsSettings.topics(), url);
    } catch (UserErrorException | InterruptedException | RuntimeException e) {
      vertx.join().close();
      if (broker != null) {
        broker.close();
      }
      throw e;
    }
  }

  /** The environment sets the services' own keys; which Kafka they talk to is not its to say. */
  private static SettingsReader reader(AllInOneSettings settings, int kafkaPort) {
    Predicate<Map.Entry<String, String>> kafka = e -> e.getKey().startsWith("SCOPESIDE_KAFKA_");
    Map<String, String> environment =
        System.getenv().entrySet().stream()
            .filter(kafka.negate())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    Map<String, String> here = new LinkedHashMap<>(settings.services());
    here.put("results.http-host", settings.httpHost());
    here.put("results.http-port", Integer.toString(settings.httpPort()));
    here.put("results.state-dir", settings.data().resolve("results").toString());
    here.put("kafka.bootstrap.servers", LOCALHOST + ":" + kafkaPort);
    Map<String, String> embedded =
        Map.of(
            "segmenter.drain-timeout",
            "1s",
            "segmenter.segment-threads",
            Integer.toString(
                segmentThreads(
                    SegmenterSettings.defaults().segmentThreads(),
                    Runtime.getRuntime().maxMemory())));
    return new SettingsReader(embedded, environment, here);
  }

  /** As many as the heap has room for planes in a network, however many processors there are. */
  static int segmentThreads(int usual, long heapBytes) {
    return (int) Math.max(1, Math.min(usual, heapBytes / NETWORK_HEAP_BYTES));
  }

  private static Services deploy(
      Vertx vertx,
      PrometheusMeterRegistry registry,
      ResultsSettings resultsSettings,
      SegmenterSettings segmenterSettings)
      throws UserErrorException, InterruptedException {
    SegmenterVerticle segmenter = new SegmenterVerticle(segmenterSettings, registry);
    ResultsVerticle results = new ResultsVerticle(resultsSettings, registry, segmenter.probes());
    Future<String> segmenterId = deploy(vertx, segmenter);
    Future<String> resultsId = deploy(vertx, results);
    try {
      // Both, also when one has failed: what still starts cannot be stopped cleanly.
      Future.join(segmenterId, resultsId)
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      String reason =
          e instanceof TimeoutException
              ? "not ready after " + START_SECONDS + " s"
              : String.valueOf(e.getCause() == null ? e : e.getCause().getMessage());
      throw new UserErrorException(
          ExitCode.REFUSED, "the services do not start: " + reason, e.getCause());
    }
    return new Services(
        vertx, registry, segmenterId.result(), resultsId.result(), results.httpPort());
  }

  private static Future<String> deploy(Vertx vertx, Deployable verticle) {
    long begun = System.nanoTime();
    return vertx
        .deployVerticle(verticle)
        .onSuccess(
            id ->
                LOG.info(
                    "{} started in {} ms",
                    verticle.getClass().getSimpleName(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)));
  }

  private static String hostForPeople(AllInOneSettings settings) {
    String host = settings.httpHost();
    return host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host;
  }

  /** Where the dashboard is: {@code http://127.0.0.1:8080/}. */
  public URI url() {
    return url;
  }

  /** The broker's address for clients. */
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** The names of the topics. */
  public Topics topics() {
    return topics;
  }

  /** The Vert.x both services run in. */
  public Vertx vertx() {
    return services.vertx();
  }

  /** The meters of both services. */
  public PrometheusMeterRegistry registry() {
    return services.registry();
  }

  /**
   * Drains the segmenter and stops the results service, side by side, then the broker they need for
   * it: within three seconds.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    Vertx vertx = services.vertx();
    awaitStopped(
        Future.join(vertx.undeploy(services.segmenterId()), vertx.undeploy(services.resultsId())));
    closeBroker();
    vertx.close().onFailure(e -> LOG.warn("Vert.x not closed: {}", e.toString()));
  }

  private static void awaitStopped(Future<?> stopped) {
    try {
      stopped.toCompletionStage().toCompletableFuture().get(SERVICES_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.info("services not stopped within {} ms: {}", SERVICES_MILLIS, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeBroker() {
    Thread closing = new Thread(broker::close, "broker-close");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(BROKER_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
