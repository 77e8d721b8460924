package org.scopeside.archive.ometiff;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Well;
import org.xml.sax.SAXException;

/** What the archive writes against OME's own schema of 2016-06. */
class ArchiveSchemaTest {
  private static Schema schema;

  @BeforeAll
  static void readSchema() throws IOException, SAXException {
    try (InputStream input =
        ArchiveSchemaTest.class.getResourceAsStream("/released-schema/2016-06/ome.xsd")) {
      assertNotNull(input);
      String text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
      // It imports a schema from the network and uses nothing of it.
      String alone = text.replaceAll("<xsd:import [^>]*/>", "");
      schema =
          SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
              .newSchema(new StreamSource(new StringReader(alone)));
    }
  }

  @Test
  void shouldObeySchemaWithAllThatIsKnownOfPlate() throws Exception {
    List<PlaneHeader> planes = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      planes.add(
          bare()
              .plateName("<\u00b5 & \"\uffff\">")
              .well(new Well(i % 3, i % 2))
              .field(i % 4 + 1)
              .theC(i % 2)
              .channelName("GFP")
              .significantBits(12)
              .physicalSizeXUm(1e-5)
              .physicalSizeYUm(0.325)
              .exposureMs(0.0)
              .positionXUm(-1e-9)
              .positionYUm(2.5e7)
              .positionZUm(0.25)
              .deltaTMs(-3.5)
              .binning(i % 2 == 0 ? "2x2" : "3x1")
              .detector("Zyla")
              .build());
    }
    validate(planes);
  }

  @Test
  void shouldObeySchemaWithNothingKnown() throws Exception {
    validate(List.of(bare().build(), bare().field(3).build()));
    validate(
        List.of(
            bare().samplesPerPixel(3).pixelType(PixelType.UINT8).build(),
            // Another shape than the first plane of its field: not in the image, no image wrong.
            bare().theC(1).sizeX(7).build()));
  }

  @Test
  void shouldSeeWhatIsWrong() {
    String wrong =
        "<OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\"><Image/></OME>";
    assertThrows(SAXException.class, () -> validate(wrong.getBytes(StandardCharsets.UTF_8)));
  }

  private static PlaneHeader.Builder bare() {
    return new PlaneHeader.Builder()
        .acquisition("run-1")
        .source("//scope")
        .capturedAt(Instant.parse("2026-01-01T10:00:00Z"))
        .sizeC(2)
        .sizeX(6)
        .sizeY(5)
        .pixelType(PixelType.UINT16);
  }

  private static void validate(List<PlaneHeader> planes) throws XMLStreamException {
    ByteArrayOutputStream companion = new ByteArrayOutputStream();
    ArchiveXml.writeCompanion("run-1", planes, companion);
    assertDoesNotThrow(
        () -> validate(companion.toByteArray()), companion.toString(StandardCharsets.UTF_8));
    for (PlaneHeader plane : planes) {
      ByteArrayOutputStream own = new ByteArrayOutputStream();
      ArchiveXml.writePlane(plane, own);
      assertDoesNotThrow(() -> validate(own.toByteArray()), own.toString(StandardCharsets.UTF_8));
    }
  }

  private static void validate(byte[] xml) throws IOException, SAXException {
    schema.newValidator().validate(new StreamSource(new ByteArrayInputStream(xml)));
  }
}
