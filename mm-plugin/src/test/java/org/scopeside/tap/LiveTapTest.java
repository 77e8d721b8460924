package org.scopeside.tap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.scopeside.micromanager.fakes.FakeCoords;
import org.scopeside.micromanager.fakes.FakeDatastore;
import org.scopeside.micromanager.fakes.FakeDisplay;
import org.scopeside.micromanager.fakes.FakeImage;
import org.scopeside.micromanager.fakes.FakeStudio;
import org.scopeside.micromanager.fakes.FakeSummary;

/** Live mode, sampled every two seconds of a clock that the test turns. */
@Timeout(60)
class LiveTapTest {
  private final FakeStudio studio = new FakeStudio();
  private final RecordedRuns runs = new RecordedRuns();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
  private final LiveTap tap =
      new LiveTap(
          studio,
          runs,
          () -> TapSettings.of("urn:scopeside:scope-3"),
          LiveTap.PERIOD_MS,
          new AcquisitionIds(),
          Clock.fixed(TappedStudio.NOW, ZoneOffset.UTC),
          nanos::get,
          log::add);

  @AfterEach
  void close() {
    tap.close();
    assertEquals(List.of(), log);
    assertEquals(List.of(), List.copyOf(studio.events().thrown()));
    assertEquals(0, studio.events().subscribers().size());
  }

  @Test
  void shouldStayAwayFromLiveModeUnlessWanted() {
    tap.start();
    FakeDatastore store = live("DAPI");
    tap.look();
    image(store, 0);

    assertEquals(0, runs.all().size());
    assertEquals(0, store.subscribers().size());
  }

  @Test
  void shouldSampleOneImageOfEachCameraInTwoSeconds() {
    tap.start();
    tap.want(true);
    FakeDatastore store = live("GFP-Left", "GFP-Right");
    tap.look();
    for (int tenth = 0; tenth < 60; tenth++) {
      image(store, 0);
      image(store, 1);
      nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
    }
    RecordedRuns.Run run = runs.only();
    assertNull(run.endReason());
    studio.live().turn(false);

    assertEquals("live-20260301T100000Z", run.plan.acquisition());
    assertEquals(
        List.of(
            "-/f0/t0/z0/c0",
            "-/f0/t0/z0/c1",
            "-/f0/t1/z0/c0",
            "-/f0/t1/z0/c1",
            "-/f0/t2/z0/c0",
            "-/f0/t2/z0/c1"),
        run.frames());
    assertEquals("completed", run.endReason());
    assertEquals(0, store.subscribers().size());
  }

  @Test
  void shouldLeaveTwoSecondsBetweenImagesWheneverTheyCome() {
    tap.start();
    tap.want(true);
    FakeDatastore store = lookedAt(live("DAPI"));
    for (long ms : new long[] {1900, 200, 1700, 200}) {
      nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(ms));
      image(store, 0);
    }

    assertEquals(List.of("-/f0/t0/z0/c0", "-/f0/t2/z0/c0"), runs.only().frames());
  }

  @Test
  void shouldFollowTheDisplayWhenItIsReplaced() {
    tap.start();
    tap.want(true);
    FakeDatastore before = live("DAPI");
    tap.look();
    image(before, 0);
    FakeDatastore after = FakeDatastore.rewritable().with(FakeSummary.builder().build());
    studio.live().show(new FakeDisplay(after));
    tap.look();
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
    image(before, 0);
    image(after, 0);

    assertEquals(List.of("-/f0/t0/z0/c0", "-/f0/t1/z0/c0"), runs.only().frames());
    assertEquals(0, before.subscribers().size());
  }

  @Test
  void shouldBeginAnAcquisitionForEachTimeLiveModeIsOn() {
    tap.start();
    tap.want(true);
    image(lookedAt(live("DAPI")), 0);
    studio.live().turn(false);
    studio.live().turn(true);
    studio.live().turn(false);
    image(lookedAt(live("DAPI")), 0);
    tap.want(false);

    assertEquals(
        List.of("live-20260301T100000Z completed", "live-20260301T100000Z-2 completed"),
        runs.all().stream().map(run -> run.plan.acquisition() + " " + run.endReason()).toList());
  }

  @Test
  void shouldBeginAtOnceWhenWantedWhileLiveModeIsOn() {
    tap.start();
    FakeDatastore store = live("DAPI");
    tap.want(true);
    image(lookedAt(store), 0);
    tap.close();

    assertEquals("completed", runs.only().endReason());
    assertEquals(1, runs.only().planes.size());
  }

  private FakeDatastore lookedAt(FakeDatastore store) {
    tap.look();
    return store;
  }

  private FakeDatastore live(String... channels) {
    studio.live().turn(true);
    FakeDatastore store =
        FakeDatastore.rewritable().with(FakeSummary.builder().channels(channels).build());
    studio.live().show(new FakeDisplay(store));
    return store;
  }

  private static void image(FakeDatastore store, int camera) {
    store.putImage(FakeImage.grey16(FakeCoords.of(0, 0, 0, camera), 4, 3));
  }
}
