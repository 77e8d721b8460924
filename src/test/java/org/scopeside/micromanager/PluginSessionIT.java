package org.scopeside.micromanager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.micromanager.MultiStagePosition;
import org.scopeside.contract.Well;
import org.scopeside.deploy.allinone.AllInOne;
import org.scopeside.deploy.allinone.AllInOneSettings;
import org.scopeside.micromanager.fakes.FakeCoords;
import org.scopeside.micromanager.fakes.FakeDatastore;
import org.scopeside.micromanager.fakes.FakeImage;
import org.scopeside.micromanager.fakes.FakeStudio;
import org.scopeside.micromanager.fakes.FakeSummary;
import org.scopeside.micromanager.secrets.SecretKeeper;
import org.scopeside.micromanager.settings.KafkaProperties;
import org.scopeside.micromanager.settings.PluginSettings;
import org.scopeside.micromanager.settings.ProfileSettings;
import org.scopeside.panel.state.ConnectionState;
import org.scopeside.panel.state.PanelState;
import org.scopeside.panel.state.ReimageReason;
import org.scopeside.panel.state.WellState;

/** The whole plugin in a Micro-Manager of fakes, against everything else for real. */
@Timeout(240)
class PluginSessionIT {
  private static final int SIDE = 512;
  private static final int PITCH = 40;
  private static final int RADIUS = 9;

  /** Discs by well; the last well is empty. */
  private static final Map<String, Integer> DISCS =
      new TreeMap<>(Map.of("A01", 12, "A02", 40, "B01", 77, "B02", 0));

  @Test
  void shouldShowLiveCountsAndListTheEmptyFieldForAnotherImage(@TempDir Path data)
      throws Exception {
    try (AllInOne stack = stack(data)) {
      FakeStudio studio = new FakeStudio();
      PluginSession session = session(studio, stack.bootstrapServers(), data.resolve("spool"));
      PanelReadings panel = new PanelReadings(session, Clock.systemUTC());
      try {
        awaitPhase(panel, ConnectionState.Phase.CONNECTED);
        acquire(studio);

        await("results of all wells")
            .atMost(Duration.ofSeconds(60))
            .until(() -> panel.snapshot().analysis().analysed() == DISCS.size());
        PanelState shown = panel.snapshot();
        assertEquals(counts(DISCS), counts(shown));
        assertEquals(DISCS.size(), shown.publishing().captured());
        assertEquals(0, shown.publishing().dropped());
        assertEquals(DISCS.size(), shown.fields().size());
        assertTrue(
            shown.alerts().stream()
                .anyMatch(a -> a.where().startsWith("B02") && a.words().startsWith("Empty field")),
            () -> "alerts: " + words(shown));
        await("the alert in Micro-Manager").until(() -> !studio.alerts().posted().isEmpty());

        await("the candidate for another image")
            .until(() -> panel.snapshot().steering().candidates().size() == 1);
        String done = session.steering().createReimageList(EnumSet.of(ReimageReason.EMPTY));

        MultiStagePosition[] again = studio.positions().getPositionList().getPositions();
        assertEquals(List.of("B2-Site_0"), Arrays.stream(again).map(p -> p.getLabel()).toList());
        assertTrue(done.startsWith("1 fields to be imaged again: 1 empty"), done);
        await("the action in the panel")
            .until(() -> panel.snapshot().steering().actions().size() == 1);
        assertEquals(List.of(), List.copyOf(studio.events().thrown()));
      } finally {
        session.close();
      }
    }
  }

  @Test
  void shouldPublishARunToItsEndBeforeOtherSettingsHold(@TempDir Path data) throws Exception {
    try (AllInOne stack = stack(data)) {
      FakeStudio studio = new FakeStudio();
      PluginSession session = session(studio, stack.bootstrapServers(), data.resolve("spool"));
      PanelReadings panel = new PanelReadings(session, Clock.systemUTC());
      try {
        awaitPhase(panel, ConnectionState.Phase.CONNECTED);
        KafkaLink first = session.runs().link();
        FakeDatastore store = store();
        studio.events().acquisitionStarted(store);
        store.putImage(image(0, 12));
        session.later(
            () -> session.keep(session.settings().toBuilder().source("urn:other").build()));
        await("settings").until(() -> session.settings().source().equals("urn:other"));
        store.putImage(image(1, 40));
        store.putImage(image(2, 77));
        store.putImage(image(3, 0));
        store.freeze();

        await("another link")
            .atMost(Duration.ofSeconds(30))
            .until(() -> session.runs().link() != first && session.runs().link() != null);
        assertAnalysed(stack);
      } finally {
        session.close();
      }
    }
  }

  @Test
  void shouldSayThatNothingIsPublishedWhileNobodyConnected() throws Exception {
    FakeStudio studio = new FakeStudio();
    PluginSession session = PluginSession.start(studio);
    PanelReadings panel = new PanelReadings(session, Clock.systemUTC());
    try {
      acquire(studio);

      assertEquals(ConnectionState.Phase.OFF, panel.snapshot().connection().phase());
      assertTrue(
          studio.logs().lines().stream().anyMatch(line -> line.contains("is not published")),
          () -> studio.logs().lines().toString());
    } finally {
      session.close();
    }
  }

