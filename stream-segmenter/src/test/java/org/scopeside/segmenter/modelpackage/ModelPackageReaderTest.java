package org.scopeside.segmenter.modelpackage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scopeside.contract.ChannelRole;
import org.scopeside.segmenter.modelpackage.ModelDescription.Blend;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;
import org.scopeside.segmenter.modelpackage.ModelDescription.MeasuredQuality;
import org.scopeside.segmenter.modelpackage.ModelDescription.Size;
import org.scopeside.segmenter.modelpackage.ModelDescription.Tiling;
import org.scopeside.segmenter.modelpackage.Preprocessing.ScaleLinear;
import org.scopeside.segmenter.modelpackage.Preprocessing.ScaleRange;
import org.scopeside.segmenter.modelpackage.Preprocessing.ZeroMeanUnitVariance;

class ModelPackageReaderTest {
  @TempDir Path temp;
  private Path folder;
  private Path cache;
  private PackageWriter writer;
  private ModelPackageReader reader;

  @BeforeEach
  void prepare() throws IOException {
    folder = temp.resolve("package");
    cache = temp.resolve("cache");
    writer = PackageWriter.sound();
    reader = new ModelPackageReader(PackageWriter.decoders(), cache);
  }

  private List<String> problems() throws IOException {
    Path written = writer.folder(folder);
    return assertThrows(InvalidModelPackageException.class, () -> reader.read(written)).problems();
  }

  private void assertProblem(String problem) throws IOException {
    assertEquals(List.of(problem), problems());
  }

  @Test
  void shouldReadEverythingASoundPackageSays() throws Exception {
    ModelPackage model = reader.read(writer.folder(folder));
    ModelDescription description = model.description();
    assertEquals("smooth-nuclei@1.10", description.reference());
    assertEquals(List.of("Ada (Institute)", "Grace"), description.authors());
    assertEquals("10.1000/1", description.cite().get(0).doi());
    assertEquals(List.of(ChannelRole.NUCLEUS), description.channels());
    assertEquals(new Tiling(256, 16, Blend.TAPER), description.tiling());
    assertEquals(0.65, description.scale().pixelSizeUm());
    assertTrue(Double.isNaN(description.scale().objectDiameterPx()));
    var input = Objects.requireNonNull(description.input());
    assertEquals(Layout.BCYX, input.layout());
    assertEquals(new Size(8, 4), input.sizeX());
    assertEquals(List.of(new ScaleLinear(2, 0.1)), input.preprocessing());
    assertEquals("smooth", description.outputs().get(0).id());
    assertEquals(1, description.outputs().get(0).spacing());
    assertEquals(Map.of("threshold", 0.5), description.decoders().get(0).parameters());
    assertEquals(
        List.of(new MeasuredQuality("twelve images", "F1@0.5", 0.9, "nobody")),
        description.quality());
    assertEquals("scopeside-tests", Objects.requireNonNull(model.details().header()).producer());
    assertEquals("written by hand", model.details().weightsComment());
    assertTrue(
        Files.isSameFile(folder.resolve("net.onnx"), Objects.requireNonNull(model.network())));
  }

  @ParameterizedTest
  @CsvSource({"rdf.yaml", "bioimageio.yaml"})
  void shouldReadTheNamesThatBioimageIoGivesTheDescription(String name) throws Exception {
    assertEquals(
        "smooth-nuclei@1.10", reader.read(writer.folder(folder, name)).description().reference());
  }

  @ParameterizedTest
  @CsvSource({"''", "smooth/"})
  void shouldReadAZipWithTheDescriptionAtItsTopOrInItsOneFolder(String prefix) throws Exception {
    Path zip = writer.zip(temp.resolve("model.zip"), prefix);
    ModelPackage model = reader.read(zip);
    Path network = Objects.requireNonNull(model.network());
    assertTrue(network.startsWith(cache));
    Path source = writer.folder(folder).resolve("net.onnx");
    assertArrayEquals(Files.readAllBytes(source), Files.readAllBytes(network));
    Files.writeString(network, "damaged later");
    reader.read(zip);
    assertArrayEquals(Files.readAllBytes(source), Files.readAllBytes(network));
  }

