package org.scopeside.segmenter.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scopeside.segmenter.engine.Engine;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.scopeside.segmenter.engine.cuda.CudaDevice;
import org.scopeside.segmenter.engine.cuda.HostCuda;
import org.scopeside.segmenter.engine.cuda.HostKernels;
import org.scopeside.segmenter.engine.onnxruntime.OnnxRuntimeEngine;
import org.scopeside.segmenter.engine.tensorrt.HostGpu;
import org.scopeside.segmenter.gpu.GpuLane;
import org.scopeside.segmenter.gpu.GpuModel;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.NonFinitePixelsException;
import org.scopeside.segmenter.image.RawSamples;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.FieldSegmentation;
import org.scopeside.segmenter.model.SegmentationModel;
import org.scopeside.segmenter.modelpackage.ModelPackage;
import org.scopeside.segmenter.modelpackage.ModelPackageReader;
import org.scopeside.simulator.PlateLayout;
import org.scopeside.simulator.SimulatedField;
import org.scopeside.simulator.SimulatedMicroscope;
import org.scopeside.simulator.SimulatedWell;
import org.scopeside.simulator.SimulationSettings;

/**
 * The shipped models, whole planes of them on a GPU made of the CPU, against the same models put
 * together on the host: the same objects, to the pixel.
 */
final class GpuModelsTest {
  private final HostGpu gpu = new HostGpu();
  private final HostCuda cuda = gpu.cuda;

  /** What a lost device held went with it. */
  private boolean lost;

  @BeforeEach
  void needsACompiler() {
    HostKernels.assumeAvailable();
  }

