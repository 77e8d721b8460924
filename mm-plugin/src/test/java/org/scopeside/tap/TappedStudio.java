package org.scopeside.tap;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.micromanager.data.Datastore;
import org.scopeside.micromanager.fakes.FakeCoords;
import org.scopeside.micromanager.fakes.FakeDatastore;
import org.scopeside.micromanager.fakes.FakeImage;
import org.scopeside.micromanager.fakes.FakeStudio;
import org.scopeside.micromanager.fakes.FakeSummary;

/** A Micro-Manager whose acquisitions are tapped into a record. */
final class TappedStudio implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  final FakeStudio studio = new FakeStudio();
  final RecordedRuns runs = new RecordedRuns();
  final List<String> log = new CopyOnWriteArrayList<>();
  TapSettings settings = TapSettings.of("urn:scopeside:scope-3");
  final FrameTap tap =
      new FrameTap(
          studio,
          runs,
          () -> settings,
          () -> 0.65,
          new AcquisitionIds(),
          Clock.fixed(NOW, ZoneOffset.UTC),
          log::add);

  TappedStudio() {
    tap.start();
  }

  /** A store that posts inline, with an acquisition that has begun in it. */
  FakeDatastore acquiring(FakeSummary.Builder summary) {
    return acquiring(FakeDatastore.inline(), summary);
  }

  FakeDatastore acquiring(FakeDatastore store, FakeSummary.Builder summary) {
    store.with(summary.build());
    studio.events().acquisitionStarted(store);
    return store;
  }

  /** An acquisition of one image from start to freeze. */
  RecordedRuns.Run acquired(FakeSummary.Builder summary, FakeImage... images) {
    FakeDatastore store = acquiring(summary);
    for (FakeImage image : images) {
      store.putImage(image);
    }
    store.freeze();
    return runs.only();
  }

  /** Puts a small grey image. */
  static void put(Datastore store, int p, int t, int z, int c) throws Exception {
    store.putImage(FakeImage.grey16(FakeCoords.of(p, t, z, c), 4, 3));
  }

  @Override
  public void close() {
    tap.close();
  }
}
