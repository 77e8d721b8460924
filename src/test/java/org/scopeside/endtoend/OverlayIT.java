package org.scopeside.endtoend;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.contract.Topics;
import org.scopeside.deploy.allinone.AllInOne;
import org.scopeside.deploy.allinone.AllInOneSettings;
import org.scopeside.overlay.LabelFeed;

/** Label images come where the plan asks for them, and their outlines are as many as the count. */
class OverlayIT {
  private static final Topics TOPICS = Topics.DEFAULT;
  private static final DiscPlate PLATE = DiscPlate.of(400, 4);

  private final Map<String, Long> outlined = new ConcurrentHashMap<>();
  private final List<String> log = new CopyOnWriteArrayList<>();

  @Test
  void shouldOutlineAsManyObjectsAsAreCountedWhereThePlanWantsLabels(@TempDir Path data)
      throws Exception {
    try (AllInOne stack = AllInOne.start(AllInOneSettings.local(data, 0, 0));
        PlateSender sender = new PlateSender(stack.bootstrapServers(), TOPICS);
        LabelFeed feed = feed(stack.bootstrapServers())) {
      Rest rest = new Rest(stack.url());
      feed.start();
      feed.follow("plain", Instant.now());
      feed.follow("outlined", Instant.now());

      sender.publish(PLATE, PLATE.plan("plain"));
      rest.awaitBalanced("plain");
      sender.publish(PLATE, PLATE.plan("outlined", true));
      rest.awaitBalanced("outlined");

      await().atMost(Duration.ofSeconds(60)).until(() -> outlined.size() == PLATE.discs().size());
      assertEquals(PLATE.counts(), rest.counts("outlined"));
      Map<String, Long> expected = new TreeMap<>();
      PLATE.counts().forEach((well, n) -> expected.put("outlined/" + well, n));
      assertEquals(expected, new TreeMap<>(outlined));
      assertEquals(List.of(), log);
      requireLabelsOfNoOther(stack.bootstrapServers());
    }
  }

  /** Labels are committed with the results, so those of the other acquisition would be there. */
  private static void requireLabelsOfNoOther(String bootstrapServers) {
    try (TopicReader labels = new TopicReader(bootstrapServers, TOPICS.labels())) {
      assertEquals(PLATE.discs().size(), labels.records().size());
      assertEquals(List.of(), labels.records("plain"));
    }
  }

  private LabelFeed feed(String bootstrapServers) {
    return new LabelFeed(
        LabelFeed.consumers(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers)),
        TOPICS.labels(),
        (frame, outlines) ->
            outlined.put(frame.acquisition() + "/" + frame.wellLabel(), (long) outlines.present()),
        log::add);
  }
}
