package org.scopeside.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The AsyncAPI document against what AsyncAPI 3.0 requires, the schemas, and the code. */
final class AsyncApiTest {
  private static final Path FILE = Path.of("asyncapi.yaml");

  private JsonNode document = new ObjectMapper().createObjectNode();

  @BeforeEach
  void parse() throws IOException {
    document = new ObjectMapper(new YAMLFactory()).readTree(FILE.toFile());
  }

  @Test
  void shouldHaveWhatAsyncApi3Requires() {
    assertTrue(document.path("asyncapi").asText().startsWith("3.0"));
    assertFalse(document.at("/info/title").asText().isEmpty());
    assertFalse(document.at("/info/version").asText().isEmpty());
    document.path("channels").forEach(channel -> assertTrue(channel.path("messages").size() > 0));
    assertEquals(8, document.path("operations").size());
    for (JsonNode operation : document.path("operations")) {
      assertTrue(Set.of("send", "receive").contains(operation.path("action").asText()));
      String channel = operation.at("/channel/$ref").asText();
      for (JsonNode message : operation.path("messages")) {
        assertTrue(message.path("$ref").asText().startsWith(channel + "/messages/"));
      }
    }
  }

  @Test
  void shouldResolveEveryReference() throws IOException {
    int references = 0;
    for (JsonNode reference : document.findValues("$ref")) {
      assertTrue(resolves(reference.asText()), reference.asText());
      references++;
    }
    assertTrue(references > 30, references + " references");
  }

  private boolean resolves(String reference) throws IOException {
    if (reference.startsWith("#")) {
      return !document.at(reference.substring(1)).isMissingNode();
    }
    Path file = Path.of(reference);
    return Files.exists(file) && new ObjectMapper().readTree(file.toFile()).has("$schema");
  }

  @Test
  void shouldNameTheTopicsOfTheCode() {
    Topics topics = Topics.DEFAULT;
    Set<String> expected =
        Set.of(
            topics.frames(),
            topics.acquisitions(),
            topics.results(),
            topics.labels(),
            topics.deadLetters());
    assertEquals(expected, Set.copyOf(document.path("channels").findValuesAsText("address")));
  }

  @Test
  void shouldNameTheTypesOfTheCode() {
    Set<String> expected =
        Arrays.stream(EventType.values()).map(EventType::wireName).collect(Collectors.toSet());
    Set<String> names = new TreeSet<>();
    for (JsonNode message : document.at("/components/messages")) {
      names.add(message.path("name").asText());
      String type = message.at("/headers/allOf/1/properties/ce_type/const").asText();
      assertEquals(message.path("name").asText(), type);
    }
    assertEquals(new TreeSet<>(expected), names);
  }

  @Test
  void shouldDescribeExactlyTheHeadersThatAreWritten() throws IOException {
    PlaneHeader everything = SamplePlanes.described(PixelType.UINT16).build();
    try (PlaneEncoder encoder = new PlaneEncoder()) {
      WireRecord record = encoder.encode(everything, SamplePlanes.pixels(everything));
      Set<String> described = new TreeSet<>();
      document
          .at("/components/schemas/planeHeaders/properties")
          .fieldNames()
          .forEachRemaining(described::add);
      assertEquals(new TreeSet<>(record.headers().keySet()), described);
      assertEquals(described, new TreeSet<>(SpecificationTest.headersInReadme()));
    }
  }

  @Test
  void shouldNameTheCodecsTypesAndRolesOfTheCode() {
    JsonNode properties = document.at("/components/schemas/planeHeaders/properties");
    assertEquals(
        Arrays.stream(PixelCodec.values()).map(PixelCodec::wireName).toList().toString(),
        names(properties.at("/ce_codec/enum")));
    assertEquals(
        Arrays.stream(PixelType.values()).map(PixelType::omeName).toList().toString(),
        names(properties.at("/ce_pixeltype/enum")));
    assertEquals(
        Arrays.stream(ChannelRole.values()).map(ChannelRole::wireName).toList().toString(),
        names(properties.at("/ce_channelrole/enum")));
  }

  private static String names(JsonNode list) {
    return list.toString().replace("\"", "").replace(",", ", ");
  }
}
