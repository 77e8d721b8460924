package org.scopeside.micromanager;

import com.google.gson.Gson;
import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.PixelCodec;
import org.scopeside.feed.HttpResultFeed;
import org.scopeside.feed.KafkaResultFeed;
import org.scopeside.feed.ResultFeed;
import org.scopeside.micromanager.settings.PluginSettings;
import org.scopeside.micromanager.settings.ResultsBy;
import org.scopeside.overlay.LabelFeed;
import org.scopeside.overlay.ObjectOutlines;
import org.scopeside.publish.FrameProducers;
import org.scopeside.publish.FramePublisher;
import org.scopeside.publish.PublisherSettings;
import org.scopeside.publish.SpoolSettings;

/**
 * Everything that is connected under one set of settings: planes out, results and label images
 * back. Made without waiting for anybody; closing takes some seconds and is not for Swing's thread.
 */
final class KafkaLink implements Closeable {
  /** Kafka's client may hold up its caller so long when no broker answers. */
  private static final String ANSWER_WITHIN_MS = "5000";

  /** The client drops quiet connections by default, and would look disconnected after lunch. */
  private static final String KEEP_QUIET_CONNECTIONS_MS = "86400000";

  private final PluginSettings settings;
  private final FramePublisher publisher;
  private final ResultFeed results;
  private final LabelFeed labels;

  private KafkaLink(
      PluginSettings settings, FramePublisher publisher, ResultFeed results, LabelFeed labels) {
    this.settings = settings;
    this.publisher = publisher;
    this.results = results;
    this.labels = labels;
  }

  static KafkaLink open(
      PluginSettings settings,
      ResultFeed.Listener results,
      BiConsumer<FrameRef, ObjectOutlines> outlines,
      Consumer<String> log) {
    return PluginClasses.within(
        () -> {
          Map<String, String> kafka = settings.kafka().forClients();
          LabelFeed labels =
              new LabelFeed(LabelFeed.consumers(kafka), settings.topics().labels(), outlines, log);
          labels.start();
          return new KafkaLink(
              settings,
              publisher(settings, kafka, log),
              feed(settings, kafka, results, log),
              labels);
        });
  }

  private static FramePublisher publisher(
      PluginSettings settings, Map<String, String> kafka, Consumer<String> log) {
    Map<String, String> properties = new HashMap<>();
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER_WITHIN_MS);
    properties.put(ProducerConfig.CONNECTIONS_MAX_IDLE_MS_CONFIG, KEEP_QUIET_CONNECTIONS_MS);
    properties.putAll(kafka);
    PublisherSettings publishing =
        new PublisherSettings(
            settings.topics(),
            settings.source(),
            (long) settings.queueMib() << 20,
            settings.encoderThreads(),
            PixelCodec.DELTA_SHUFFLE_ZSTD);
    if (settings.spoolLimitGib() > 0) {
      publishing =
          publishing.withSpool(
              new SpoolSettings(
                  settings.spoolFolder(),
                  (long) settings.spoolLimitGib() << 30,
                  settings.dropPolicy()));
    }
    Gson gson = new Gson();
    return new FramePublisher(
        publishing,
        () -> PluginClasses.within(() -> FrameProducers.create(properties)),
        body -> gson.toJson(body).getBytes(StandardCharsets.UTF_8),
        log);
  }

  private static ResultFeed feed(
      PluginSettings settings,
      Map<String, String> kafka,
      ResultFeed.Listener listener,
      Consumer<String> log) {
    java.net.URI service = settings.resultsService();
    return settings.resultsBy() == ResultsBy.HTTP && service != null
        ? new HttpResultFeed(service.toString(), Collections.emptyMap(), listener, log)
        : new KafkaResultFeed(kafka, settings.topics(), listener, log);
  }

  PluginSettings settings() {
    return settings;
  }

  FramePublisher publisher() {
    return publisher;
  }

  ResultFeed results() {
    return results;
  }

  LabelFeed labels() {
    return labels;
  }

  @Override
  public void close() {
    publisher.close();
    results.close();
    labels.close();
  }
}
