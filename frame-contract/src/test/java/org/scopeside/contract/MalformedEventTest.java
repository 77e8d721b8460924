package org.scopeside.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scopeside.contract.MalformedRecordException.Reason;

/** Lies in JSON events, as trees that the most lenient of parsers might give. */
final class MalformedEventTest {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private static final int CASES = 20_000;
  private static final List<Object> NASTY = nasty();

  private static List<Object> nasty() {
    Map<Object, Object> oddKeys = new LinkedHashMap<>();
    oddKeys.put(7, 1.0);
    oddKeys.put("x", Double.NEGATIVE_INFINITY);
    return Arrays.asList(
        -1,
        0,
        1,
        3.0,
        0.5,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        1e300,
        -0.0,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Float.NaN,
        BigInteger.TEN.pow(100_000),
        "",
        "-",
        "A01",
        "A1",
        "../..",
        "\u0000",
        "\ud800",
        "NaN",
        "2026-11-20T09:30:15Z",
        "+1000000000-12-31T23:59:59Z",
        "x".repeat(5000),
        true,
        Collections.unmodifiableMap(oddKeys),
        Map.of(),
        List.of(),
        Collections.nCopies(1_000_000, "A01"),
        Collections.nCopies(1_000_000, 1),
        Collections.nCopies(3, Map.of("well", "A01")),
        List.of(List.of(List.of())),
        'c');
  }

  private static Map<String, Object> tree(String file) throws IOException {
    return copy(JSON.readValue(GoldenEventWriter.FOLDER.resolve(file).toFile(), Map.class));
  }

  private static Map<String, Object> copy(Map<?, ?> tree) {
    Map<String, Object> copy = new LinkedHashMap<>();
    tree.forEach((key, value) -> copy.put(String.valueOf(key), copied(value)));
    return copy;
  }

