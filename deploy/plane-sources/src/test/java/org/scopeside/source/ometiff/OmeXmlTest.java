package org.scopeside.source.ometiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.UnreadableImageException;

class OmeXmlTest {
  private static final Path FILE = Path.of("folder", "hand.ome.tif");

  @TempDir Path folder;

  @Test
  void shouldReadWhatItSaysOfPlanesInOurUnits() throws IOException {
    String pixels =
        "<Image ID=\"Image:7\" Name=\"Zellen \u00e4\"><AcquisitionDate>2016-07-06T10:10:05"
            + "</AcquisitionDate><StageLabel Name=\"Pos3\"/><Pixels ID=\"Pixels:7\""
            + " DimensionOrder=\"XYCTZ\" Type=\"uint16\" SizeX=\"3\" SizeY=\"2\" SizeZ=\"2\""
            + " SizeC=\"3\" SizeT=\"1\" PhysicalSizeX=\"325\" PhysicalSizeXUnit=\"nm\""
            + " PhysicalSizeY=\"0.33\" SignificantBits=\"12\"><Channel ID=\"Channel:7:0\""
            + " Name=\"DAPI\"/><Channel ID=\"Channel:7:1\" Fluor=\"GFP\"/><Channel"
            + " ID=\"Channel:7:2\" EmissionWavelength=\"670.0\"/><TiffData/><Plane TheZ=\"1\""
            + " TheC=\"2\" TheT=\"0\" DeltaT=\"1.5\" ExposureTime=\"20\" ExposureTimeUnit=\"ms\""
            + " PositionX=\"2\" PositionXUnit=\"mm\" PositionY=\"7\" PositionZ=\"3\""
            + " PositionZUnit=\"\u00b5m\"/></Pixels></Image>";
    OmeImage image = OmeXml.parse(FILE, Xml.ome(pixels)).images().get(0);
    assertEquals("Zellen \u00e4", image.name());
    assertEquals("Pos3", image.stageLabel());
    assertEquals(List.of("DAPI", "GFP", "670 nm"), image.channelNames());
    assertEquals(12, image.significantBits());
    // A position without unit is in a reference frame of its own, which is no length.
    assertEquals(
        new PlaneFacts(
            0.325, 0.33, 1500.0, 20.0, 2000.0, null, 3.0, Instant.parse("2016-07-06T10:10:06.5Z")),
        new OmeFieldFacts(image).of(0, 1, 2));
    assertEquals(
        new PlaneFacts(0.325, 0.33, null, null, null, null, null, null),
        new OmeFieldFacts(image).of(0, 0, 2));
  }

  @Test
  void shouldReadTiffDataWithItsDefaults() throws IOException {
    String content =
        "<TiffData/><TiffData IFD=\"4\"/><TiffData PlaneCount=\"3\" FirstT=\"2\"/>"
            + Xml.tiffData("IFD=\"1\" FirstZ=\"1\" FirstC=\"2\" PlaneCount=\"2\"", "b.tif");
    List<OmeTiffData> blocks =
        OmeXml.parse(FILE, Xml.ome(Xml.image(0, "", 9, 9, 9, content))).images().get(0).tiffData();
    assertEquals(new OmeTiffData(0, 0, 0, 0, OmeTiffData.ALL, null, null), blocks.get(0));
    assertEquals(new OmeTiffData(4, 0, 0, 0, 1, null, null), blocks.get(1));
    assertEquals(new OmeTiffData(0, 0, 0, 2, 3, null, null), blocks.get(2));
    assertEquals(new OmeTiffData(1, 1, 2, 0, 2, "urn:uuid:b.tif", "b.tif"), blocks.get(3));
  }

