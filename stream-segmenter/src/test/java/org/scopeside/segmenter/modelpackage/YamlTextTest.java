package org.scopeside.segmenter.modelpackage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlTextTest {
  private final Problems problems = new Problems();

  private YamlValue parse(String text) {
    YamlValue root = YamlText.parse("model.yaml", text.getBytes(StandardCharsets.UTF_8), problems);
    return Objects.requireNonNull(root, () -> problems.all().toString());
  }

  private List<String> refused(String text) {
    assertNull(YamlText.parse("model.yaml", text.getBytes(StandardCharsets.UTF_8), problems));
    return problems.all();
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "1e-6|1.0E-6",
        "12|12",
        "-.5|-0.5",
        "true|true",
        "no|no",
        "1.2.3|1.2.3",
        "'\"7\"'|7"
      },
      delimiter = '|',
      quoteCharacter = '\'')
  void shouldReadScalarsByTheCoreSchema(String yaml, String plain) {
    assertEquals(plain, String.valueOf(parse("a: " + yaml).get("a").plain()));
  }

  @Test
  void shouldTellNumbersFromTextThatLooksLikeOne() {
    assertEquals(7L, parse("a: 7").get("a").plain());
    assertEquals("7", parse("a: '7'").get("a").plain());
    assertEquals("1.10", parse("a: 1.10").get("a").text());
  }

  @Test
  void shouldGiveEachProblemItsPath() {
    YamlValue root = parse("a: {b: [1, {c: x}]}");
    assertEquals(3, root.get("a").get("b").items().get(1).get("c").number(3, 0, 1));
    assertEquals("", root.get("a").get("d").text());
    assertTrue(root.get("a").get("b").get("e").keys().isEmpty());
    assertEquals(
        List.of(
            "a.b[1].c: is x; a number from 0 to 1 is needed",
            "a.d: is missing",
            "a.b: is not a mapping"),
        problems.all());
  }

  @Test
  void shouldNotUnfoldABomb() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String before = "*a" + (i - 1);
      bomb.append(
          "a%d: &a%d [%s]\n"
              .formatted(i, i, String.join(", ", List.of(before, before, before, before))));
    }
    assertTrue(refused(bomb.toString()).get(0).contains("too large"), problems.all()::toString);
  }

  @Test
  void shouldBoundTheNumberOfAliases() {
    String text = "a: &a [1]\nb: [" + "*a, ".repeat(60) + "1]\n";
    assertTrue(
        refused(text).get(0).toLowerCase(java.util.Locale.ROOT).contains("alias"),
        problems.all()::toString);
  }

  @Test
  void shouldRefuseATreeWithoutAnEnd() {
    assertTrue(refused("a: &a [*a]").get(0).contains("refers to itself"));
    assertTrue(refused("a: " + "[".repeat(5000)).size() > 0);
  }

  @Test
  void shouldRefuseKeysThatStandThereTwice() {
    assertNotNull(parse("a: {b: 1, c: 2,\n b: 3}"));
    assertEquals(List.of("a.b: stands there twice, again in line 2"), problems.all());
  }

  @Test
  void shouldBuildNoObjects() {
    assertEquals(
        List.of(
            "model.yaml: line 1: Global tag is not allowed:"
                + " tag:yaml.org,2002:javax.script.ScriptEngineManager"),
        refused("a: !!javax.script.ScriptEngineManager [x]"));
    YamlTextTest other = new YamlTextTest();
    other.parse("a: !exec x");
    assertEquals(List.of("a: the tag !exec is not accepted"), other.problems.all());
  }

  @Test
  void shouldNameTheLineOfWhatIsNoYaml() {
    assertTrue(refused("a: 1\nb: [1, 2\nc: 3\n").get(0).startsWith("model.yaml: line "));
    assertEquals(List.of("model.yaml: is not a YAML mapping"), new YamlTextTest().refused("- a"));
    assertEquals(List.of("model.yaml: is not a YAML mapping"), new YamlTextTest().refused(""));
    Problems other = new Problems();
    assertNull(YamlText.parse("model.yaml", new byte[] {'a', ':', ' ', (byte) 0xC3}, other));
    assertEquals(List.of("model.yaml: is not UTF-8 text"), other.all());
  }

  @Test
  void shouldGiveListsAndMapsAsJavaHasThem() {
    assertEquals(
        Map.of("a", List.of(1L, 2.5), "b", Map.of("c", true)),
        parse("a: [1, 2.5]\nb: {c: true, d: null}").plainByKey());
  }
}
