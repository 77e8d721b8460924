package org.scopeside.tap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scopeside.tap.TappedStudio.put;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.micromanager.acquisition.ChannelSpec;
import org.micromanager.acquisition.SequenceSettings;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.ChannelRole;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.Plane;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Well;
import org.scopeside.micromanager.fakes.FakeCoords;
import org.scopeside.micromanager.fakes.FakeDatastore;
import org.scopeside.micromanager.fakes.FakeImage;
import org.scopeside.micromanager.fakes.FakeMetadata;
import org.scopeside.micromanager.fakes.FakeSummary;
import org.scopeside.publish.PlaneContents;

/** Acquisitions of Micro-Manager, and what is published of them. */
@Timeout(60)
class FrameTapTest {
  @Test
  void shouldPublishAllPlanesOfTwoChannelsWithZStack() throws Exception {
    try (TappedStudio it = new TappedStudio()) {
      FakeDatastore store =
          it.acquiring(
              FakeDatastore.onItsThread(),
              FakeSummary.builder()
                  .prefix("plate 7_1")
                  .channels("DAPI", "GFP")
                  .labels("A1-Site_0", "A1-Site_1", "AA12-Site_3")
                  .dimensions(3, 1, 5, 2));
      for (int p = 0; p < 3; p++) {
        for (int c = 0; c < 2; c++) {
          for (int z = 0; z < 5; z++) {
            put(store, p, 0, z, c);
          }
        }
      }
      it.studio.events().acquisitionEnded(store);
      store.freeze();

      RecordedRuns.Run run = it.runs.only();
      assertEquals("completed", run.awaitEnd());
      assertEquals(30, run.planes.size());
      assertEquals(30, new HashSet<>(run.frames()).size());
      assertEquals("A01/f0/t0/z0/c0", run.frames().get(0));
      assertEquals("AA12/f3/t0/z4/c1", run.frames().get(29));
      PlaneHeader last = run.headers().get(29);
      assertEquals("GFP", last.channelName());
      assertEquals(ChannelRole.OTHER, last.channelRole());
      assertEquals(List.of(2, 5, 1), List.of(last.sizeC(), last.sizeZ(), last.sizeT()));
      assertEquals(ChannelRole.NUCLEUS, run.headers().get(0).channelRole());
      assertEquals(List.of(), it.log);
      store.awaitDelivered();
      assertEquals(0, store.subscribers().size());
      store.close();
    }
  }

  @Test
  void shouldAnnounceTheWholePlan() {
    try (TappedStudio it = new TappedStudio()) {
      it.settings =
          it.settings
              .model("nuclei-star@1")
              .roles(ChannelRoles.of(Map.of("gfp", ChannelRole.CELL)));
      it.acquiring(
          FakeSummary.builder()
              .prefix("Überlebende / 24 h_2")
              .startDate("2026-03-01 11:59:58.250 +0200")
              .channels("DAPI", "GFP", "TRITC")
              .labels("B2-Site_0", "B2-Site_1", "A1-Site_0", "A1-Site_1", "A1-Site_2")
              .dimensions(5, 4, 3, 3));

      AcquisitionStarted plan = it.runs.only().plan;
      assertEquals("Uberlebende_24_h_2-20260301T095958Z", plan.acquisition());
      assertEquals("2026-03-01T09:59:58.250Z", plan.startedAt().toString());
      assertEquals("urn:scopeside:scope-3", plan.source());
      assertEquals(List.of(new Well(1, 1), new Well(0, 0)), plan.wells());
      assertEquals(List.of(2, 3), List.of(plan.plateRows(), plan.plateColumns()));
      assertEquals(3, plan.fields());
      assertEquals(
          List.of("DAPI NUCLEUS", "GFP CELL", "TRITC OTHER"),
          plan.channels().stream().map(channel -> channel.name() + " " + channel.role()).toList());
      assertEquals(List.of(3, 4), List.of(plan.sizeZ(), plan.sizeT()));
      assertEquals(5L * 4 * 3 * 3, plan.expectedPlanes());
      assertEquals(0.65, plan.physicalSizeXUm());
      assertEquals("nuclei-star@1", plan.model());
    }
  }

