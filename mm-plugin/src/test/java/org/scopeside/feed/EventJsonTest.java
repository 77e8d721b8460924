package org.scopeside.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scopeside.contract.MalformedRecordException;
import org.scopeside.contract.MalformedRecordException.Reason;
import org.scopeside.contract.PlaneResult;

class EventJsonTest {
  static List<Path> goldenResults() throws IOException {
    Path golden = Path.of("../frame-contract/src/test/resources/golden/v1/events/result");
    Path fromRoot = Path.of("frame-contract/src/test/resources/golden/v1/events/result");
    try (Stream<Path> files = Files.list(Files.isDirectory(golden) ? golden : fromRoot)) {
      return files.toList();
    }
  }

  @ParameterizedTest
  @MethodSource("goldenResults")
  void shouldReadGoldenResults(Path file) throws Exception {
    PlaneResult result = PlaneResult.fromJson(EventJson.read(Files.readAllBytes(file)));

    assertEquals(result.toJson(), PlaneResult.fromJson(result.toJson()).toJson());
  }

  @Test
  void shouldKeepWholeNumbersWhole() throws Exception {
    Map<String, Object> tree =
        read("{\"a\":3,\"b\":-12345678901234,\"c\":3.5,\"d\":1e3,\"e\":null,\"f\":[true,\"x\"]}");

    List<Object> values = new ArrayList<>(tree.values());
    assertEquals(3L, values.get(0));
    assertEquals(-12345678901234L, values.get(1));
    assertEquals(3.5, values.get(2));
    assertEquals(1000.0, values.get(3));
    assertEquals(List.of(true, "x"), values.get(5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{\"a\":1}{}",
        "{\"a\":1,\"a\":2}",
        "{a:1}",
        "{\"a\":NaN}",
        "{\"a\":1,}",
        "<html></html>",
        "{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]}"
      })
  void shouldRefuseWhatIsNoObject(String text) {
    MalformedRecordException refused =
        assertThrows(MalformedRecordException.class, () -> read(text));

    assertEquals(Reason.INVALID_JSON, refused.reason());
  }

  private static Map<String, Object> read(String text) throws MalformedRecordException {
    return EventJson.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