  @Test
  void shouldKeepPlanesForALaterStartWhenTheBrokerNeverAnswered(@TempDir Path data)
      throws Exception {
    FakeStudio studio = new FakeStudio();
    PluginSession away = session(studio, "127.0.0.1:1", data.resolve("spool"));
    PanelReadings panel = new PanelReadings(away, Clock.systemUTC());
    awaitPhase(panel, ConnectionState.Phase.AWAY);
    acquire(studio);
    await("planes in the spool").until(() -> panel.snapshot().publishing().spooled() > 0);
    away.close();

    try (AllInOne stack = stack(data)) {
      FakeStudio restarted = new FakeStudio();
      PluginSession session = session(restarted, stack.bootstrapServers(), data.resolve("spool"));
      try {
        awaitPhase(new PanelReadings(session, Clock.systemUTC()), ConnectionState.Phase.CONNECTED);
        await("an empty spool")
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> {
                  KafkaLink link = session.runs().link();
                  return link != null && link.publisher().status().spooledRecords() == 0;
                });
        assertAnalysed(stack);
      } finally {
        session.close();
      }
    }
  }

  /** What a microscope connects to; it counts discs exactly. */
  private static AllInOne stack(Path data) throws Exception {
    return AllInOne.start(
        new AllInOneSettings(
            data.resolve("stack"), "127.0.0.1", 0, 0, Map.of("segmenter.model", "classical")));
  }

  private static void assertAnalysed(AllInOne stack) {
    await("the plate of the former session")
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              String acquisitions =
                  new String(
                      stack.url().resolve("/api/acquisitions").toURL().openStream().readAllBytes(),
                      java.nio.charset.StandardCharsets.UTF_8);
              return acquisitions.contains(
                      "\"planes\":{\"captured\":4,\"analysed\":4,\"failed\":0,\"dropped\":0")
                  && acquisitions.contains("\"balanced\":true");
            });
  }

  private static PluginSession session(FakeStudio studio, String servers, Path spool) {
    PluginSettings settings =
        PluginSettings.DEFAULT.toBuilder()
            .kafka(KafkaProperties.of(Map.of("bootstrap.servers", servers)))
            .spoolFolder(spool)
            .connectAtStart(true)
            .build();
    List<String> remarks =
        new ProfileSettings(studio, SecretKeeper.ofThisComputer()).save(settings);
    assertFalse(remarks.stream().anyMatch(r -> r.contains("not kept")), remarks::toString);
    return PluginSession.start(studio);
  }

  private static void awaitPhase(PanelReadings panel, ConnectionState.Phase phase) {
    await("connection " + phase)
        .atMost(Duration.ofSeconds(60))
        .until(() -> panel.snapshot().connection().phase() == phase);
  }

  /** One plane of each well, as the HCS site generator labels them. */
  private static void acquire(FakeStudio studio) throws Exception {
    FakeDatastore store = store();
    studio.events().acquisitionStarted(store);
    int position = 0;
    for (int discs : DISCS.values()) {
      store.putImage(image(position++, discs));
    }
    store.freeze();
    studio.events().acquisitionEnded(store);
    store.awaitDelivered();
  }

  private static FakeDatastore store() {
    String[] labels = DISCS.keySet().stream().map(PluginSessionIT::label).toArray(String[]::new);
    return FakeDatastore.onItsThread()
        .with(
            FakeSummary.builder()
                .prefix("plate")
                .channels("DAPI")
                .labels(labels)
                .dimensions(labels.length, 1, 1, 1)
                .build());
  }

  private static FakeImage image(int position, int discs) {
    return FakeImage.grey(FakeCoords.of(position, 0, 0, 0), SIDE, SIDE, pixels(discs), 2);
  }

  /** A01 → A1-Site_0. */
  private static String label(String well) {
    return well.charAt(0) + Integer.toString(Integer.parseInt(well.substring(1))) + "-Site_0";
  }

  /** Bright discs on dark, slightly noisy ground. */
  private static short[] pixels(int discs) {
    Random noise = new Random(discs);
    short[] pixels = new short[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (short) (300 + noise.nextInt(40));
    }
    int across = SIDE / PITCH;
    for (int disc = 0; disc < discs; disc++) {
      int centreX = PITCH / 2 + PITCH * (disc % across);
      int centreY = PITCH / 2 + PITCH * (disc / across);
      for (int y = -RADIUS; y <= RADIUS; y++) {
        for (int x = -RADIUS; x <= RADIUS; x++) {
          if (x * x + y * y <= RADIUS * RADIUS) {
            int pixel = (centreY + y) * SIDE + centreX + x;
            pixels[pixel] = (short) (pixels[pixel] + 4000);
          }
        }
      }
    }
    return pixels;
  }

  private static Map<String, Long> counts(Map<String, Integer> discs) {
    Map<String, Long> counts = new TreeMap<>();
    discs.forEach((well, n) -> counts.put(well, (long) n));
    return counts;
  }

  private static Map<String, Long> counts(PanelState shown) {
    Map<String, Long> counts = new TreeMap<>();
    for (WellState state : shown.plate().wells()) {
      Well well = state.well();
      if (well != null && state.finishedPlanes() > 0) {
        counts.put(well.label(), state.measures().getOrDefault("count", -1.0).longValue());
      }
    }
    return counts;
  }

  private static String words(PanelState shown) {
    return shown.alerts().stream().map(a -> a.where() + ": " + a.words()).toList().toString();
  }
}