  @Test
  void shouldEndOnFreezeNotOnAcquisitionEnded() throws Exception {
    try (TappedStudio it = new TappedStudio()) {
      FakeDatastore store = it.acquiring(FakeSummary.builder().dimensions(1, 3, 1, 1));
      put(store, 0, 0, 0, 0);
      it.studio.events().acquisitionEnded(store);
      RecordedRuns.Run run = it.runs.only();
      assertNull(run.endReason());

      put(store, 0, 1, 0, 0);
      put(store, 0, 2, 0, 0);
      assertNull(run.endReason());
      store.freeze();

      assertEquals("completed", run.endReason());
      assertEquals(List.of("-/f0/t0/z0/c0", "-/f0/t1/z0/c0", "-/f0/t2/z0/c0"), run.frames());
      assertEquals(List.of(), it.tap.running());
    }
  }

  @Test
  void shouldCountAnImageOfAKindThatIsNotSent() throws Exception {
    try (TappedStudio it = new TappedStudio()) {
      FakeDatastore store =
          it.acquiring(FakeSummary.builder().labels("B3-Site_0").dimensions(1, 3, 1, 1));
      for (int t = 0; t < 2; t++) {
        store.putImage(FakeImage.grey(FakeCoords.of(0, t, 0, 0), 2, 2, new double[4], 8));
      }
      put(store, 0, 2, 0, 0);
      store.freeze();

      RecordedRuns.Run run = it.runs.only();
      String reason =
          "images of this kind are not sent: double[] with 8 bytes and 1 component a pixel";
      assertEquals(List.of("B03/f0/t0/z0/c0: " + reason, "B03/f0/t1/z0/c0: " + reason), lost(run));
      assertEquals(1, it.log.size(), it.log.toString());
      assertTrue(it.log.get(0).endsWith(reason), it.log.get(0));
      assertEquals(List.of("B03/f0/t2/z0/c0"), run.frames());
      assertEquals("completed", run.endReason());
    }
  }

  @Test
  void shouldCountAnImageThatNoHeaderCanSay() throws Exception {
    try (TappedStudio it = new TappedStudio()) {
      RecordedRuns.Run run =
          it.acquired(
              FakeSummary.builder(),
              FakeImage.grey(FakeCoords.of(0, 0, 0, 0), 70_000, 1, new byte[70_000], 1),
              FakeImage.grey(FakeCoords.of(0, 1, 0, 0), 9000, 9000, new byte[0], 1),
              FakeImage.grey(FakeCoords.of(0, 2, 0, 0), 4, 3, new short[11], 2));

      assertEquals(
          List.of(
              "-/f0/t0/z0/c0: sizeX 70000 is not from 1 to 65535",
              "-/f0/t1/z0/c0: plane of 9000x9000x1 uint8 has 81000000 bytes; at most 67108864"
                  + " travel inline",
              "-/f0/t2/z0/c0: 11 samples for 4x3, not 12"),
          lost(run));
      assertEquals(0, run.planes.size());
    }
  }