  private static @Nullable Object copied(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return copy(map);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> items = new ArrayList<>();
      list.forEach(item -> items.add(copied(item)));
      return items;
    }
    return value;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "result/objects | frame | 'run-1/A01/f0/t0/z0/c0' | ID_MISMATCH | $.frame 'run-1/A01",
        "result/objects | field | -1 | INVALID_JSON | $.field '-1' is not a whole number from 0 to",
        "result/objects | field | 0.5 | INVALID_JSON | $.field '0.5' is not a whole number",
        "result/objects | field | 1e30 | INVALID_JSON | $.field '1.0E30' is not a whole number",
        "result/objects | acquisition | '../../etc' | INVALID_JSON | is not an acquisition id",
        "result/objects | well | 'ZZ99' | INVALID_JSON | $.well 'ZZ99' is no well of a plate",
        "result/objects | receipt | null | INVALID_JSON | $.receipt.capturedAt is missing",
        "result/objects | receipt | [1] | INVALID_JSON | $.receipt (a list of 1) is not an object",
        "result/objects | quality | {\"a\":NaN} | INVALID_JSON | $.quality.a 'NaN' is not a finite",
        "result/objects | quality | {\"a\":-Infinity} | INVALID_JSON | '-Infinity' is not a finite",
        "result/objects | segmenter | 7 | INVALID_JSON | $.segmenter '7' is not text",
        "result/objects | flags | [{}] | INVALID_JSON | $.flags (an object) holds something",
        "result/objects | segmentations | [{\"model\":\"m\"}] | INVALID_JSON | [0].count is missing",
        "result/objects | segmentations | [{\"model\":\"m\",\"count\":2,\"objects\":{\"A\":[1]}}] | INVALID_JSON | does not have one value for each of 2 objects",
        "result/objects | segmentations | [{\"model\":\"m\",\"count\":100001}] | INVALID_JSON | '100001' is not a whole number from 0 to 100000",
        "dead-letter/frame | offset | null | INVALID_JSON | $.offset is missing",
        "dead-letter/frame | failedAt | '2026-13-01T00:00:00Z' | INVALID_JSON | is not an RFC 3339",
        "acquisition-started/plate | channels | [{\"name\":\"x\",\"role\":\"nuclei\"}] | INVALID_JSON | $.channels[0].role 'nuclei' is not nucleus",
        "acquisition-started/plate | wells | [\"A01\",\"A97\"] | INVALID_JSON | 'A97' is no well",
        "acquisition-started/plate | physicalSizeXUm | 0 | INVALID_JSON | is not above 0",
        "acquisition-started/labels | labels | 'yes' | INVALID_JSON | $.labels 'yes' is not true or false",
        "acquisition-started/former | former | {\"wells\":[{\"well\":\"A01\"}]} | INVALID_JSON | $.former.wells[0].count is missing",
        "acquisition-started/former | former | {\"wells\":[{\"well\":\"A01\",\"count\":1},{\"well\":\"A1\",\"count\":2}]} | INVALID_JSON | $.former.wells[1].well 'A01' is there twice",
        "acquisition-started/plate | expectedPlanes | 99999999999999 | INVALID_JSON | to 1000000000000",
        "acquisition-action/skipped | number | -1 | INVALID_JSON | $.number '-1' is not a whole",
        "acquisition-action/skipped | action | 'Two words' | INVALID_JSON | is not one word of small",
        "acquisition-action/skipped | fields | [0,-1] | INVALID_JSON | $.fields '-1' holds something",
        "acquisition-action/skipped | reason | null | INVALID_JSON | $.reason is missing",
        "acquisition-tally/ended | wells | [{\"well\":\"A01\",\"captured\":1,\"dropped\":2}] | INVALID_JSON | $.wells[0].dropped '2' is not a whole number from 0 to 1",
        "acquisition-tally/ended | wells | [{\"well\":\"A01\"},{\"well\":\"A1\"}] | INVALID_JSON | $.wells[1].well 'A01' is there twice"
      })
  void shouldNameTheMemberAtFault(
      String file, String member, String json, Reason reason, String facts) throws IOException {
    Map<String, Object> tree = tree(file + ".json");
    boolean text = !json.matches("[\\[{].*|null|-?[0-9.]+(e[0-9]+)?");
    tree.put(member, text ? json : JSON.readValue(json, Object.class));
    String schema = file.substring(0, file.indexOf('/'));
    Refusal.assertRefused(reason, facts, () -> SampleEvents.reread(schema, tree));
  }

  @Test
  void shouldRefuseAMillionWellsWithoutCopyingThem() throws IOException {
    Map<String, Object> plan = tree("acquisition-started/plate.json");
    plan.put("wells", Collections.nCopies(1_000_000, "A01"));
    Refusal.assertRefused(
        Reason.INVALID_JSON,
        "$.wells (a list of 1000000) is not a list of at most 100000",
        () -> AcquisitionStarted.fromJson(plan));
    Map<String, Object> tally = tree("acquisition-tally/ended.json");
    tally.put("wells", Collections.nCopies(1_000_000, Map.of("well", "A01")));
    Refusal.assertRefused(
        Reason.INVALID_JSON, "(a list of 1000000)", () -> AcquisitionTally.fromJson(tally));
  }

  @Test
  void shouldRefuseMoreWellsThanAPlateHas() throws IOException {
    Map<String, Object> plan = tree("acquisition-started/plate.json");
    plan.put("wells", Collections.nCopies(6145, "A01"));
    MalformedRecordException refused =
        org.junit.jupiter.api.Assertions.assertThrows(
            MalformedRecordException.class, () -> AcquisitionStarted.fromJson(plan));
    assertTrue(String.valueOf(refused.getMessage()).contains("$.wells has 6145 wells"));
  }

  @Test
  void shouldRefuseBodiesThatAreNoObjects() {
    for (Object body : Arrays.asList(null, 7, "text", List.of(), true)) {
      Refusal.assertRefused(
          Reason.INVALID_JSON, "is not a JSON object", () -> PlaneResult.fromJson(body));
    }
  }

  /** Mutates golden events at random, the same on every run. */
  @Test
  void shouldAnswerEveryMutationWithAnEventOrARefusal() throws IOException {
    Random random = new Random(20261120);
    List<Path> files = JsonEventsTest.golden();
    List<Map<?, ?>> golden = new ArrayList<>();
    for (Path file : files) {
      golden.add(JSON.readValue(Files.readString(file), Map.class));
    }
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      int which = random.nextInt(files.size());
      Map<String, Object> mutant = copy(golden.get(which));
      StringBuilder what = new StringBuilder(files.get(which).getFileName() + ", case " + i + ":");
      for (int k = random.nextInt(3); k >= 0; k--) {
        what.append(' ').append(mutate(mutant, random));
      }
      String schema = files.get(which).resolveSibling("").getFileName().toString();
      refused += refuses(schema, mutant, what.toString()) ? 1 : 0;
    }
    assertTrue(refused > CASES / 3, refused + " refused: the mutations are too tame");
    assertTrue(refused < CASES, "none read: the mutations are too wild");
  }

  private static boolean refuses(String schema, Map<String, Object> mutant, String what) {
    long before = Refusal.allocated();
    boolean refused = false;
    try {
      SampleEvents.reread(schema, mutant);
    } catch (MalformedRecordException e) {
      refused = true;
      assertTrue(String.valueOf(e.getMessage()).length() < 500, what);
    } catch (RuntimeException e) {
      throw new AssertionError(what, e);
    }
    long bytes = Refusal.allocated() - before;
    assertTrue(bytes < 2 * Refusal.FEW_BYTES, what + ": " + bytes + " bytes allocated");
    return refused;
  }

  /** Changes one member or item of what {@link #copy} made; the nasty values stay as they are. */
  @SuppressWarnings("unchecked") // trees of copy() are maps of String and lists of Object
  private static String mutate(Object tree, Random random) {
    if (tree instanceof LinkedHashMap<?, ?> map && !map.isEmpty()) {
      List<?> keys = new ArrayList<>(map.keySet());
      String key = String.valueOf(keys.get(random.nextInt(keys.size())));
      Object inner = map.get(key);
      if ((inner instanceof Map || inner instanceof List) && random.nextInt(3) > 0) {
        return key + "." + mutate(inner, random);
      }
      return key + mutateMember((Map<String, @Nullable Object>) map, key, random);
    }
    if (tree instanceof ArrayList<?> list && !list.isEmpty()) {
      int at = random.nextInt(list.size());
      Object inner = list.get(at);
      if ((inner instanceof Map || inner instanceof List) && random.nextBoolean()) {
        return "[" + at + "]." + mutate(inner, random);
      }
      ((List<@Nullable Object>) list).set(at, NASTY.get(random.nextInt(NASTY.size())));
    }
    return "[]";
  }

  private static String mutateMember(Map<String, @Nullable Object> map, String key, Random random) {
    int nasty = random.nextInt(NASTY.size());
    switch (random.nextInt(4)) {
      case 0 -> map.remove(key);
      case 1 -> map.put(key + "x", map.remove(key));
      default -> map.put(key, NASTY.get(nasty));
    }
    return " with " + nasty;
  }
}