  @Test
  void shouldReadSchemaOf2008AndPrefixes() throws IOException {
    String old =
        "<OME:OME xmlns:OME=\"http://www.openmicroscopy.org/Schemas/OME/2008-09\"><OME:Image"
            + " ID=\"Image:0\"><OME:CreationDate>2009-01-02T03:04:05Z</OME:CreationDate>"
            + "<OME:LogicalChannel ID=\"LogicalChannel:0\" Name=\"Cy3\"/><OME:Pixels"
            + " DimensionOrder=\"XYZTC\" PixelType=\"uint8\" SizeX=\"3\" SizeY=\"2\" SizeZ=\"1\""
            + " SizeC=\"1\" SizeT=\"1\"><OME:TiffData NumPlanes=\"1\"/><OME:Plane TheZ=\"0\""
            + " TheC=\"0\" TheT=\"0\"><OME:PlaneTiming DeltaT=\"2\" ExposureTime=\"0.5\"/>"
            + "</OME:Plane></OME:Pixels></OME:Image></OME:OME>";
    assertTrue(OmeXml.isOmeXml(old));
    OmeImage image = OmeXml.parse(FILE, old + "\0\0 ").images().get(0);
    assertEquals("uint8", image.pixelType());
    assertEquals(List.of("Cy3"), image.channelNames());
    assertEquals(1, image.tiffData().get(0).planeCount());
    PlaneFacts facts = new OmeFieldFacts(image).of(0, 0, 0);
    assertEquals(2000.0, facts.deltaTMs());
    assertEquals(500.0, facts.exposureMs());
    assertEquals(Instant.parse("2009-01-02T03:04:07Z"), facts.recordedAt());
  }

  @Test
  void shouldCountSamplesOfPageAsOneChannel() throws IOException {
    String rgb =
        Xml.image(0, "", 1, 3, 1, "<TiffData/>")
            .replaceAll("<Channel.*/><TiffData/>", "<Channel SamplesPerPixel=\"3\"/><TiffData/>");
    OmeImage image = OmeXml.parse(FILE, Xml.ome(rgb)).images().get(0);
    assertEquals(1, image.sizeC());
    assertEquals(3, image.samplesPerChannel());
  }

  @Test
  void shouldReadPlateAndBinaryOnly() throws IOException {
    OmeDocument document =
        OmeXml.parse(
            FILE,
            Xml.ome(
                "UUID=\"urn:uuid:me\"",
                "<Plate ID=\"Plate:0\" Name=\"P1\" Rows=\"8\" Columns=\"12\">"
                    + Xml.well(1, 2, Xml.sample(5, 0) + "<WellSample ID=\"w\" Index=\"6\"/>")
                    + "</Plate>"
                    + Xml.image(0, "", 1, 1, 1, "<TiffData/>")));
    assertEquals("urn:uuid:me", document.uuid());
    OmePlate plate = document.plates().get(0);
    assertEquals(8, plate.rows());
    assertEquals("B03", plate.samples().get(0).well().label());
    assertEquals("Image:0", plate.samples().get(0).imageRef());
    assertNull(plate.samples().get(1).imageRef());

    OmeDocument.BinaryOnly elsewhere =
        OmeXml.parse(FILE, Xml.ome("<BinaryOnly MetadataFile=\"a.companion.ome\" UUID=\"u\"/>"))
            .binaryOnly();
    assertNotNull(elsewhere);
    assertEquals("a.companion.ome", elsewhere.metadataFile());
  }

  @Test
  void shouldRefuseDocumentTypesAndEntities() throws IOException {
    String image = Xml.image(0, "&x;", 1, 1, 1, "<TiffData/>");
    String xxe = "<!DOCTYPE OME [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
    assertReason("declares a document type (DTD)", withType(xxe, image));
    String laughs = "<!DOCTYPE OME [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>";
    assertReason("declares a document type (DTD)", withType(laughs, image));
    assertReason("declares a document type (DTD)", withType("<!DOCTYPE OME SYSTEM \"a\">", image));
    assertReason("\"x\" was referenced, but not declared", Xml.ome(image));
  }

  private static String withType(String type, String image) {
    return Xml.ome(image).replace("?><OME", "?>" + type + "<OME");
  }

