package org.scopeside.tap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mmcorej.TaggedImage;
import mmcorej.org.json.JSONException;
import mmcorej.org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.micromanager.acqj.api.AcqEngJDataSink;
import org.micromanager.acqj.main.Acquisition;
import org.scopeside.contract.ChannelRole;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.publish.PlaneContents;

/** Acquisitions of AcqEngJ without MMStudio. */
@Timeout(60)
class EngineSinkTest {
  private final RecordedRuns runs = new RecordedRuns();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final SavingSink saving = new SavingSink();

  /** Keeps what it was asked to save. */
  private static final class SavingSink implements AcqEngJDataSink {
    final List<TaggedImage> saved = new CopyOnWriteArrayList<>();
    @Nullable RuntimeException failure;
    boolean initialized;
    boolean finished;

    @Override
    public void initialize(@Nullable Acquisition acquisition, JSONObject summary) {
      initialized = true;
      requireWhole();
    }

    @Override
    public void finish() {
      finished = true;
      requireWhole();
    }

    @Override
    public boolean isFinished() {
      return finished;
    }

    @Override
    public Object putImage(TaggedImage image) {
      requireWhole();
      saved.add(image);
      return "image " + saved.size();
    }

    @Override
    public boolean anythingAcquired() {
      return !saved.isEmpty();
    }

    private void requireWhole() {
      if (failure != null) {
        throw failure;
      }
    }
  }

  @Test
  void shouldPublishWhatTheInnerSinkSaves() throws Exception {
    EnginePlan plan =
        EnginePlan.UNKNOWN
            .name("pycro run")
            .channels(List.of("DAPI", "GFP"))
            .positions(SitesTest.named("A1-Site_0", "B2-Site_0"))
            .sizes(3, 1, 12);
    ScopesideDataSink sink = sink(saving, plan);
    initialize(sink, new JSONObject().put("PixelSize_um", 0.5));
    for (int p = 0; p < 2; p++) {
      for (String channel : List.of("GFP", "DAPI")) {
        for (int z = 0; z < 3; z++) {
          sink.putImage(image(axes("position", p, "channel", channel, "z", z)));
        }
      }
    }
    assertFalse(sink.isFinished());
    sink.finish();

    RecordedRuns.Run run = runs.only();
    assertEquals("pycro_run-20260301T100000Z", run.plan.acquisition());
    assertEquals(12, run.plan.expectedPlanes());
    assertEquals(0.5, run.plan.physicalSizeXUm());
    assertEquals(2, run.plan.wells().size());
    assertEquals("completed", run.endReason());
    assertEquals(12, run.planes.size());
    assertEquals("A01/f0/t0/z0/c1", run.frames().get(0));
    assertEquals("B02/f0/t0/z2/c0", run.frames().get(11));
    assertEquals(ChannelRole.NUCLEUS, run.headers().get(11).channelRole());
    assertEquals(12, saving.saved.size());
    assertTrue(sink.isFinished() && sink.anythingAcquired() && saving.finished);
    assertEquals(List.of(), log);
  }

  @Test
  void shouldGiveTheInnerSinksAnswersBack() throws Exception {
    ScopesideDataSink sink = sink(saving, EnginePlan.UNKNOWN);
    initialize(sink, new JSONObject());
    assertFalse(sink.anythingAcquired());
    TaggedImage image = image(axes("time", 0));

    assertEquals("image 1", sink.putImage(image));
    assertSame(image, saving.saved.get(0));
  }

  @Test
  void shouldPublishWithoutAnInnerSink() throws Exception {
    ScopesideDataSink sink = sink(null, EnginePlan.UNKNOWN);
    initialize(sink, new JSONObject().put("Prefix", "run_3"));
    assertFalse(sink.anythingAcquired());
    assertNull(sink.putImage(image(axes("time", 4))));
    assertTrue(sink.anythingAcquired());
    assertFalse(sink.isFinished());
    sink.finish();
    assertTrue(sink.isFinished());

    assertEquals("run_3-20260301T100000Z", runs.only().plan.acquisition());
    assertEquals(List.of("-/f0/t4/z0/c0"), runs.only().frames());
    assertEquals(0, runs.only().plan.channels().size());
  }

