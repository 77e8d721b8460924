package org.scopeside.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonEventsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);

  static Set<String> samples() {
    return SampleEvents.bodies().keySet();
  }

  static List<Path> golden() throws IOException {
    try (Stream<Path> files = Files.walk(GoldenEventWriter.FOLDER)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Also with unknown members forbidden, so that no member is missing from the schema. */
  @ParameterizedTest
  @MethodSource("samples")
  void shouldWriteWhatTheSchemaDescribes(String name) throws IOException {
    JsonNode body = JSON.valueToTree(SampleEvents.bodies().get(name));
    JsonNode schema = schemaTree(schemaOf(name));
    assertValid(schema, body);
    forbidUnknownMembers(schema);
    assertValid(schema, body);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shouldReadWhatItWrote(String name) throws IOException, MalformedRecordException {
    Map<String, Object> body = SampleEvents.bodies().getOrDefault(name, Map.of());
    String text = JSON.writeValueAsString(body);
    Map<?, ?> tree = JSON.readValue(text, Map.class);
    assertEquals(JSON.readTree(text), reread(schemaOf(name), tree));
    Map<Object, Object> withUnknown = new LinkedHashMap<>(tree);
    withUnknown.put("ofTheFuture", List.of(1, "x"));
    assertEquals(JSON.readTree(text), reread(schemaOf(name), withUnknown));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void shouldReadTheEventsOfTheFirstRelease(Path file)
      throws IOException, MalformedRecordException {
    String schema = file.resolveSibling("").getFileName().toString();
    JsonNode body = JSON.readTree(file.toFile());
    assertValid(schemaTree(schema), body);
    assertEquals(body, reread(schema, JSON.convertValue(body, Map.class)));
  }

  @Test
  void shouldHaveGoldenEventsOfEverySample() throws IOException {
    assertEquals(samples().size(), golden().size());
  }

  @Test
  void shouldRefuseBySchemaWhatTheReaderRefuses() throws IOException {
    ObjectNode result = JSON.valueToTree(SampleEvents.bodies().get("result/objects"));
    result.put("field", -1).remove("segmenter");
    assertEquals(2, validate(schemaTree("result"), result).size());
    ObjectNode letter = JSON.valueToTree(SampleEvents.bodies().get("dead-letter/frame"));
    letter.remove("theC");
    assertEquals(1, validate(schemaTree("dead-letter"), letter).size());
  }

  @Property(tries = 200)
  void shouldKeepMeasurementsToSevenDigits(
      @ForAll @Size(max = 50) double[] values, @ForAll @IntRange(min = 1, max = 9) int planes)
      throws MalformedRecordException, IOException {
    Segmentation before =
        new Segmentation("m@1", values.length, planes, true, Map.of("AreaShape_Area", values));
    Map<?, ?> tree = JSON.readValue(JSON.writeValueAsString(before.toJson()), Map.class);
    Segmentation after = Segmentation.read(new JsonTree("$", tree));
    double[] read = after.objects().getOrDefault("AreaShape_Area", new double[0]);
    assertEquals(values.length, read.length);
    for (int i = 0; i < values.length; i++) {
      boolean finite = WireText.isFinite(values[i]);
      double tolerance = Math.max(Math.abs(values[i]) * 1e-6, Float.MIN_NORMAL);
      assertEquals(finite ? values[i] : Double.NaN, read[i], tolerance);
    }
  }

  @Property(tries = 200)
  void shouldKeepEveryTally(
      @ForAll @Size(max = 20) Map<@IntRange(max = 6144) Integer, @IntRange Integer> captured)
      throws MalformedRecordException, IOException {
    Map<String, AcquisitionTally.Count> wells = new LinkedHashMap<>();
    captured.forEach(
        (well, count) ->
            wells.put(
                well == 6144 ? PlaneHeader.NO_WELL : new Well(well / 96, well % 96).label(),
                new AcquisitionTally.Count(count, count / 3)));
    AcquisitionTally tally = new AcquisitionTally("run", SamplePlanes.CAPTURED, null, wells);
    JsonNode body = jsonOf(tally.toJson());
    assertValid(schemaTree("acquisition-tally"), body);
    assertEquals(body, reread("acquisition-tally", JSON.convertValue(body, Map.class)));
  }

  @Test
  void shouldCarryTheCloudEventsAttributes() throws MalformedRecordException {
    Map<String, String> headers =
        JsonEvents.headers(EventType.RESULT, "key", "urn:s", SamplePlanes.CAPTURED);
    assertEquals("1.0", headers.get("ce_specversion"));
    assertEquals("key", headers.get("ce_subject"));
    assertEquals("application/json", headers.get("content-type"));
    assertEquals(EventType.RESULT, JsonEvents.type(headers));
    assertEquals(
        headers, JsonEvents.headers(EventType.RESULT, "key", "urn:s", SamplePlanes.CAPTURED));
    headers.put("ce_type", "org.scopeside.result.v12");
    MalformedRecordException refused =
        assertThrows(MalformedRecordException.class, () -> JsonEvents.type(headers));
    assertEquals(MalformedRecordException.Reason.UNSUPPORTED_VERSION, refused.reason());
    assertTrue(String.valueOf(refused.getMessage()).contains("org.scopeside.result.v12"));
  }

  @Test
  void shouldKeyTheSameFailureTheSame() {
    assertEquals("run-1/B03/f3/t6/z0/c2", SampleEvents.deadLetter(SampleEvents.frame()).key());
    assertEquals("scopeside.frames@3@1099511627776", SampleEvents.deadLetter(null).key());
    assertEquals("run-1/plan", SampleEvents.plan().key());
    assertEquals("run-1/tally", SampleEvents.tally(null).key());
    assertEquals("run-1/action/7", SampleEvents.skipped().key());
    assertEquals(EventType.ACQUISITION_PROGRESS, SampleEvents.tally(null).type());
    assertEquals(EventType.ACQUISITION_ENDED, SampleEvents.tally("completed").type());
  }

  @Test
  void shouldWantLabelsOnlyWhereThePlanSaysSo() throws IOException, MalformedRecordException {
    assertTrue(planOf("labels.json").labels());
    assertFalse(planOf("plate.json").labels());
    assertFalse(SampleEvents.plan().toJson().containsKey("labels"));
  }

  @Test
  void shouldSayWhatTheWellsHadBefore() throws IOException, MalformedRecordException {
    FormerAnalysis former = planOf("former.json").former();
    assertEquals("classical@1", Objects.requireNonNull(former).model());
    assertEquals(Map.of("A01", 117L, "A02", 0L), former.counts());
    assertNull(planOf("plate.json").former());
    AcquisitionStarted again = SampleEvents.plan().withFormer(former);
    Map<String, Object> tree = new LinkedHashMap<>(again.toJson());
    assertNotNull(tree.remove("former"));
    assertEquals(SampleEvents.plan().toJson(), tree);
  }

  private static AcquisitionStarted planOf(String golden)
      throws IOException, MalformedRecordException {
    Path file = GoldenEventWriter.FOLDER.resolve("acquisition-started").resolve(golden);
    return AcquisitionStarted.fromJson(JSON.readValue(file.toFile(), Map.class));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65, 7000})
  void shouldRefuseToPlanWhatNoReaderWouldAccept(int fields) {
    AcquisitionStarted.Builder plan =
        new AcquisitionStarted.Builder("run", "urn:s", SamplePlanes.CAPTURED);
    plan.plate("p", fields <= 0 ? 8 : fields, 12).fields(fields);
    assertThrows(IllegalArgumentException.class, plan::build);
  }

  @Test
  void shouldTellActionsFromPlansAndTalliesByTheirKey() {
    assertEquals("run-1", AcquisitionAction.acquisitionOf("run-1/action/7"));
    assertEquals(7, AcquisitionAction.numberOf("run-1/action/7"));
    for (String key : List.of("run-1/plan", "run-1/tally", "run-1/action/07", "run-1/action/")) {
      assertNull(AcquisitionAction.acquisitionOf(key), key);
    }
  }

  @Test
  void shouldRefuseAnActionThatNoReaderWouldAccept() {
    AcquisitionAction.Builder action =
        new AcquisitionAction.Builder("run", SamplePlanes.CAPTURED, "skipped", "enough");
    assertThrows(IllegalArgumentException.class, () -> action.build(-1));
    action.fields(List.of(-1));
    assertThrows(IllegalArgumentException.class, () -> action.build(0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new AcquisitionAction.Builder("run", SamplePlanes.CAPTURED, "Two words", "?"));
  }

  @Test
  void shouldCutAReasonThatIsTooLongForAnEvent() throws MalformedRecordException {
    AcquisitionAction action =
        new AcquisitionAction.Builder(
                "run", SamplePlanes.CAPTURED, "stopped", "why ".repeat(100_000))
            .build(0);
    assertEquals(action.reason(), AcquisitionAction.fromJson(action.toJson()).reason());
  }

  private static JsonNode reread(String schema, Object tree) throws MalformedRecordException {
    return jsonOf(SampleEvents.reread(schema, tree));
  }

  /** Through text, as float and double trees differ until written. */
  private static JsonNode jsonOf(Map<String, Object> body) {
    try {
      return JSON.readTree(JSON.writeValueAsString(body));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String schemaOf(String name) {
    return name.substring(0, name.indexOf('/'));
  }

  private static JsonNode schemaTree(String name) throws IOException {
    String file = "v1/" + name + ".schema.json";
    try (InputStream in = EventType.class.getResourceAsStream(file)) {
      return JSON.readTree(java.util.Objects.requireNonNull(in, file));
    }
  }

  private static void forbidUnknownMembers(JsonNode schema) {
    if (schema.has("properties")) {
      ((ObjectNode) schema).put("additionalProperties", false);
    }
    schema.forEach(JsonEventsTest::forbidUnknownMembers);
  }

  private static Set<ValidationMessage> validate(JsonNode schema, JsonNode body) {
    JsonSchema compiled = SCHEMAS.getSchema(schema);
    return compiled.validate(
        body, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
  }

  private static void assertValid(JsonNode schema, JsonNode body) {
    assertEquals(Set.of(), validate(schema, body), Arrays.toString(new Object[] {body}));
  }
}
