package org.scopeside.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSentEventsTest {
  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void shouldReadEventsWhateverEndsTheirLines(String end) throws IOException {
    String stream =
        String.join(
            end,
            ": still here",
            "",
            "event: well",
            "data: {\"a\":",
            "data:1}",
            "",
            "data: second",
            "id: 7",
            "nonsense",
            "",
            "");

    assertEquals(List.of("well={\"a\":\n1}", "message=second"), events(stream));
  }

  @Test
  void shouldDropEventThatTheConnectionEndedIn() throws IOException {
    assertEquals(List.of("a=1"), events("event: a\ndata: 1\n\nevent: b\ndata: 2\n"));
  }

  @Test
  void shouldPassOverEventOfTwoMegabytesAndReadTheNext() throws IOException {
    String megabyte = "x".repeat(ServerSentEvents.MAX_EVENT_BYTES - 100);
    String stream =
        "data: "
            + megabyte
            + "\ndata: "
            + megabyte
            + "\n\n"
            + "data: "
            + megabyte
            + megabyte
            + "\n\n"
            + "data: small\n\n";
    ServerSentEvents events = open(stream);

    assertEquals(
        "small", new String(Objects.requireNonNull(events.next()).data(), StandardCharsets.UTF_8));
    assertEquals(2, events.passedOver());
    assertNull(events.next());
  }

  private static ServerSentEvents open(String stream) {
    return new ServerSentEvents(
        new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)), () -> true);
  }

  private static List<String> events(String stream) throws IOException {
    ServerSentEvents events = open(stream);
    List<String> found = new ArrayList<>();
    for (var event = events.next(); event != null; event = events.next()) {
      found.add(event.name() + "=" + new String(event.data(), StandardCharsets.UTF_8));
    }
    return found;
  }
}