  @AfterEach
  void leavesNothingBehind() {
    cuda.checkMemory();
    if (!lost) {
      assertEquals(List.of(), cuda.leaks());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nuclei-star", "nuclei-flow", "nuclei-unet3", "nuclei-distance", "cells-flow"})
  void shouldFindOnTheDeviceWhatIsFoundOnTheHost(String name) throws Exception {
    ModelPackage model = packageOf(name);
    LibrarySettings settings = settings();
    try (SegmentationModel host = Networks.open(model, settings, new OnnxRuntimeEngine());
        SegmentationModel device = Networks.open(model, settings, gpu.engine())) {
      assertInstanceOf(GpuModel.class, device);
      List<FieldInput> fields = fields(host.channels().size(), 1, 320, 272);
      // Twice: the second time as a graph.
      for (int round = 0; round < 2; round++) {
        List<FieldSegmentation> expected = host.segment(fields).toCompletableFuture().join();
        List<FieldSegmentation> found = device.segment(fields).toCompletableFuture().join();
        for (int i = 0; i < fields.size(); i++) {
          assertSame(expected.get(i), found.get(i));
        }
      }
      assertEquals(0, ((GpuModel) device).fieldsOnHost());
      assertEquals(0, ((GpuModel) device).fieldsDecodedOnHost());
    }
  }

  @Test
  void shouldFindTheSameInPlanesOfBytesAndOfFractions() throws Exception {
    ModelPackage model = packageOf("nuclei-unet3");
    try (SegmentationModel host = Networks.open(model, settings(), new OnnxRuntimeEngine());
        SegmentationModel device = Networks.open(model, settings(), gpu.engine())) {
      FieldInput field = fields(1, 1, 160, 128).get(0);
      for (float gain : new float[] {1 / 16f, 1.37f, -1}) {
        FieldInput changed = new FieldInput(List.of(times(field.image(), gain)), Double.NaN);
        assertEquals(labels(host, changed), labels(device, changed), "times " + gain);
      }
    }
  }

  @Test
  void shouldFindTheSameInTheSamplesOfTheCamera() throws Exception {
    ModelPackage model = packageOf("nuclei-unet3");
    try (SegmentationModel device = Networks.open(model, settings(), gpu.engine())) {
      FieldInput field = fields(1, 1, 160, 128).get(0);
      assertTrue(device.readsRawSamples());
      for (int bytes = 1; bytes <= 2; bytes++) {
        GreyImage image = bytes == 1 ? times(field.image(), 1 / 16f) : field.image();
        ByteBuffer raw = ByteBuffer.allocate(bytes * 160 * 128).order(ByteOrder.LITTLE_ENDIAN);
        for (float pixel : image.pixels()) {
          if (bytes == 1) {
            raw.put((byte) pixel);
          } else {
            raw.putShort((short) pixel);
          }
        }
        GreyImage kept =
            new GreyImage(image.pixels(), 160, 128, new RawSamples(raw.array(), bytes));
        assertEquals(
            labels(device, FieldInput.of(image, Double.NaN)),
            labels(device, FieldInput.of(kept, Double.NaN)));
      }
    }
  }

  private static GreyImage times(GreyImage image, float gain) {
    float[] pixels = image.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      // A sixteenth of twelve bits, in whole numbers, is bytes.
      pixels[i] = gain < 1 && gain > 0 ? (int) (pixels[i] * gain) & 0xFF : pixels[i] * gain;
    }
    return new GreyImage(pixels, image.width(), image.height());
  }

  private static List<Integer> labels(SegmentationModel model, FieldInput field) {
    return Arrays.stream(segment(model, field).labels().labels()).boxed().toList();
  }

  private static FieldSegmentation segment(SegmentationModel model, FieldInput field) {
    return model.segment(List.of(field)).toCompletableFuture().join().get(0);
  }

  @Test
  void shouldTileOnTheHostWhatDoesNotFitOnTheDevice() throws Exception {
    cuda.withDevice(new CudaDevice(0, "small", 9, 0, 22 << 20, 2, true));
    ModelPackage model = packageOf("nuclei-unet3");
    try (SegmentationModel host = Networks.open(model, settings(), new OnnxRuntimeEngine());
        GpuModel device = (GpuModel) Networks.open(model, settings(), gpu.engine())) {
      FieldInput small = fields(1, 1, 128, 128).get(0);
      FieldInput large = fields(1, 1, 448, 448).get(0);
      assertEquals(labels(host, small), labels(device, small));
      assertEquals(0, device.fieldsOnHost());
      assertEquals(labels(host, large), labels(device, large));
      assertEquals(1, device.fieldsOnHost());
      assertEquals(labels(host, small), labels(device, small));
      assertEquals(1, device.fieldsOnHost());
      assertTrue(cuda.mostAllocatedBytes() <= 22 << 20);
    }
  }

  @Test
  void shouldLoseNoOtherPlaneToOneThatFails() throws Exception {
    ModelPackage model = packageOf("nuclei-unet3");
    try (GpuModel device = (GpuModel) Networks.open(model, settings(), gpu.engine())) {
      FieldInput field = fields(1, 1, 128, 96).get(0);
      List<Integer> labels = labels(device, field);
      cuda.fail("synchronize", 2, Reason.RUN_FAILED);
      int failed = 0;
      for (int i = 0; i < 6; i++) {
        try {
          assertEquals(labels, labels(device, field));
        } catch (CompletionException e) {
          failed++;
          EngineException cause = assertInstanceOf(EngineException.class, e.getCause());
          assertEquals(Reason.RUN_FAILED, cause.reason());
        }
      }
      assertEquals(1, failed);
    }
  }

  @Test
  void shouldTellTheSessionThatTheDeviceIsLost() throws Exception {
    Engine engine = gpu.engine();
    try (SegmentationModel device = Networks.open(packageOf("nuclei-unet3"), settings(), engine)) {
      FieldInput field = fields(1, 1, 128, 96).get(0);
      cuda.fail("synchronize", 0, Reason.DEVICE_LOST);
      lost = true;
      assertThrows(CompletionException.class, () -> segment(device, field));
      EngineException told = Objects.requireNonNull(gpu.lost.get());
      assertEquals(Reason.DEVICE_LOST, told.reason());
    }
  }

  @Test
  void shouldRefuseAPlaneThatHoldsNoNumbers() throws Exception {
    try (SegmentationModel device =
        Networks.open(packageOf("nuclei-unet3"), settings(), gpu.engine())) {
      float[] pixels = fields(1, 1, 64, 64).get(0).image().pixels().clone();
      pixels[77] = Float.NaN;
      FieldInput field = FieldInput.of(new GreyImage(pixels, 64, 64), Double.NaN);
      CompletionException failure =
          assertThrows(CompletionException.class, () -> segment(device, field));
      assertInstanceOf(NonFinitePixelsException.class, failure.getCause());
    }
  }

  @Test
  void shouldRecordAPlaneOnceAndThenLaunchItAsAGraph() throws Exception {
    Engine engine = gpu.engine();
    try (GpuModel model = (GpuModel) Networks.open(packageOf("nuclei-unet3"), settings(), engine);
        GpuLane lane = model.openLane()) {
      GreyImage image = fields(1, 1, 128, 96).get(0).image();
      ShortBuffer plane = ShortBuffer.allocate(128 * 96);
      for (int i = 0; i < plane.capacity(); i++) {
        plane.put(i, (short) image.pixels()[i]);
      }
      IntBuffer labels = IntBuffer.allocate(128 * 96);
      int objects = lane.segment(plane, 128, 96, labels);
      assertTrue(objects > 0);
      cuda.forgetCalls();
      for (int i = 0; i < 5; i++) {
        assertEquals(objects, lane.segment(plane, 128, 96, labels));
      }
      List<String> calls = cuda.calls();
      assertEquals(1, Collections.frequency(calls, "beginCapture"));
      assertEquals(5, Collections.frequency(calls, "launchGraph"));
      assertEquals(0, Collections.frequency(calls, "allocate"));
      assertEquals(0, Collections.frequency(calls, "allocatePinned"));
      assertEquals(
          segment(model, FieldInput.of(image, Double.NaN)).labels().objectCount(), objects);
    }
  }

  @Test
  void shouldTimeTheStepsOfAPlane() throws Exception {
    try (GpuModel model =
            (GpuModel) Networks.open(packageOf("nuclei-unet3"), settings(), gpu.engine());
        GpuLane lane = model.openLane()) {
      Map<String, Float> millis = lane.stepMillis(96, 96);
      assertEquals(
          List.of("copy up", "statistics", "tiles", "network", "stitching", "decoding"),
          List.copyOf(millis.keySet()));
      assertTrue(millis.values().stream().allMatch(each -> each >= 0), millis::toString);
    }
  }

  @Test
  void shouldFailWhatWaitsWhenItIsClosed() throws Exception {
    SegmentationModel device = Networks.open(packageOf("nuclei-unet3"), settings(), gpu.engine());
    device.close();
    FieldInput field = fields(1, 1, 64, 64).get(0);
    assertThrows(CompletionException.class, () -> segment(device, field));
  }

  private static void assertSame(FieldSegmentation expected, FieldSegmentation found) {
    assertEquals(expected.objects().size(), found.objects().size());
    for (int kind = 0; kind < expected.objects().size(); kind++) {
      FoundObjects wanted = expected.objects().get(kind).found();
      FoundObjects got = found.objects().get(kind).found();
      assertTrue(wanted.labels().objectCount() > 0);
      assertEquals(wanted.labels().objectCount(), got.labels().objectCount());
      assertArrayEquals(wanted.labels().labels(), got.labels().labels());
      assertArrayEquals(wanted.scores(), got.scores());
      assertArrayEquals(wanted.classes(), got.classes());
    }
    assertEquals(expected.seams(), found.seams());
  }

  private static LibrarySettings settings() {
    return LibrarySettings.of(List.of()).withPrecision(PrecisionChoice.FP32);
  }

  private static ModelPackage packageOf(String name) throws Exception {
    return new ModelPackageReader(new Decoders()).read(Path.of("..", "models", name));
  }

  private static List<FieldInput> fields(int channels, int count, int width, int height) {
    SimulationSettings settings =
        SimulationSettings.defaults(1)
            .withSize(width, height)
            .withChannels(List.of("DAPI", "GFP"))
            .withDefectFraction(0);
    SimulatedMicroscope microscope = new SimulatedMicroscope(settings);
    List<FieldInput> fields = new ArrayList<>();
    for (SimulatedWell well : PlateLayout.of96Wells(1).wells(count)) {
      SimulatedField field = microscope.field(well, 0, 0);
      List<GreyImage> images = new ArrayList<>();
      for (int c = 0; c < channels; c++) {
        images.add(grey(field.plane(channels - 1 - c, 0), width, height));
      }
      fields.add(new FieldInput(images, settings.pixelSizeUm()));
    }
    return fields;
  }

  private static GreyImage grey(short[] samples, int width, int height) {
    float[] grey = new float[samples.length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = samples[i] & 0xFFFF;
    }
    return new GreyImage(grey, width, height);
  }
}