  @Test
  void shouldSendRedGreenBlueOfAnRgbImage() {
    byte[] bgra = {3, 2, 1, 99, 6, 5, 4, 99};
    byte[] before = bgra.clone();
    try (TappedStudio it = new TappedStudio()) {
      RecordedRuns.Run run =
          it.acquired(FakeSummary.builder(), FakeImage.rgb32(FakeCoords.origin(), 2, 1, bgra));

      Plane plane = PlaneContents.received(run.planes.get(0));
      assertEquals(3, plane.header().samplesPerPixel());
      assertEquals(PixelType.UINT8, plane.header().pixelType());
      assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6}, plane.pixels());
      assertArrayEquals(before, bgra, "the shared buffer was written to");
    }
  }

  @Test
  void shouldSendRedGreenBlueOfSixteenBits() {
    short[] bgra = {300, 200, 100, 0};
    try (TappedStudio it = new TappedStudio()) {
      FakeImage image =
          new FakeImage(bgra, 1, 1, 2, 3, 8, FakeCoords.origin(), FakeMetadata.unknown());
      RecordedRuns.Run run = it.acquired(FakeSummary.builder(), image);

      ByteBuffer pixels =
          ByteBuffer.wrap(PlaneContents.received(run.planes.get(0)).pixels())
              .order(ByteOrder.LITTLE_ENDIAN);
      assertEquals(
          List.of(100, 200, 300),
          IntStream.range(0, 3).mapToObj(i -> (int) pixels.getShort(2 * i)).toList());
    }
  }

  @Test
  void shouldSendFloatsAndBytesAsTheyAre() {
    try (TappedStudio it = new TappedStudio()) {
      RecordedRuns.Run run =
          it.acquired(
              FakeSummary.builder(),
              FakeImage.grey(FakeCoords.of(0, 0, 0, 0), 2, 1, new float[] {1.5f, -2e9f}, 4),
              FakeImage.grey(FakeCoords.of(0, 1, 0, 0), 2, 1, new byte[] {(byte) 200, 1}, 1));

      Plane floats = PlaneContents.received(run.planes.get(0));
      ByteBuffer pixels = ByteBuffer.wrap(floats.pixels()).order(ByteOrder.LITTLE_ENDIAN);
      assertEquals(PixelType.FLOAT, floats.header().pixelType());
      assertEquals(List.of(1.5f, -2e9f), List.of(pixels.getFloat(0), pixels.getFloat(4)));
      assertEquals(PixelType.UINT8, run.headers().get(1).pixelType());
    }
  }

  @Test
  void shouldKeepTwoAcquisitionsAtOnceApart() throws Exception {
    try (TappedStudio it = new TappedStudio()) {
      FakeDatastore first = it.acquiring(FakeSummary.builder().prefix("same"));
      FakeDatastore second = it.acquiring(FakeSummary.builder().prefix("same"));
      put(first, 0, 0, 0, 0);
      put(second, 0, 7, 0, 0);
      put(first, 0, 1, 0, 0);
      second.freeze();
      put(first, 0, 2, 0, 0);

      assertEquals(2, it.runs.all().size());
      RecordedRuns.Run one = it.runs.all().get(0);
      RecordedRuns.Run two = it.runs.all().get(1);
      assertEquals("same-20260301T100000Z", one.plan.acquisition());
      assertEquals("same-20260301T100000Z-2", two.plan.acquisition());
      assertEquals(3, one.planes.size());
      assertNull(one.endReason());
      assertEquals(List.of("-/f0/t7/z0/c0"), two.frames());
      assertEquals("completed", two.endReason());
      assertEquals(1, it.tap.running().size());
    }
  }

  @Test
  void shouldEndAnAcquisitionCancelledAtTheFirstImageAsCancelled() throws Exception {
    try (TappedStudio it = new TappedStudio()) {
      FakeDatastore store = it.acquiring(FakeSummary.builder().dimensions(4, 1, 1, 1));
      put(store, 0, 0, 0, 0);
      it.studio.events().acquisitionEnded(store);
      store.freeze();

      assertEquals("cancelled", it.runs.only().endReason());
      assertEquals(1, it.runs.only().planes.size());
    }
  }

  @Test
  void shouldEndAnAcquisitionWithoutImagesAsCancelled() {
    try (TappedStudio it = new TappedStudio()) {
      FakeDatastore store = it.acquiring(FakeSummary.builder());
      it.studio.events().acquisitionEnded(null);
      store.freeze();

      assertEquals("cancelled", it.runs.only().endReason());
      assertEquals(List.of(), it.studio.events().thrown());
    }
  }

  @Test
  void shouldEndWhatRunsAsCancelledWhenClosed() throws Exception {
    TappedStudio it = new TappedStudio();
    FakeDatastore store = it.acquiring(FakeSummary.builder());
    put(store, 0, 0, 0, 0);
    it.close();
    put(store, 0, 1, 0, 0);
    it.acquiring(FakeSummary.builder());

    assertEquals("cancelled", it.runs.only().endReason());
    assertEquals(1, it.runs.only().planes.size());
    assertEquals(0, it.studio.events().subscribers().size());
    assertEquals(0, store.subscribers().size());
  }

  @Test
  void shouldPublishARewrittenImageOnce() {
    try (TappedStudio it = new TappedStudio()) {
      FakeDatastore store = it.acquiring(FakeSummary.builder().dimensions(1, 1, 1, 1));
      FakeImage image = FakeImage.grey16(FakeCoords.origin(), 4, 3);
      FakeImage unplanned = FakeImage.grey16(FakeCoords.of(0, 9, 0, 0), 4, 3);
      store.putImage(image);
      store.announce(image);
      store.announce(unplanned);
      store.announce(unplanned);
      store.freeze();

      assertEquals(List.of("-/f0/t0/z0/c0", "-/f0/t9/z0/c0"), it.runs.only().frames());
      assertEquals(List.of(), it.runs.only().lost);
    }
  }

  @Test
  void shouldLoseImagesAlongAnAxisOfTheirOwn() {
    try (TappedStudio it = new TappedStudio()) {
      FakeDatastore store = it.acquiring(FakeSummary.builder().dimensions(1, 1, 1, 1));
      store.putImage(FakeImage.grey16(FakeCoords.origin(), 4, 3));
      store.putImage(FakeImage.grey16(FakeCoords.origin().with("View", 1), 4, 3));
      store.freeze();

      assertEquals(1, it.runs.only().planes.size());
      assertEquals(
          List.of("-/f0/t0/z0/c0: images along the axis 'View' are not sent"),
          lost(it.runs.only()));
    }
  }

  @Test
  void shouldFetchWhatIsThereAlreadyOnceWhileMoreComes() throws Exception {
    try (TappedStudio it = new TappedStudio()) {
      FakeDatastore store = FakeDatastore.onItsThread();
      store.with(FakeSummary.builder().prefix("late").dimensions(1, 400, 1, 1).build());
      for (int t = 0; t < 200; t++) {
        put(store, 0, t, 0, 0);
      }
      it.tap.adopt(store);
      it.tap.adopt(store);
      for (int t = 200; t < 400; t++) {
        put(store, 0, t, 0, 0);
      }
      store.freeze();

      RecordedRuns.Run run = it.runs.only();
      assertEquals("completed", run.awaitEnd());
      assertEquals(400, run.planes.size());
      assertEquals(400, new HashSet<>(run.frames()).size());
      store.close();
    }
  }

  @Test
  void shouldNotEndWhileImagesAreStillFetched() throws Exception {
    try (TappedStudio it = new TappedStudio()) {
      CountDownLatch frozen = new CountDownLatch(1);
      it.runs.beforeOffer =
          () -> {
            try {
              frozen.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          };
      FakeDatastore store = FakeDatastore.inline();
      put(store, 0, 0, 0, 0);
      put(store, 0, 1, 0, 0);
      it.tap.adopt(store);
      store.freeze();
      assertNull(it.runs.only().endReason());
      frozen.countDown();

      assertEquals("completed", it.runs.only().awaitEnd());
      assertEquals(2, it.runs.only().planes.size());
    }
  }

  @Test
  void shouldFetchAllOfAStoreThatIsFrozenAlready() throws Exception {
    try (TappedStudio it = new TappedStudio()) {
      FakeDatastore store = FakeDatastore.inline();
      put(store, 0, 0, 0, 0);
      put(store, 0, 1, 0, 0);
      store.freeze();
      it.tap.adopt(store);

      assertEquals("completed", it.runs.only().awaitEnd());
      assertEquals(2, it.runs.only().planes.size());
    }
  }

  @Test
  void shouldFindWhatIsBeingAcquiredWhenSwitchedOnInBetween() throws Exception {
    try (TappedStudio it = new TappedStudio()) {
      FakeSummary planned = FakeSummary.builder().dimensions(1, 2, 1, 1).build();
      FakeDatastore running = FakeDatastore.inline().with(planned);
      FakeDatastore finished = FakeDatastore.inline().with(planned);
      FakeDatastore live = FakeDatastore.rewritable().with(planned);
      finished.freeze();
      it.studio.displays().createDisplay(running);
      it.studio.displays().createDisplay(finished);
      it.studio.live().show(it.studio.displays().createDisplay(live));
      it.tap.adoptRunning();
      assertEquals(List.of(), it.runs.all());

      it.studio.acquisitions().running(true);
      it.tap.adoptRunning();
      put(running, 0, 0, 0, 0);
      put(running, 0, 1, 0, 0);
      running.freeze();

      assertEquals("completed", it.runs.only().endReason());
      assertEquals(2, it.runs.only().planes.size());
    }
  }

  @Test
  void shouldLeaveUnknownMetadataUnknown() {
    try (TappedStudio it = new TappedStudio()) {
      RecordedRuns.Run run =
          it.acquired(
              FakeSummary.builder(),
              FakeImage.grey16(FakeCoords.origin(), 4, 3)
                  .with(FakeMetadata.builder().pixelSizeUm(0.0).bitDepth(32).build()));

      PlaneHeader header = run.headers().get(0);
      assertEquals(TappedStudio.NOW, header.capturedAt());
      List<Object> known = new ArrayList<>();
      for (Object value :
          new Object[] {
            header.exposureMs(),
            header.physicalSizeXUm(),
            header.physicalSizeYUm(),
            header.positionXUm(),
            header.positionYUm(),
            header.positionZUm(),
            header.deltaTMs(),
            header.binning(),
            header.detector(),
            header.significantBits(),
            header.channelName(),
            header.plateName(),
            header.well()
          }) {
        if (value != null) {
          known.add(value);
        }
      }
      assertEquals(List.of(), known);
    }
  }

  @Test
  void shouldCarryAllMetadataThatIsKnown() {
    try (TappedStudio it = new TappedStudio()) {
      FakeMetadata metadata =
          FakeMetadata.builder()
              .exposureMs(12.5)
              .pixelSizeUm(0.325)
              .xPositionUm(-1000.0)
              .yPositionUm(2000.25)
              .zPositionUm(0.0)
              .elapsedTimeMs(1234.0)
              .receivedTime("2026-03-01 11:00:01.250 +0100")
              .binning(2)
              .bitDepth(12)
              .camera("Zyla\n4.2")
              .build();
      RecordedRuns.Run run =
          it.acquired(
              FakeSummary.builder().channels("405"),
              FakeImage.grey16(FakeCoords.origin(), 4, 3).with(metadata));

      PlaneHeader header = run.headers().get(0);
      assertEquals("2026-03-01T10:00:01.250Z", header.capturedAt().toString());
      assertEquals(12.5, header.exposureMs());
      assertEquals(0.325, header.physicalSizeXUm());
      assertEquals(0.325, header.physicalSizeYUm());
      assertEquals(-1000.0, header.positionXUm());
      assertEquals(2000.25, header.positionYUm());
      assertEquals(0.0, header.positionZUm());
      assertEquals(1234.0, header.deltaTMs());
      assertEquals("2x2", header.binning());
      assertEquals(12, header.significantBits());
      assertEquals("Zyla4.2", header.detector());
      assertEquals(ChannelRole.NUCLEUS, header.channelRole());
    }
  }

  @Test
  void shouldPlanChannelsThatSkipTimePointsAndZStacks() {
    ChannelSpec.Builder dapi = new ChannelSpec.Builder().config("DAPI");
    ChannelSpec.Builder once = new ChannelSpec.Builder().config("BF").doZStack(false);
    ChannelSpec.Builder seldom = new ChannelSpec.Builder().config("GFP").skipFactorFrame(2);
    ChannelSpec.Builder never = new ChannelSpec.Builder().config("Cy5").useChannel(false);
    SequenceSettings settings =
        new SequenceSettings.Builder()
            .useFrames(true)
            .numFrames(7)
            .useSlices(true)
            .slices(new ArrayList<>(List.of(0.0, 1.0, 2.0, 3.0)))
            .useChannels(true)
            .channels(
                new ArrayList<>(List.of(dapi.build(), once.build(), seldom.build(), never.build())))
            .usePositionList(true)
            .build();
    try (TappedStudio it = new TappedStudio()) {
      FakeDatastore store = FakeDatastore.inline();
      store.with(
          FakeSummary.builder()
              .channels("DAPI", "BF", "GFP")
              .labels("A1-Site_0", "A2-Site_0")
              .dimensions(2, 7, 4, 3)
              .build());
      it.studio.events().acquisitionStarted(store, settings);

      // DAPI 7 x 4, BF 7 x 1, GFP at time points 0, 3, 6 x 4.
      assertEquals(2 * (28 + 7 + 12), it.runs.only().plan.expectedPlanes());
    }
  }

  @Test
  void shouldCountEveryCameraOfAChannel() {
    SequenceSettings settings =
        new SequenceSettings.Builder()
            .useChannels(true)
            .channels(new ArrayList<>(List.of(new ChannelSpec.Builder().config("GFP").build())))
            .build();
    try (TappedStudio it = new TappedStudio()) {
      FakeDatastore store = FakeDatastore.inline();
      store.with(
          FakeSummary.builder()
              .channels("GFP-Left", "GFP-Right")
              .labels("A1-Site_0", "A2-Site_0")
              .dimensions(1, 1, 1, 2)
              .build());
      it.studio.events().acquisitionStarted(store, settings);
      store.putImage(
          FakeImage.grey16(FakeCoords.of(0, 0, 0, 1), 4, 3)
              .with(FakeMetadata.builder().camera("Right").build()));

      RecordedRuns.Run run = it.runs.only();
      assertEquals(2, run.plan.expectedPlanes());
      assertEquals(List.of(), run.plan.wells(), "the position list is not used");
      assertEquals(List.of("-/f0/t0/z0/c1"), run.frames());
      assertEquals("GFP-Right", run.headers().get(0).channelName());
      assertEquals("Right", run.headers().get(0).detector());
    }
  }

  @Test
  void shouldNeverLetAFailureReachMicroManager() throws Exception {
    try (TappedStudio it = new TappedStudio()) {
      FakeDatastore store = it.acquiring(FakeSummary.builder());
      it.runs.broken = true;
      put(store, 0, 0, 0, 0);
      put(store, 0, 1, 0, 0);
      it.acquiring(FakeSummary.builder());
      it.runs.broken = false;
      put(store, 0, 2, 0, 0);
      store.freeze();

      assertEquals(List.of(), List.copyOf(it.studio.events().thrown()));
      assertEquals(List.of("-/f0/t2/z0/c0"), it.runs.only().frames());
      assertEquals("completed", it.runs.only().endReason());
      assertEquals(
          1, it.log.stream().filter(line -> line.contains("an image was not sent")).count());
      assertTrue(
          it.log.stream().anyMatch(line -> line.contains("is not published")), it.log.toString());
    }
  }

  @Test
  void shouldTellOthersWhichFrameAnImageIs() throws Exception {
    try (TappedStudio it = new TappedStudio()) {
      FakeDatastore store =
          it.acquiring(
              FakeSummary.builder().labels("B2-Site_1", "C3-Site_0").dimensions(2, 1, 1, 1));
      store.freeze();

      TappedAcquisition known = it.tap.acquisitionOf(store);
      assertNotNull(known);
      assertEquals(
          it.runs.only().plan.acquisition() + "/C03/f0/t4/z0/c1",
          known.frame(FakeCoords.of(1, 4, 0, 1)).id());
      assertEquals(0, known.positionOf(new Well(1, 1), 1));
      assertEquals(-1, known.positionOf(new Well(1, 1), 0));
      assertNull(it.tap.acquisitionOf(FakeDatastore.inline()));
    }
  }

  @Test
  void shouldPlaceImagesByTheNamesOfTheirPositionsWhereThereIsNoList() {
    try (TappedStudio it = new TappedStudio()) {
      RecordedRuns.Run run =
          it.acquired(FakeSummary.builder(), at(0, "C4-Site_2"), at(1, "C4-Site_2"), at(2, "here"));

      assertEquals(List.of("C04/f2/t0/z0/c0", "C04/f3/t0/z0/c0", "-/f2/t0/z0/c0"), run.frames());
    }
  }

  private static FakeImage at(int position, String name) {
    return FakeImage.grey16(FakeCoords.of(position, 0, 0, 0), 4, 3)
        .with(FakeMetadata.builder().positionName(name).build());
  }

  private static List<String> lost(RecordedRuns.Run run) {
    return run.lost.stream()
        .map(
            lost ->
                lost.frame().id().substring(run.plan.acquisition().length() + 1)
                    + ": "
                    + lost.reason())
        .toList();
  }
}