  @Test
  void shouldRefuseWhatWouldNotFitIntoMemory() throws IOException {
    assertReason("more than 100 deep", Xml.ome("<a>".repeat(5000)));
    assertReason("a tag of more than", Xml.ome("<a b=\"" + "c".repeat(2 << 20) + "\"/>"));
    assertReason("a tag of more than", Xml.ome("<!--" + "c".repeat(2 << 20) + "-->"));
  }

  @Test
  void shouldRefuseSizesThatCannotBe() throws IOException {
    String image = Xml.image(0, "", 1, 1, 1, "<TiffData/>");
    assertReason(
        "SizeT=\"2147483648\", not from 1 to 1000000",
        Xml.ome(image.replace("SizeT=\"1\"", "SizeT=\"2147483648\"")));
    assertReason("SizeX=\"-3\"", Xml.ome(image.replace("SizeX=\"3\"", "SizeX=\"-3\"")));
    assertReason("SizeX=\"x\"", Xml.ome(image.replace("SizeX=\"3\"", "SizeX=\"x\"")));
    assertReason(
        "claims 1000000 x 1000000 x 1 planes",
        Xml.ome(image.replaceAll("Size([ZC])=\"1\"", "Size$1=\"1000000\"")));
    assertReason("DimensionOrder 'XYZZT'", Xml.ome(image.replace("XYZCT", "XYZZT")));
    assertReason(
        "Row=\"64\", not from 0 to 63", Xml.ome("<Plate>" + Xml.well(64, 0, "") + "</Plate>"));
    assertReason(
        "has no SizeX", Xml.ome(image.replace("SizeX=\"3\"", "")));
  }

  @Test
  void shouldNameWhatIsNoOmeXml() throws IOException {
    assertFalse(OmeXml.isOmeXml("ImageJ=1.54\nimages=3"));
    assertFalse(OmeXml.isOmeXml(""));
    assertFalse(OmeXml.isOmeXml("<MetaData><OMEGA/></MetaData>"));
    assertReason("its root is 'html', not 'OME'", "<html><OME/></html>");
    String whole = Xml.ome(Xml.image(0, "", 1, 1, 1, "<TiffData/>"));
    assertReason("OME-XML cannot be read", whole.substring(0, whole.length() - 10));
  }

  @Test
  void shouldReadCompanionsOfAnyEncoding() throws IOException {
    String text =
        Xml.ome(Xml.image(0, "\u00b5-Zellen", 1, 1, 1, "")).replace("UTF-8", "UTF-16");
    Path file = folder.resolve("a.companion.ome");
    Files.write(file, text.getBytes(StandardCharsets.UTF_16));
    assertEquals("\u00b5-Zellen", OmeXml.read(file).images().get(0).name());
    UnreadableImageException gone =
        assertThrows(
            UnreadableImageException.class, () -> OmeXml.read(folder.resolve("b.companion.ome")));
    assertEquals("does not exist", gone.reason());
  }

  @Test
  void shouldFindPlaneFactsInAnyOrder() {
    OmePlaneFacts.Collector collector = new OmePlaneFacts.Collector();
    double[] values = new double[OmePlaneFacts.COLUMNS];
    for (int plane : new int[] {900, 3, 0, 77, Integer.MAX_VALUE}) {
      Arrays.fill(values, plane);
      collector.add(plane, values);
    }
    OmePlaneFacts facts = collector.facts();
    assertEquals(77, facts.get(77, OmePlaneFacts.DELTA_T_MS));
    assertEquals(0, facts.get(0, OmePlaneFacts.POSITION_Z_UM));
    assertEquals(Integer.MAX_VALUE, facts.get(Integer.MAX_VALUE, OmePlaneFacts.EXPOSURE_MS));
    assertTrue(Double.isNaN(facts.get(4, OmePlaneFacts.DELTA_T_MS)));
  }

  private static void assertReason(String part, String xml) {
    UnreadableImageException refusal =
        assertThrows(UnreadableImageException.class, () -> OmeXml.parse(FILE, xml));
    assertTrue(refusal.reason().contains(part), refusal.reason());
    assertEquals(FILE, refusal.file());
  }
}
