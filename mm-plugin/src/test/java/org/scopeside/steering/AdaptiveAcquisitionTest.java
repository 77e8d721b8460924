package org.scopeside.steering;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scopeside.steering.SteeringOutcomes.counted;
import static org.scopeside.steering.SteeringOutcomes.plane;

import com.google.common.eventbus.Subscribe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.micromanager.MultiStagePosition;
import org.micromanager.PositionList;
import org.micromanager.StagePosition;
import org.micromanager.acquisition.ChannelSpec;
import org.micromanager.acquisition.SequenceSettings;
import org.micromanager.data.Coords;
import org.micromanager.data.DataProviderHasNewImageEvent;
import org.micromanager.data.Datastore;
import org.scopeside.contract.AcquisitionAction;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.Well;
import org.scopeside.micromanager.fakes.FakeDatastore;
import org.scopeside.micromanager.fakes.FakeStudio;

/** Real AcqEngJ over recorded hardware; the store's own bus stands for the tap and the analysis. */
class AdaptiveAcquisitionTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final FakeStudio fake = new FakeStudio();
  private final RecordingCore core = new RecordingCore();
  private final SteeredStudio studio = new SteeredStudio(fake, core);
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final List<AcquisitionAction> published = new CopyOnWriteArrayList<>();
  private final List<String> endings = new CopyOnWriteArrayList<>();
  private final AdaptiveAcquisition adaptive =
      new AdaptiveAcquisition(studio, this::started, Clock.systemUTC(), log::add);
  private final List<String> labels = new ArrayList<>();

  /** Images as they were put: position, time, section, channel. */
  private final List<String> images = new CopyOnWriteArrayList<>();

  /** Objects of each field by position; negative for no answer. */
  private volatile ToIntFunction<Integer> analysis = position -> 10;

  private volatile @Nullable Runnable onImage;
  private volatile @Nullable Datastore store;
  private volatile boolean frozenWhenEnding;

  @TempDir java.nio.file.@Nullable Path folder;

  @BeforeEach
  @AfterEach
  void freshEngine() throws ReflectiveOperationException {
    AcquisitionEngine.forget();
  }

  private SteeredRun started(Datastore made, SequenceSettings settings) {
    store = made;
    made.registerForEvents(this);
    return new Run();
  }

  /** What the tap and the analysis would do with each image. */
  @Subscribe
  public void image(DataProviderHasNewImageEvent event) {
    Coords at = event.getCoords();
    images.add("p" + at.getP() + " t" + at.getT() + " z" + at.getZ() + " c" + at.getC());
    Runnable also = onImage;
    if (also != null) {
      also.run();
    }
    int objects = analysis.applyAsInt(at.getP());
    if (objects >= 0) {
      FrameRef frame = new Run().frame(at);
      boolean carries = at.getC() == 0 && at.getZ() == 0;
      adaptive.outcome(carries ? counted(frame, objects) : plane(frame));
    }
  }

  /** Labels such as A1-Site_0; the well is what stands before the hyphen. */
  private final class Run implements SteeredRun {
    private final ActionJournal journal = new ActionJournal("run", published::add);

    @Override
    public ActionLog actions() {
      return journal;
    }

    @Override
    public String wellLabel(int position) {
      String label = labels.get(position);
      Well well = Well.parse(label.substring(0, label.indexOf('-')));
      return well == null ? "-" : well.label();
    }

    @Override
    public int field(int position) {
      int field = 0;
      for (int before = 0; before < position; before++) {
        field += wellLabel(before).equals(wellLabel(position)) ? 1 : 0;
      }
      return field;
    }

    @Override
    public int position(FrameRef frame) {
      for (int position = 0; position < labels.size(); position++) {
        if (wellLabel(position).equals(frame.wellLabel()) && field(position) == frame.field()) {
          return position;
        }
      }
      return -1;
    }

    FrameRef frame(Coords at) {
      int position = at.getP();
      Well well = Well.parse(wellLabel(position));
      return new FrameRef("run", well, field(position), at.getT(), at.getZ(), at.getC());
    }

    @Override
    public void ending(String reason) {
      endings.add(reason);
      frozenWhenEnding = Objects.requireNonNull(store).isFrozen();
    }
  }

  private void positions(String... wanted) {
    PositionList list = new PositionList();
    for (String label : wanted) {
      int place = list.getNumberOfPositions();
      MultiStagePosition position = new MultiStagePosition("XY", 100 * place, 0, "Z", 20 + place);
      position.setLabel(label);
      list.addPosition(position);
      labels.add(label);
    }
    fake.positions().setPositionList(list);
  }

  private static SequenceSettings.Builder settings() {
    return new SequenceSettings.Builder().usePositionList(true).shouldDisplayImages(false);
  }

  @SuppressWarnings("NonApiType") // as Micro-Manager's settings want it
  private static ArrayList<ChannelSpec> channels(ChannelSpec.Builder... specs) {
    ArrayList<ChannelSpec> channels = new ArrayList<>();
    for (ChannelSpec.Builder spec : specs) {
      channels.add(spec.channelGroup("Channel").build());
    }
    return channels;
  }

  private static ChannelSpec.Builder channel(String name, double exposureMs) {
    return new ChannelSpec.Builder().config(name).exposure(exposureMs);
  }

  private void run(SequenceSettings.Builder settings, WantedCells wanted, Duration resultWithin)
      throws Exception {
    fake.acquisitions().setAcquisitionSettings(settings.build());
    adaptive.start(wanted, resultWithin);
    awaitEnd();
  }

  private void awaitEnd() throws Exception {
    await().atMost(20, TimeUnit.SECONDS).until(() -> !adaptive.isRunning());
    FakeDatastore made = (FakeDatastore) store;
    if (made != null) {
      assertTrue(made.isFrozen());
      made.awaitDelivered();
    }
  }

  private List<String> actions() {
    return published.stream().map(AcquisitionAction::action).toList();
  }

  @Test
  void shouldLeaveAWellThatHasEnoughCells() throws Exception {
    positions("A1-Site_0", "A1-Site_1", "A1-Site_2", "A1-Site_3", "A2-Site_0", "A2-Site_1");
    analysis = position -> position < 4 ? 120 : 40;
    run(settings(), WantedCells.objects(200, 1), LONG);

    assertEquals(List.of("p0 t0 z0 c0", "p1 t0 z0 c0", "p4 t0 z0 c0", "p5 t0 z0 c0"), images);
    assertEquals(List.of("skipped"), actions());
    AcquisitionAction action = published.get(0);
    assertEquals(Well.parse("A01"), action.well());
    assertEquals(List.of(2, 3), action.fields());
    assertEquals(List.of(2, 3), action.positions());
    assertEquals(2, action.planesSkipped());
    assertEquals(240.0, action.numbers().get("objects"));
    assertEquals(
        "A01 has enough: 240 objects in 2 fields, 200 wanted; fields not imaged: 2",
        action.reason());
    assertEquals(List.of("completed"), endings);
    assertFalse(frozenWhenEnding);
    assertEquals(List.of(), log);
  }

  @Test
  void shouldDecideEachWellForItselfWhereSitesAreVisitedInTurn() throws Exception {
    positions("A1-0", "A2-0", "A1-1", "A2-1", "A1-2", "A2-2");
    analysis = position -> position % 2 == 0 ? 100 : 0;
    run(settings(), WantedCells.objects(100, 2), LONG);

    assertEquals(
        List.of("p0", "p1", "p2", "p3", "p5"),
        images.stream().map(i -> i.substring(0, 2)).toList());
  }

  @Test
  void shouldImageChannelsAndSectionsInTheOrderOfTheSettings() throws Exception {
    positions("A1-0");
    ArrayList<Double> slices = new ArrayList<>(List.of(-1.0, 0.0, 1.0));
    SequenceSettings.Builder settings =
        settings()
            .useSlices(true)
            .slices(slices)
            .relativeZSlice(true)
            .useChannels(true)
            .channels(
                channels(
                    channel("DAPI", 20),
                    channel("Off", 1).useChannel(false),
                    channel("GFP", 50).zOffset(0.5).doZStack(false)));
    run(settings.acqOrderMode(1), WantedCells.objects(1, 1), LONG);

    assertEquals(List.of("p0 t0 z0 c0", "p0 t0 z1 c0", "p0 t0 z2 c0", "p0 t0 z1 c1"), images);
    assertEquals(
        List.of(
            "XY 0.0 0.0",
            "expose 20.0",
            "Channel DAPI",
            "expose 20.0",
            "Z 19.0",
            "snap",
            "Z 20.0",
            "snap",
            "Z 21.0",
            "snap",
            "expose 50.0",
            "Channel GFP",
            "expose 50.0",
            "Z 20.5",
            "snap",
            "Channel Before",
            "XY 1.0 2.0",
            "Z 7.0"),
        core.commands());
  }

  @Test
  void shouldLetTheFirstTimePointDecideForAll() throws Exception {
    positions("A1-0", "A1-1", "A2-0", "A2-1");
    analysis = position -> position == 0 ? 50 : 10;
    SequenceSettings.Builder lapse = settings().useFrames(true).numFrames(3).intervalMs(20);
    run(lapse.acqOrderMode(0), WantedCells.objects(50, 1), LONG);

    assertEquals(
        List.of("p0 t0", "p2 t0", "p3 t0", "p0 t1", "p2 t1", "p3 t1", "p0 t2", "p2 t2", "p3 t2"),
        images.stream().map(image -> image.substring(0, 5)).toList());
    assertEquals(3, published.get(0).planesSkipped());
  }

  @Test
  void shouldHaveAllTimePointsOfAFieldFirstWhereTheSettingsSaySo() throws Exception {
    positions("A1-0", "A1-1", "A1-2");
    analysis = position -> 30;
    SequenceSettings.Builder lapse = settings().useFrames(true).numFrames(2).intervalMs(10);
    run(lapse.acqOrderMode(2), WantedCells.objects(60, 1), LONG);

    assertEquals(
        List.of("p0 t0", "p0 t1", "p1 t0", "p1 t1"),
        images.stream().map(image -> image.substring(0, 5)).toList());
  }

  @Test
  void shouldImageAnywayWhenNoResultComesInTime() throws Exception {
    positions("A1-0", "A1-1", "A1-2", "A2-0", "A2-1", "A2-2");
    analysis = position -> -1;
    long began = System.nanoTime();
    run(settings(), WantedCells.objects(1, 1), Duration.ofMillis(50));

    assertEquals(6, images.size());
    assertEquals(List.of("timed-out", "timed-out"), actions());
    assertTrue(published.get(0).reason().startsWith("no result of A01 within 50 ms"));
    assertEquals(4.0, published.get(1).numbers().get("timeouts"));
    long waitedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    assertTrue(waitedMs >= FieldCounts.PATIENCE * 50, waitedMs + " ms");
    assertEquals(List.of("completed"), endings);
  }

  @Test
  void shouldNotTrustTheCountOfAFieldOutOfFocus() throws Exception {
    positions("A1-0", "A1-1", "A1-2");
    analysis = position -> -1;
    Map<Integer, Integer> objects = new HashMap<>(Map.of(0, 500, 1, 500));
    onImage =
        () -> {
          int position = images.size() - 1;
          FrameRef frame = SteeringOutcomes.frame("A01", position, 0, 0, 0);
          String[] flags = position == 0 ? new String[] {"OUT_OF_FOCUS"} : new String[0];
          adaptive.outcome(counted(frame, objects.getOrDefault(position, 0), flags));
        };
    run(settings(), WantedCells.objects(400, 1), LONG);
    assertEquals(2, images.size());
    assertTrue(published.get(0).reason().contains("500 objects in 1 fields"));
  }

  @Test
  void shouldGoOnWithoutACountWhereEveryPlaneOfAFieldFailed() throws Exception {
    positions("A1-0", "A1-1");
    analysis = position -> -1;
    onImage =
        () ->
            adaptive.outcome(
                SteeringOutcomes.failed(SteeringOutcomes.frame("A01", images.size() - 1, 0, 0, 0)));
    run(settings(), WantedCells.objects(400, 1), LONG);
    assertEquals(2, images.size());
    assertEquals(List.of(), actions());
  }

  @Test
  void shouldEndAtOnceWhenStoppedWhileAResultIsWaitedFor() throws Exception {
    positions("A1-0", "A1-1");
    analysis = position -> -1;
    CountDownLatch first = new CountDownLatch(1);
    onImage = first::countDown;
    fake.acquisitions().setAcquisitionSettings(settings().build());
    adaptive.start(WantedCells.objects(1, 1), Duration.ofHours(1));
    assertTrue(first.await(20, TimeUnit.SECONDS));
    adaptive.stopByUser();
    awaitEnd();

    assertEquals(1, images.size());
    assertEquals(List.of("cancelled by the user"), endings);
    assertEquals(List.of("stopped"), actions());
    assertTrue(core.commands().contains("XY 1.0 2.0"), "goes back to where it was");
  }

  @Test
  void shouldTakeNoFieldWhilePaused() throws Exception {
    positions("A1-0", "A1-1", "A1-2");
    CountDownLatch first = new CountDownLatch(1);
    onImage =
        () -> {
          adaptive.pause();
          first.countDown();
        };
    fake.acquisitions().setAcquisitionSettings(settings().build());
    analysis = position -> 1;
    adaptive.start(WantedCells.objects(1000, 1), Duration.ofHours(1));
    assertTrue(first.await(20, TimeUnit.SECONDS));
    assertTrue(adaptive.isPaused());
    onImage = null;
    await().during(100, TimeUnit.MILLISECONDS).until(() -> images.size() <= 2);
    assertTrue(adaptive.isRunning());
    adaptive.resume();
    awaitEnd();
    assertEquals(3, images.size());
  }

  @Test
  void shouldFreezeTheStoreAndSayWhyWhenHardwareFails() throws Exception {
    positions("A1-0", "A1-1", "A1-2");
    core.failAt(100);
    run(settings(), WantedCells.objects(1000, 1), LONG);

    assertEquals(1, images.size());
    assertEquals(List.of("stopped"), actions());
    assertTrue(published.get(0).reason().contains("stage is stuck"), published.get(0).reason());
    assertEquals(1, endings.size());
    assertFalse(core.commands().contains("XY 1.0 2.0"), "moves nothing any more");
    assertFalse(fake.live().suspended());
    assertEquals(null, adaptive.refusal());
  }

  @Test
  void shouldEndWhenAnImageCannotBeKept() throws Exception {
    positions("A1-0", "A1-1", "A1-2");
    onImage = () -> Objects.requireNonNull((FakeDatastore) store).freeze();
    fake.acquisitions().setAcquisitionSettings(settings().build());
    adaptive.start(WantedCells.objects(1000, 1), LONG);
    await().atMost(20, TimeUnit.SECONDS).until(() -> !adaptive.isRunning());

    assertEquals(List.of("stopped"), actions());
    assertEquals("an image could not be kept: the store is frozen", published.get(0).reason());
  }

  @Test
  void shouldGiveWayToAnotherAcquisition() throws Exception {
    positions("A1-0", "A1-1");
    analysis = position -> -1;
    CountDownLatch first = new CountDownLatch(1);
    onImage = first::countDown;
    fake.acquisitions().setAcquisitionSettings(settings().build());
    adaptive.start(WantedCells.objects(1, 1), Duration.ofHours(1));
    assertTrue(first.await(20, TimeUnit.SECONDS));
    adaptive.otherStarted(Objects.requireNonNull(store));
    assertTrue(adaptive.isRunning());
    adaptive.otherStarted(FakeDatastore.inline());
    awaitEnd();
    assertEquals(List.of("another acquisition was started"), endings);
  }

  @Test
  void shouldRunAgainAfterItsEnd() throws Exception {
    positions("A1-0", "A1-1");
    run(settings(), WantedCells.objects(1, 1), LONG);
    images.clear();
    run(settings(), WantedCells.objects(1, 1), LONG);
    assertEquals(List.of("p0 t0 z0 c0"), images);
    assertEquals(List.of(), log);
  }

  @Test
  void shouldMakeChannelsOfSeveralCameras() throws Exception {
    positions("A1-0");
    core.cameras(2);
    run(
        settings().useChannels(true).channels(channels(channel("DAPI", 1), channel("GFP", 2))),
        WantedCells.objects(1, 1),
        LONG);
    assertEquals(List.of("p0 t0 z0 c0", "p0 t0 z0 c1", "p0 t0 z0 c2", "p0 t0 z0 c3"), images);
    assertEquals(
        List.of("DAPI-Camera-0", "DAPI-Camera-1", "GFP-Camera-0", "GFP-Camera-1"),
        Objects.requireNonNull(store).getSummaryMetadata().getChannelNameList());
  }

  @Test
  void shouldSaveInTheNextFolderAndShowIt() throws Exception {
    positions("A1-0");
    Path root = Objects.requireNonNull(folder);
    Files.createDirectory(root.resolve("plate_7"));
    Files.createDirectory(root.resolve("plate_x"));
    run(
        settings()
            .save(true)
            .saveMode(Datastore.SaveMode.ND_TIFF)
            .root(root.toString())
            .prefix("plate")
            .shouldDisplayImages(true),
        WantedCells.objects(1, 1),
        LONG);
    Datastore made = Objects.requireNonNull(store);
    assertEquals("plate_8", made.getName());
    assertEquals(1, fake.displays().getDisplays(made).size());
    assertEquals(List.of(made), fake.displays().managed());
    Coords planned = Objects.requireNonNull(made.getSummaryMetadata().getIntendedDimensions());
    assertEquals(1, planned.getP());
    assertEquals("A1-0", made.getSummaryMetadata().getStagePositionList().get(0).getLabel());
    assertEquals(
        List.of("channel", "z", "position", "time"), made.getSummaryMetadata().getOrderedAxes());
  }

  @Test
  void shouldRefuseInWordsWhatItCannotDo() {
    refuses(settings(), "there is no position list in use");
    positions("A1-0");
    refuses(settings().usePositionList(false), "there is no position list in use");
    refuses(settings().useAutofocus(true), "software autofocus is switched on");
    refuses(settings().useFrames(true).useCustomIntervals(true), "custom time intervals");
    refuses(settings().useChannels(true), "channels are switched on, but none of them is used");
    refuses(settings().useSlices(true), "a z stack is switched on, but it has no slices");
    ArrayList<Double> slices = new ArrayList<>(List.of(0.0));
    SequenceSettings.Builder stack = settings().useSlices(true).slices(slices);
    refuses(stack.keepShutterOpenSlices(true), "the shutter is to be kept open");
    refuses(settings().save(true).root("/no/such/folder"), "/no/such/folder, which is no folder");
    core.holdFocus();
    refuses(stack.keepShutterOpenSlices(false), "continuous focus is on");
    MultiStagePosition other = new MultiStagePosition();
    other.add(StagePosition.create2D("Other", 0, 0));
    PositionList list = new PositionList();
    list.addPosition(other);
    fake.positions().setPositionList(list);
    refuses(settings(), "is of the stage Other, not of the default one XY");
    core.unplugCamera();
    refuses(settings(), "there is no camera");
    fake.acquisitions().running(true);
    refuses(settings(), "another acquisition is running");
  }

  private void refuses(SequenceSettings.Builder settings, String words) {
    fake.acquisitions().setAcquisitionSettings(settings.build());
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class, () -> adaptive.start(WantedCells.objects(1, 1), LONG));
    assertTrue(String.valueOf(refused.getMessage()).contains(words), refused.getMessage());
    assertFalse(adaptive.isRunning());
  }

  @Test
  void shouldRefuseASecondOneWhileTheFirstRuns() throws Exception {
    positions("A1-0", "A1-1");
    analysis = position -> -1;
    fake.acquisitions().setAcquisitionSettings(settings().build());
    adaptive.start(WantedCells.objects(1, 1), Duration.ofHours(1));
    assertEquals("an adaptive acquisition is running", adaptive.refusal());
    assertThrows(
        IllegalStateException.class, () -> adaptive.start(WantedCells.objects(1, 1), LONG));
    adaptive.abort();
    await().atMost(20, TimeUnit.SECONDS).until(() -> !adaptive.isRunning());
  }
}