  @Test
  void shouldLetTheInnerSinksFailurePassUnchanged() throws Exception {
    ScopesideDataSink sink = sink(saving, EnginePlan.UNKNOWN);
    initialize(sink, new JSONObject());
    RuntimeException diskFull = new RuntimeException("disk full");
    saving.failure = diskFull;

    assertSame(
        diskFull,
        assertThrows(RuntimeException.class, () -> sink.putImage(image(axes("time", 0)))));
    assertSame(diskFull, assertThrows(RuntimeException.class, sink::finish));
    assertEquals("completed", runs.only().endReason());
    assertEquals(1, runs.only().planes.size());
  }

  @Test
  void shouldNotBeginWhereTheInnerSinkCannot() {
    ScopesideDataSink sink = sink(saving, EnginePlan.UNKNOWN);
    saving.failure = new RuntimeException("no such folder");

    assertThrows(RuntimeException.class, () -> initialize(sink, new JSONObject()));
    assertEquals(List.of(), runs.all());
  }

  @Test
  void shouldNotDisturbTheInnerSinkWhereOursFails() throws Exception {
    runs.broken = true;
    ScopesideDataSink sink = sink(saving, EnginePlan.UNKNOWN);
    initialize(sink, new JSONObject());
    assertEquals("image 1", sink.putImage(image(axes("time", 0))));
    assertEquals("image 2", sink.putImage(new TaggedImage(new short[12], new JSONObject())));
    sink.finish();

    assertTrue(saving.initialized && saving.finished);
    assertEquals(
        List.of(
            "the acquisition is not published: java.lang.IllegalStateException: the sink is"
                + " broken"),
        log);
  }

  @Test
  void shouldCountWhatCannotBeSentAndSayItOnce() throws Exception {
    ScopesideDataSink sink = sink(saving, EnginePlan.UNKNOWN);
    initialize(sink, new JSONObject());
    sink.putImage(new TaggedImage(new double[4], image(axes("time", 0)).tags));
    sink.putImage(new TaggedImage(new double[4], image(axes("time", 1)).tags));
    sink.putImage(image(axes("z", -1)));
    sink.putImage(image(axes("time", 2)));

    RecordedRuns.Run run = runs.only();
    assertEquals(3, run.lost.size());
    assertEquals("theZ -1 is not from 0 to 0", run.lost.get(2).reason());
    assertEquals(2, log.size(), log.toString());
    assertEquals(List.of("-/f0/t2/z0/c0"), run.frames());
    assertEquals(4, saving.saved.size());
  }

  @Test
  void shouldNumberNamedChannelsCamerasAndOtherAxesAsTheyAppear() throws Exception {
    ScopesideDataSink sink = sink(null, EnginePlan.UNKNOWN);
    initialize(sink, new JSONObject());
    sink.putImage(image(axes("channel", "GFP", "camera", "Left", "row", 0, "column", 0)));
    sink.putImage(image(axes("channel", "GFP", "camera", "Right", "row", 0, "column", 0)));
    sink.putImage(image(axes("channel", "GFP", "camera", "Left", "row", 0, "column", 1)));
    sink.putImage(image(axes("channel", 5, "position", "well A")));

    RecordedRuns.Run run = runs.only();
    assertEquals(
        List.of("-/f0/t0/z0/c0", "-/f0/t0/z0/c1", "-/f1/t0/z0/c0", "-/f2/t0/z0/c5"), run.frames());
    assertEquals("GFP-Right", run.headers().get(1).channelName());
    assertEquals(6, run.headers().get(3).sizeC());
  }