  @Test
  void shouldUnpackWeightsOnceWhenManyStartTogether() throws Exception {
    Path zip = writer.zip(temp.resolve("model.zip"));
    ExecutorService starts = Executors.newFixedThreadPool(8);
    try {
      List<Callable<ModelPackage>> reads = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        reads.add(() -> reader.read(zip));
      }
      for (Future<ModelPackage> read : starts.invokeAll(reads)) {
        assertTrue(Files.exists(Objects.requireNonNull(read.get().network())));
      }
    } finally {
      starts.shutdownNow();
    }
    try (Stream<Path> kept = Files.list(cache)) {
      assertEquals(1, kept.count(), "nothing partial is left");
    }
  }

  @Test
  void shouldTellAllProblemsAtOnceWithTheirPaths() throws IOException {
    writer
        .replace("license: BSD-3-Clause\n", "")
        .replace("{type: channel, channel_names: [dna]}", "{type: index, size: 1}")
        .replace("sha256: @net@", "sha256: " + "0".repeat(64))
        .replace("name: foreground", "name: foregroud")
        .replace("channels: [nucleus]", "channels: [nuclei]");
    List<String> problems = problems();
    assertEquals(5, problems.size(), problems::toString);
    assertTrue(problems.contains("license: is missing: an SPDX identifier such as BSD-3-Clause"));
    assertTrue(problems.contains("inputs[0].axes: no axis of type channel"));
    assertTrue(
        problems.stream().anyMatch(p -> p.startsWith("weights.onnx.sha256: is 0000")),
        problems::toString);
    assertTrue(
        problems.contains(
            "config.scopeside.decoder.name: foregroud is not known; there are box-mask, flows,"
                + " foreground, star-convex"),
        problems::toString);
    assertTrue(
        problems.contains(
            "config.scopeside.channels[0]: is nuclei; one of nucleus, cell, membrane, other is"
                + " needed"),
        problems::toString);
  }

  @Test
  void shouldTellOfMissingWeights() throws IOException {
    writer.without("net.onnx").replace("@net@", "0".repeat(64));
    assertProblem("weights.onnx.source: there is no file net.onnx in the package");
  }

  @Test
  void shouldTellTheHashOfWeightsThatStateNone() throws IOException {
    String hash =
        Sha256.of(Files.newInputStream(writer.folder(folder).resolve("net.onnx")), 1 << 20);
    writer.replace("    sha256: @net@\n", "");
    assertProblem("weights.onnx.sha256: is missing; that of net.onnx is " + hash);
  }

  @Test
  void shouldTellOfTensorsThatTheNetworkLacks() throws IOException {
    writer.replace("- id: image\n", "- id: raw\n").replace("tensor_id: image", "tensor_id: raw");
    assertProblem(
        "net.onnx: the network has no input raw; there is image (config.scopeside.tensors tells"
            + " names that differ)");
  }

  @Test
  void shouldTakeOtherNamesOfTensorsFromTheBlock() throws Exception {
    writer
        .replace("- id: image\n", "- id: raw\n")
        .replace("tensor_id: image", "tensor_id: raw")
        .replace("    channels: [", "    tensors: {raw: image}\n    channels: [");
    ModelPackage model = reader.read(writer.folder(folder));
    assertEquals("image", Objects.requireNonNull(model.description().input()).id());
  }

  @Test
  void shouldTellOfTensorsOfOtherShapesAndTypes() throws IOException {
    writer.network("mean3_fixed");
    assertEquals(
        List.of(
            "net.onnx: image float32[1, 1, 8, 8] takes 8 rows only; the axes state any from 8",
            "net.onnx: image float32[1, 1, 8, 8] takes 8 columns only; the axes state any from 8"),
        problems());
    writer.network("sum_and_difference");
    assertTrue(problems().get(0).contains("the network has no input image; there is a, b"));
    writer.network("from_uint8");
    assertTrue(
        problems().contains("net.onnx: image uint8[?, 1, ?, ?] is not of type float32"),
        () -> "no word on the type");
  }

  @Test
  void shouldTellOfAFileThatIsNoNetwork() throws IOException {
    writer.file("net.onnx", "weights, honestly".getBytes(StandardCharsets.UTF_8));
    List<String> problems = problems();
    assertEquals(1, problems.size(), problems::toString);
    assertTrue(
        problems.get(0).startsWith("weights.onnx.source: net.onnx is no network that can be read"),
        problems::toString);
  }

  @Test
  void shouldNeverOpenWeightsThatAreProgrammes() throws IOException {
    writer.replace("  onnx:\n", "  pytorch_state_dict:\n");
    assertProblem(
        "weights: there is pytorch_state_dict, which is never opened here; only onnx is run: convert"
            + " the network");
  }

  @Test
  void shouldTellAllWrongParametersOfADecoder() throws IOException {
    writer.replace("{threshold: 0.5}", "{threshold: 5, treshold: 0.5}");
    assertProblem(
        "config.scopeside.decoder.parameters: decoder foreground: threshold is 5; a number from 0.0"
            + " to 1.0 is needed; treshold is not known; there are threshold");
  }

  @Test
  void shouldTellOfMapsThatTheDecoderCannotRead() throws IOException {
    writer.replace("maps: [smooth]", "maps: [smooth, smoth]");
    assertProblem("config.scopeside.decoder.maps[1]: smoth is no output; there are smooth");
    writer = PackageWriter.sound();
    writer.replace("channel_names: [probability]", "channel_names: [a, b]");
    assertTrue(
        problems()
            .contains(
                "config.scopeside.decoder.maps: [smooth] have 2 channels together; foreground reads"
                    + " 1"));
    writer = PackageWriter.sound();
    writer.replace("name: foreground", "name: box-mask");
    assertProblem(
        "config.scopeside.decoder.tensors.boxes: is missing: the output that box-mask needs");
  }

  @ParameterizedTest
  @CsvSource({
    "../net.onnx,leads out of the package",
    "a/../../net.onnx,leads out of the package",
    "/etc/passwd,is absolute; a path within the package is needed",
    "C:net.onnx,is absolute; a path within the package is needed",
    "https://example.org/net.onnx,is on the web; put the file into the package",
  })
  void shouldRefusePathsThatLeadOutOfThePackage(String source, String reason) throws IOException {
    writer.replace("source: net.onnx", "source: " + source);
    Files.createDirectories(folder);
    Files.writeString(temp.resolve("net.onnx"), "not to be read");
    assertProblem("weights.onnx.source: " + source + " " + reason);
  }

  @Test
  void shouldRefuseALinkOutOfThePackageAndFollowOneWithinIt() throws Exception {
    Path outside = temp.resolve("outside.onnx");
    writer.folder(folder);
    Files.move(folder.resolve("net.onnx"), outside);
    Files.createSymbolicLink(folder.resolve("net.onnx"), outside);
    InvalidModelPackageException e =
        assertThrows(InvalidModelPackageException.class, () -> reader.read(folder));
    assertEquals(
        List.of("weights.onnx.source: net.onnx is a link that leads out of the package"),
        e.problems());
    Files.move(outside, folder.resolve("real.onnx"));
    Files.delete(folder.resolve("net.onnx"));
    Files.createSymbolicLink(folder.resolve("net.onnx"), Path.of("real.onnx"));
    assertEquals("smooth-nuclei", reader.read(folder).description().id());
  }

  @ParameterizedTest
  @CsvSource({
    "../../evil.sh,leads out of the package",
    "/evil.sh,is absolute; a path within the package is needed"
  })
  void shouldRefuseAZipWhoseEntriesLeadOutOfIt(String entry, String reason) throws IOException {
    Path zip = writer.file(entry, new byte[1]).zip(temp.resolve("slip.zip"));
    InvalidModelPackageException e =
        assertThrows(InvalidModelPackageException.class, () -> reader.read(zip));
    assertEquals(List.of("slip.zip: " + entry + " " + reason), e.problems());
    assertFalse(Files.exists(temp.resolve("evil.sh")));
  }

  @Test
  void shouldRefuseWhatIsNoPackage() throws IOException {
    Path notes = Files.writeString(temp.resolve("notes.zip"), "no zip at all");
    assertTrue(
        assertThrows(InvalidModelPackageException.class, () -> reader.read(notes))
            .problems()
            .get(0)
            .startsWith("notes.zip: is no zip that can be read"));
    Files.createDirectories(folder);
    assertEquals(
        List.of(
            "model.yaml: there is no such file in the package, nor rdf.yaml or bioimageio.yaml"),
        assertThrows(InvalidModelPackageException.class, () -> reader.read(folder)).problems());
    assertEquals(
        List.of("nowhere: there is no folder or zip " + temp.resolve("nowhere")),
        assertThrows(InvalidModelPackageException.class, () -> reader.read(temp.resolve("nowhere")))
            .problems());
  }

  @Test
  void shouldRefuseOtherFormatsAndSayWhatToDo() throws IOException {
    writer.replace("format_version: 0.5.4", "format_version: 0.4.9");
    assertProblem(
        "format_version: 0.4.9 is not supported; 0.5 is: bioimageio.core's command `bioimageio"
            + " update-format` converts it");
    writer.replace("format_version: 0.4.9", "format_version: 1.0.0");
    assertProblem("format_version: 1.0.0 is not supported; 0.5 is");
    writer
        .replace("format_version: 1.0.0", "format_version: 0.5.0")
        .replace("type: model\n", "type: dataset\n");
    assertProblem("type: is dataset; model is needed");
  }

  @Test
  void shouldSayWhichBlockAPackageOfBioimageIoLacks() throws IOException {
    writer.cutFrom("config:").replace("- id: image\n", "- id: raw\n");
    assertProblem(
        "config.scopeside: is missing, so nobody knows how the outputs become objects; add for"
            + " example config: {scopeside: {channels: [nucleus], decoder: {name: foreground,"
            + " objects: Nuclei, maps: [smooth]}, tensors: {raw: 'image'}}}");
  }

  @Test
  void shouldAcceptTheBlockThatItSuggests() throws Exception {
    writer.cutFrom("config:");
    String problem = problems().get(0);
    String block = problem.substring(problem.indexOf("config: {"));
    writer.model(PackageWriter.MODEL).cutFrom("config:");
    writer.model(
        PackageWriter.MODEL.substring(0, PackageWriter.MODEL.indexOf("config:\n")) + block);
    ModelPackage model = reader.read(writer.folder(folder));
    assertEquals("foreground", model.description().decoders().get(0).name());
    assertEquals(new Tiling(0, 0, Blend.CENTRE), model.description().tiling());
  }

  @Test
  void shouldTellOfKeysInTheBlockThatNobodyReads() throws IOException {
    writer.replace("      objects: Nuclei", "      objects: Nuclei\n      niter: 200");
    assertProblem(
        "config.scopeside.decoder.niter: is not known; there are name, objects, maps, tensors,"
            + " parameters");
  }

  @Test
  void shouldTellOfTilesThatTheInputDoesNotTake() throws IOException {
    writer.replace("tile: 256, halo: 16", "tile: 30, halo: 15");
    assertEquals(
        List.of(
            "config.scopeside.tiling.tile: 30 is no size the input takes: 8 + n * 4",
            "config.scopeside.tiling.halo: 15 at each side leaves nothing of a tile of 30"),
        problems());
  }

  @Test
  void shouldReadPreprocessingWithBioimageIosDefaults() throws Exception {
    writer.replace(
        "- {id: scale_linear, kwargs: {gain: 2, offset: 1e-1}}",
        String.join(
            "\n      ",
            "- {id: ensure_dtype, kwargs: {dtype: float32}}",
            "- {id: scale_range, kwargs: {axes: [x, y], min_percentile: 1, max_percentile: 99.8}}",
            "- {id: zero_mean_unit_variance}"));
    assertEquals(
        List.of(new ScaleRange(1, 99.8, 1e-6, false), new ZeroMeanUnitVariance(1e-6, false)),
        Objects.requireNonNull(reader.read(writer.folder(folder)).description().input())
            .preprocessing());
  }

  @Test
  void shouldTellOfPreprocessingThatItCannotDo() throws IOException {
    writer.replace(
        "- {id: scale_linear, kwargs: {gain: 2, offset: 1e-1}}",
        String.join(
            "\n      ",
            "- {id: binarize, kwargs: {threshold: 1}}",
            "- {id: scale_range, kwargs: {axes: [batch], min_percentile: 99, max_percentile: 2}}",
            "- {id: ensure_dtype, kwargs: {dtype: uint8}}"));
    assertEquals(
        List.of(
            "inputs[0].preprocessing[0].id: is binarize; there are scale_range,"
                + " zero_mean_unit_variance, fixed_zero_mean_unit_variance, scale_linear, clip,"
                + " ensure_dtype",
            "inputs[0].preprocessing[1].kwargs.axes: must hold y and x: statistics are of whole"
                + " planes",
            "inputs[0].preprocessing[1].kwargs.min_percentile: 99.0 is not below max_percentile"
                + " 2.0",
            "inputs[0].preprocessing[2].kwargs.dtype: is uint8; networks are given float32 here"),
        problems());
  }

  @Test
  void shouldReadActivationsAndSpacings() throws Exception {
    writer
        .network("pool2")
        .replace("- id: smooth", "- id: pooled")
        .replace("maps: [smooth]", "maps: [pooled]")
        .replace("name: foreground", "name: flows")
        .replace("channel_names: [probability]", "channel_names: [a, b]")
        .replace("halo: 2}", "halo: 2, scale: 2}")
        .replace("  test_tensor: {source: smooth.npy}", "  postprocessing: [{id: sigmoid}]")
        .replace(", halo: 16", "");
    ModelDescription model = reader.read(writer.folder(folder)).description();
    assertEquals(2, model.outputs().get(0).spacing());
    assertEquals(Activation.SIGMOID, model.outputs().get(0).activation());
    assertEquals(4, model.tiling().halo(), "the outputs' halo, in pixels of the input");
  }

  @Test
  void shouldHandTheSizeModelToTheDecoderThatReadsTheStyle() throws Exception {
    String size =
        "    size_model: {tensor: smooth, coefficients: [0.5], mean_style: [0.1],"
            + " mean_log_diameter: 3}\n";
    writer.replace("    channels: [", size + "    channels: [");
    assertProblem("config.scopeside.size_model: needs a decoder with tensors: {style: its tensor}");
    writer
        .replace("name: foreground", "name: flows\n      tensors: {style: smooth}")
        .replace("{pixel_size_um: 0.65}", "{object_diameter_px: 20}");
    ModelDescription model = reader.read(writer.folder(folder)).description();
    assertEquals(
        Map.of(
            "A", List.of(0.5), "smean", List.of(0.1), "ymean", 3 - Math.log(20), "diam_mean", 20.0),
        model.decoders().get(0).parameters().get("size_model"));
  }

  @Test
  void shouldReadAFusionOfTwoModels() throws Exception {
    String text =
        """
        format_version: 0.5.4
        type: model
        id: pair
        name: Nuclei and cells
        license: MIT
        config:
          scopeside:
            channels: [nucleus, cell]
            fusion: {nuclei: a@1, cells: b}
        """;
    writer.model(text);
    ModelPackage model = reader.read(writer.folder(folder));
    assertEquals(new ModelDescription.Fusion("a@1", "b"), model.description().fusion());
    assertEquals("pair@1", model.description().reference());
    writer.model(text + "    decoder: {name: flows}\n");
    assertProblem(
        "config.scopeside.decoder: has no meaning beside fusion, which has no network of its own");
  }

  @Test
  void shouldRefuseTestTensorsThatAreNotTheOnesHashed() throws IOException {
    writer.folder(folder);
    writer.replace("@image@", "1".repeat(64));
    List<String> problems = problems();
    assertEquals(1, problems.size(), problems::toString);
    assertTrue(
        problems.get(0).startsWith("inputs[0].test_tensor.sha256: is 1111"), problems::toString);
  }
}
