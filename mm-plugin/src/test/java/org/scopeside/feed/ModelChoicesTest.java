package org.scopeside.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelChoicesTest {
  private final ModelChoices choices = new ModelChoices();

  @Test
  void shouldOfferWhatWasTypedThenWhatResultsSpokeOf() {
    choices.seen(Outcomes.counted(Outcomes.frame("A01", 0, 0, 0), 1, 3));
    choices.seen("mesmer@1/Nuclei");
    choices.typed("  nuclei-star ");
    choices.typed("mesmer@1");
    choices.typed("");

    assertEquals(List.of("mesmer@1", "nuclei-star", "classical@1"), choices.names());
    assertEquals(List.of("mesmer@1", "nuclei-star"), choices.typedNames());
  }

  @Test
  void shouldTakeInModelsThatResultsServiceKnows() throws Exception {
    try (LiveServer service = new LiveServer()) {
      service.answers.put(
          "/api/acquisitions",
          "{\"acquisitions\":[{\"models\":[\"new@2\",\"new@2/Cells\"]},{\"models\":[\"old@1\"]}]}");

      choices.ask(service.url(), Map.of());

      assertEquals(List.of("new@2", "old@1"), choices.names());
      service.answers.put("/api/acquisitions", "<html>");
      assertThrows(IOException.class, () -> choices.ask(service.url(), Map.of()));
    }
  }

  @Test
  void shouldForgetOldNames() {
    for (int i = 0; i < 1000; i++) {
      choices.seen("model-" + i);
    }

    assertTrue(choices.names().size() <= ModelChoices.MOST);
    assertEquals("model-999", choices.names().get(0));
  }
}