  @Test
  void shouldCarryTheEnginesTags() throws Exception {
    ScopesideDataSink sink = sink(null, EnginePlan.UNKNOWN);
    initialize(sink, new JSONObject());
    TaggedImage image = image(axes("channel", "Hoechst"));
    image
        .tags
        .put("Exposure", 25.0)
        .put("PixelSize_um", 0.325)
        .put("XPosition_um_Intended", 1.0)
        .put("XPosition_um", 1.5)
        .put("YPosition_um_Intended", -2.0)
        .put("ZPosition_um_Intended", 7)
        .put("ElapsedTime-ms", 1500)
        .put("TimeReceivedByCore", "2026-03-01 10:00:00.123456")
        .put("BitDepth", 12)
        .put("Binning", "2")
        .put("Camera", "Zyla")
        .put("PositionName", "C3-Site_2");
    sink.putImage(image);

    PlaneHeader header = runs.only().headers().get(0);
    assertEquals("C03/f2/t0/z0/c0", runs.only().frames().get(0));
    assertEquals(25.0, header.exposureMs());
    assertEquals(0.325, header.physicalSizeXUm());
    assertEquals(1.5, header.positionXUm());
    assertEquals(-2.0, header.positionYUm());
    assertEquals(7.0, header.positionZUm());
    assertEquals(1500.0, header.deltaTMs());
    assertEquals(12, header.significantBits());
    assertEquals("2x2", header.binning());
    assertEquals("Zyla", header.detector());
    assertEquals("Hoechst", header.channelName());
    assertEquals(ChannelRole.NUCLEUS, header.channelRole());
    assertTrue(header.capturedAt().toString().endsWith(":00.123456Z"), "" + header.capturedAt());
  }

  @Test
  void shouldSendRedGreenBlueOfAnRgb64Image() throws Exception {
    ScopesideDataSink sink = sink(null, EnginePlan.UNKNOWN);
    initialize(sink, new JSONObject());
    JSONObject tags = new JSONObject().put("Width", 1).put("Height", 1).put("PixelType", "RGB64");
    sink.putImage(new TaggedImage(new short[] {3, 2, 1, 0}, tags));

    assertArrayEquals(
        new byte[] {1, 0, 2, 0, 3, 0}, PlaneContents.received(runs.only().planes.get(0)).pixels());
  }

  @Test
  void shouldHandImagesOnUnchangedAsAProcessor() throws Exception {
    ScopesideImageProcessor processor =
        new ScopesideImageProcessor(run(EnginePlan.UNKNOWN.name("hooked")));
    LinkedBlockingQueue<TaggedImage> in = new LinkedBlockingQueue<>();
    LinkedBlockingQueue<TaggedImage> out = new LinkedBlockingQueue<>();
    setQueues(processor, in, out);
    TaggedImage image = image(axes("time", 0));
    TaggedImage noMore = new TaggedImage(null, null);
    in.add(image);
    in.add(noMore);

    assertSame(image, out.poll(20, TimeUnit.SECONDS));
    assertSame(noMore, out.poll(20, TimeUnit.SECONDS));
    assertEquals("hooked-20260301T100000Z", runs.only().plan.acquisition());
    assertEquals(1, runs.only().planes.size());
    assertEquals("completed", runs.only().endReason());
  }

  @SuppressWarnings("NullAway") // the engine's acquisition needs hardware
  private static void setQueues(
      ScopesideImageProcessor processor,
      LinkedBlockingQueue<TaggedImage> in,
      LinkedBlockingQueue<TaggedImage> out) {
    processor.setAcqAndQueues(null, in, out);
  }

  @SuppressWarnings("NullAway") // the engine's acquisition needs hardware
  private static void initialize(ScopesideDataSink sink, JSONObject summary) {
    sink.initialize(null, summary);
  }

  private ScopesideDataSink sink(@Nullable AcqEngJDataSink inner, EnginePlan plan) {
    return new ScopesideDataSink(inner, run(plan));
  }

  private EngineRun run(EnginePlan plan) {
    return new EngineRun(
        runs,
        TapSettings.of("urn:scopeside:scope-3"),
        plan,
        new AcquisitionIds(),
        Clock.fixed(TappedStudio.NOW, ZoneOffset.UTC),
        log::add);
  }

  private static TaggedImage image(JSONObject axes) throws JSONException {
    JSONObject tags =
        new JSONObject()
            .put("Width", 4)
            .put("Height", 3)
            .put("PixelType", "GRAY16")
            .put("Axes", axes);
    return new TaggedImage(new short[12], tags);
  }

  private static JSONObject axes(Object... namesAndValues) throws JSONException {
    JSONObject axes = new JSONObject(Map.of());
    for (int i = 0; i < namesAndValues.length; i += 2) {
      axes.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return axes;
  }
}
